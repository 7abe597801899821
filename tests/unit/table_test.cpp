// Tables: CSV as RFC 4180 has it, what a schema says, and the features that come of both.
#include "lathe/table.hpp"

#include <cmath>

#include "support.hpp"

using namespace lathe;

namespace {

ModelInfo houses(const std::string& schema, int features) {
  ModelInfo m;
  m.inputs = {{.name = "features", .type = ElementType::f32, .shape = {4, features}},
              {.name = "price", .type = ElementType::f32, .shape = {4}, .feeds_output = false}};
  m.data.file = "houses.csv";
  m.data.schema = schema;
  m.data.train = 0.5;
  return m;
}

const std::string schema = "\ndrop,Id\nnumber,Area\ncategory,Roof,NaN,\"flat, tarred\",hip\ntarget,Price\n";
const std::string csv = "Id,Area,Roof,Price\n1,100,hip,10\n2,NA,,20\n3,300,\"flat, tarred\",30\n4,200,hip,40\n";

std::string error_in(const TemporaryFolder& folder, const std::string& text, const std::string& schema = ::schema) {
  folder.write("houses.csv", text);
  return error_of([&] { read_table(folder.path(), houses(schema, 4), 1, Feed::all); });
}

}  // namespace

TEST_CASE("fields may be quoted, with commas, quotes and line ends in them; a file may begin with a mark") {
  const TemporaryFolder folder;
  folder.write("a.csv", "\xef\xbb\xbfname,\"a \"\"b\"\"\"\r\n\"x,y\nz\",1\r\n\r\n w ,2");
  const CsvTable t(folder.path() / "a.csv");
  CHECK(t.header == std::vector<std::string>{"name", "a \"b\""});
  CHECK(t.rows == std::vector<std::vector<std::string>>{{"x,y\nz", "1"}, {" w ", "2"}});
  CHECK(t.lines == std::vector<int>{2, 5});
}

TEST_CASE("what is no CSV is told with the line") {
  const TemporaryFolder folder;
  const auto error = [&](const std::string& text) {
    folder.write("a.csv", text);
    return error_of([&] { CsvTable(folder.path() / "a.csv"); }).substr((folder.path() / "a.csv").string().size());
  };
  CHECK(error("a,b\n1,2\n3\n") == ": line 3: has 1 fields but the header has 2");
  CHECK(error("a,b\n1,\"2\n") == ": line 2: a quote begins that does not end");
  CHECK(error("a,b,a\n1,2,3\n") == ": two columns are named \"a\"");
  CHECK(error("a,b\n") == ": has a header but no rows");
  CHECK(error("") == ": is empty");
}

TEST_CASE("numbers come first, then a feature for each value of each category") {
  const TemporaryFolder folder;
  folder.write("houses.csv", csv);
  const Dataset data =
      TableSchema(schema).read(CsvTable(folder.path() / "houses.csv"), houses(schema, 4), Feed::all, {});
  const Column& x = data.columns.at(0);
  CHECK(x.width == 4);
  CHECK(x.standardised == 1);
  REQUIRE(x.floats.size() == 16);
  CHECK(std::isnan(x.floats[4]));  // the area of house 2
  const std::vector<float> want = {100, 0, 0, 1, 0, 1, 0, 0, 300, 0, 1, 0, 200, 0, 0, 1};
  for (std::size_t i = 0; i < want.size(); ++i)
    if (i != 4) CHECK(x.floats[i] == want[i]);
  CHECK(data.columns.at(1).floats == std::vector<float>{10, 20, 30, 40});
}

TEST_CASE("numbers are standardised, and are the mean where they are missing") {
  Column x;
  x.width = 2, x.rows = 4, x.standardised = 1;
  x.floats = {1, 7, NAN, 8, 3, 9, 5, 10};
  const Scaler scaler = Scaler::fit_deviation(x);
  CHECK(scaler.minimum == std::vector<double>{3, 0});
  CHECK(scaler.inverse_range[0] == doctest::Approx(1 / std::sqrt(2.0)));  // of 1, 3 (missing), 3, 5
  CHECK(scaler.inverse_range[1] == 1);
  Dataset data;
  data.columns.push_back(x);
  ModelInfo model;
  model.batch = 4;
  model.inputs = {{.name = "x", .type = ElementType::f32, .shape = {4, 2}}};
  Batcher batcher(data, &scaler, model);
  const std::vector<std::uint32_t> rows = {0, 1, 2, 3};
  const auto* y = static_cast<const float*>(batcher.gather(rows, 0, 4).inputs[0]);
  CHECK(y[0] == doctest::Approx(-std::sqrt(2.0)));
  CHECK(y[2] == 0);
  CHECK(y[3] == 8);
}

TEST_CASE("a schema is what the training part has, and reads back from its text") {
  const TemporaryFolder folder;
  folder.write("houses.csv", csv);
  const CsvTable table(folder.path() / "houses.csv");
  const TableSchema all(table, "Price", {"Id"}, 1);
  CHECK("\n" + all.text() == schema);
  CHECK(TableSchema(all.text()).text() == all.text());
  CHECK(error_of([&] {
          TableSchema(table, "Cost", {}, 1);
        }).ends_with("houses.csv: has no column \"Cost\" for --target"));
  CHECK(
      error_of([&] { TableSchema(table, "Price", {"X"}, 1); }).ends_with("houses.csv: has no column \"X\" for --drop"));
  CHECK(error_of([&] {
          TableSchema(table, "Roof", {}, 1);
        }).ends_with("houses.csv: line 2: Roof is \"hip\" but a target should be a number"));
}

TEST_CASE("a table that is not as the schema says is told, in the training part also a value that is new") {
  const TemporaryFolder folder;
  const std::string again = "; run lathe schema again if this is how the data are now";
  CHECK(error_in(folder, "Id,Space,Roof,Price\n1,1,hip,1\n2,2,hip,2\n")
            .ends_with("has no column \"Area\", which the model's schema has" + again));
  CHECK(error_in(folder, "Id,Area,Roof,Price,Age\n1,1,hip,1,1\n2,2,hip,2,1\n")
            .ends_with("has a column \"Age\", which the model's schema does not have" + again));
  CHECK(error_in(folder, "Id,Area,Roof,Price\n1,big,hip,1\n2,2,hip,2\n")
            .ends_with("line 2: Area is \"big\" but should be a number" + again));
  CHECK(error_in(folder, "Id,Area,Roof,Price\n1,1,hip,NA\n2,2,hip,2\n")
            .ends_with("line 2: Price is \"NA\" but should be a number"));
  // Of two rows with a new value one trains.
  CHECK(error_in(folder, "Id,Area,Roof,Price\n1,1,dome,1\n2,2,dome,2\n")
            .ends_with("Roof is \"dome\" but should be one of the values of the model's schema" + again));
  CHECK(error_of([&] { read_table(folder.path() / "none", houses(schema, 4), 1, Feed::all); }) != "");
}

TEST_CASE("a file to predict needs no target, and a value that is new is none of the known") {
  const TemporaryFolder folder;
  folder.write("new.csv", "Id,Area,Roof\n1,5,dome\n");
  const Split parts = read_table(folder.path() / "new.csv", houses(schema, 4), 1, Feed::predict);
  CHECK(parts.test.columns.at(0).floats == std::vector<float>{5, 0, 0, 0});
  CHECK(parts.train.rows() == 0);
}
