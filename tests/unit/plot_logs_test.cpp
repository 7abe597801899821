#include "lathe/plot_logs.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "lathe/error.hpp"
#include "support.hpp"

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

std::string line(int epoch, double loss, double accuracy) {
  return "{\"epoch\":" + std::to_string(epoch) + ",\"loss\":" + std::to_string(loss) +
         ",\"accuracy\":0.5,\"test_loss\":null,\"test_accuracy\":" + std::to_string(accuracy) +
         ",\"seconds\":0.1,\"samples_per_second\":10,\"lr\":0.1}\n";
}

}  // namespace

TEST_CASE("logs of any length share the panels of loss and metrics, a curve and a label each") {
  TemporaryFolder folder;
  folder.write("sgd.jsonl", line(1, 2, 0.25) + line(2, 1, 0.5));
  folder.write("adam.jsonl", line(1, 1.5, 0.5) + line(2, 0.5, 0.75) + line(3, 0.25, 0.875));
  const std::string svg = lathe::plot_logs("", {{"sgd", folder / "sgd.jsonl"}, {"adam", folder / "adam.jsonl"}});
  CHECK(svg.find("<title>sgd, adam</title>") != std::string::npos);
  CHECK(svg.find("test accuracy after the last epoch: sgd 0.5 · adam 0.875") != std::string::npos);
  for (const char* panel : {"loss, training part", "loss, test part", "accuracy, training part", "accuracy, test part"})
    CHECK(count(svg, panel) == 1);
  CHECK(svg.find("seconds") == std::string::npos);
  CHECK(count(svg, ">sgd</text>") == 4);
  CHECK(count(svg, ">adam</text>") == 4);
  // A point for each epoch in three of the panels; the test loss is null, and has none.
  CHECK(count(svg, "<circle") == 3 * 5);
}

TEST_CASE("logs of one label are called by their files, and a title is what it is") {
  TemporaryFolder folder;
  folder.write("a.jsonl", line(1, 2, 0.25));
  folder.write("b.jsonl", line(1, 2, 0.5));
  const std::string svg = lathe::plot_logs("both", {{"run", folder / "a.jsonl"}, {"run", folder / "b.jsonl"}});
  CHECK(svg.find("<title>both</title>") != std::string::npos);
  CHECK(count(svg, ">" + (folder / "a.jsonl").string() + "</text>") == 4);
  CHECK(count(svg, ">run</text>") == 0);
}

TEST_CASE("a log is read by name, with a gap where an epoch or its number is missing") {
  TemporaryFolder folder;
  folder.write("a.jsonl", line(1, 2, 0.25) + line(3, 1, 0.5));
  const auto log = lathe::read_log(folder / "a.jsonl");
  REQUIRE(log.at("loss").size() == 3);
  CHECK(log.at("loss")[0] == 2);
  CHECK(std::isnan(log.at("loss")[1]));
  CHECK(log.at("loss")[2] == 1);
  CHECK(log.at("test_accuracy")[2] == 0.5);
  CHECK(std::isnan(log.at("test_loss")[0]));  // null
}

TEST_CASE("what is no log is said, with its line") {
  TemporaryFolder folder;
  folder.write("empty.jsonl", "");
  folder.write("broken.jsonl", line(1, 2, 0.25) + "{\"epoch\":2,\"loss\"");
  folder.write("other.jsonl", "{\"epoch\":0}\n");
  folder.write("alone.jsonl", "{\"epoch\":1,\"loss\":2}\n");
  const auto drawn = [&](const char* file) { lathe::plot_logs("", {{"x", folder / file}}); };
  const std::string at = folder.path().string() + "/";
  CHECK_THROWS_WITH_AS(drawn("nowhere.jsonl"),
                       (at + "nowhere.jsonl: cannot be read: no such file or directory").c_str(), lathe::UserError);
  CHECK_THROWS_WITH_AS(drawn("."), (at + ".: cannot be read: it is a folder").c_str(), lathe::UserError);
  CHECK_THROWS_WITH_AS(drawn("empty.jsonl"), (at + "empty.jsonl: has no epochs").c_str(), lathe::UserError);
  CHECK_THROWS_WITH_AS(drawn("broken.jsonl"),
                       (at + "broken.jsonl:2: is no line of a log but should be {\"epoch\":2,\"loss\":…}").c_str(),
                       lathe::UserError);
  CHECK_THROWS_AS(drawn("other.jsonl"), lathe::UserError);
  CHECK_THROWS_WITH_AS(drawn("alone.jsonl"),
                       (at + "alone.jsonl: has no loss of the training and the test part").c_str(), lathe::UserError);
}
