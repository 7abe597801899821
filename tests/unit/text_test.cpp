// Texts taken apart, and the numbers of their tokens.
#include "lathe/text.hpp"

#include "support.hpp"

using namespace lathe;
using Tokens = std::vector<std::string>;

TEST_CASE("characters are what a reader sees; blanks are none") {
  CHECK(tokens("春眠不觉晓，", TokenKind::character) == Tokens{"春", "眠", "不", "觉", "晓", "，"});
  CHECK(tokens(" a\tb\n", TokenKind::character) == Tokens{"a", "b"});
  CHECK(tokens("e\u0301x", TokenKind::character) == Tokens{"e\u0301", "x"});
  CHECK(tokens("", TokenKind::character).empty());
  CHECK(tokens("\xF0\xA0\x80\x80一", TokenKind::character) ==
        Tokens{"\xF0\xA0\x80\x80", "一"});  // outside of the first plane
}

TEST_CASE("words are those of the language") {
  CHECK(tokens("The cat's hat, 3.14!", TokenKind::word) == Tokens{"The", "cat's", "hat", ",", "3.14", "!"});
  CHECK(tokens("自然语言是由文字构成的。", TokenKind::word) ==
        Tokens{"自然", "语言", "是", "由", "文字", "构成", "的", "。"});
}

TEST_CASE("what is no UTF-8 is told with its place") {
  CHECK(error_of([] { tokens("ab\xff", TokenKind::character); }) == "byte 3 is no UTF-8");
  CHECK(error_of([] { tokens("\xe6\x98", TokenKind::word); }) == "byte 1 is no UTF-8");
}

TEST_CASE(
    "a vocabulary begins with the most frequent tokens, ends with the unknown one, and reads back from its lines") {
  const Vocabulary v(Tokens{"b", "a", "c", "a", ",", "b", "d", ","}, {","});
  Tokens all;
  std::string lines;
  for (int i = 0; i < v.size(); ++i) all.push_back(v.token(i)), lines += v.token(i) + "\n";
  CHECK(all == Tokens{"a", "b", "c", "d", "<UNK>"});
  CHECK(v.number("c") == 2);
  CHECK(v.number(",") == v.unknown());
  const Vocabulary again(lines);
  CHECK(again.size() == v.size());
  CHECK(again.number("d") == 3);
  CHECK(again.number("x") == 4);
  CHECK(Vocabulary(Tokens{"b", "a", "a"}, {}, 2).size() == 2);
}
