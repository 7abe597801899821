// Texts as data: what a schema says of them, and windows with what follows.
#include "lathe/corpus.hpp"

#include "support.hpp"

using namespace lathe;

namespace {

ModelInfo reader(const std::string& schema, int window) {
  ModelInfo m;
  m.inputs = {{.name = "x", .type = ElementType::i32, .shape = {2, window}},
              {.name = "next", .type = ElementType::i32, .shape = {2, window}}};
  m.data.file = "poems.txt";
  m.data.schema = schema;
  m.data.train = 1;
  return m;
}

}  // namespace

TEST_CASE("a schema has the tokens that are not left out, and reads back from its text") {
  const CorpusSchema schema({"ab，a", "ca。"}, TokenKind::character, "，。", 1);
  CHECK(schema.text() == "characters without ，。\na\nb\nc\n<UNK>\n");
  const CorpusSchema again("\n" + schema.text());
  CHECK(again.text() == schema.text());
  CHECK(again.numbers("c，a。z") == std::vector<int>{2, 0, 3});
  CHECK(CorpusSchema({"a a b"}, TokenKind::word, "", 2).text() == "words\na\n<UNK>\n");
}

TEST_CASE("windows are one token apart, do not cross lines, and come with what follows") {
  const TemporaryFolder folder;
  folder.write("poems.txt", "abc，a\n\nca\ncbac。\n");
  const Split parts = read_text(folder.path(), reader("characters without ，。\na\nb\nc\n<UNK>\n", 2), 1, Feed::all);
  CHECK(parts.train.columns.at(0).ints == std::vector<std::int32_t>{0, 1, 1, 2, 2, 1, 1, 0});
  CHECK(parts.train.columns.at(1).ints == std::vector<std::int32_t>{1, 2, 2, 0, 1, 0, 0, 2});
  CHECK(parts.train.rows() == 4);
  CHECK(parts.test.rows() == 0);
}

TEST_CASE("a text that is too short, or no UTF-8, is told") {
  const TemporaryFolder folder;
  const ModelInfo model = reader("characters\na\n<UNK>\n", 2);
  folder.write("poems.txt", "ab\nba\n");
  CHECK(error_of([&] {
          read_text(folder.path(), model, 1, Feed::all);
        }).ends_with("poems.txt: no text is longer than the 2 tokens that input x takes"));
  folder.write("poems.txt", "abab\nb\xff\n");
  CHECK(error_of([&] {
          read_text(folder.path(), model, 1, Feed::all);
        }).ends_with("poems.txt: text 2: byte 2 is no UTF-8"));
  folder.write("poems.txt", "\n \n");
  CHECK(error_of([&] { read_text(folder.path(), model, 1, Feed::all); }).ends_with("poems.txt: has no text"));
}
