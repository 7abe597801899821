#include "lathe/plot.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST_CASE("ticks are round numbers that enclose the range") {
  const auto near = [](const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (std::abs(a[i] - b[i]) > 1e-12) return false;
    return true;
  };
  CHECK(near(lathe::axis_ticks(0.07, 0.93, 6), {0, 0.2, 0.4, 0.6, 0.8, 1.0}));
  CHECK(near(lathe::axis_ticks(0.941, 0.972, 6), {0.94, 0.95, 0.96, 0.97, 0.98}));
  CHECK(near(lathe::axis_ticks(0, 0.3, 6), {0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3}));
  CHECK(near(lathe::axis_ticks(-3, 1200, 6), {-500, 0, 500, 1000, 1500}));
}

TEST_CASE("ticks enclose any range in at most the number asked for, plus one") {
  for (const double low : {-1e9, -7.3, 0.0, 1e-7, 0.97, 4e8})
    for (const double length : {1e-6, 0.013, 0.99, 1.0, 37.5, 2e7}) {
      const auto ticks = lathe::axis_ticks(low, low + length, 6);
      CHECK(ticks.size() >= 2);
      CHECK(ticks.size() <= 7);
      CHECK(ticks.front() <= low + 1e-6 * length);
      CHECK(ticks.back() >= low + (1 - 1e-6) * length);
    }
}

TEST_CASE("each curve is one path in each panel, with a legend") {
  const std::string svg = lathe::plot_svg(
      "digits", "lr 0.1", {{"loss", {{"training", {2, 1}}, {"test", {3, 2}}}}, {"accuracy", {{"test", {0.5, 0.9}}}}});
  CHECK(count(svg, "<path class=\"curve\"") == 3);
  CHECK(count(svg, ">test</text>") == 2);
  CHECK(count(svg, ">epoch</text>") == 2);
  CHECK(svg.rfind("</svg>\n") == svg.size() - 7);
}

TEST_CASE("values that are not finite leave a gap and no nan in the drawing") {
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  const std::string svg = lathe::plot_svg("m", "", {{"loss", {{"a", {1, 2, nan, infinity, 3, 4}}, {"b", {nan}}}}});
  const std::string path = svg.substr(svg.find("<path"));
  CHECK(count(path.substr(0, path.find("/>")), "M") == 2);
  CHECK(count(svg, "nan") == 0);
  CHECK(count(svg, "inf") == 0);
}

TEST_CASE("a single epoch and constant values still make a drawing with finite coordinates") {
  for (const std::vector<double>& values : {std::vector<double>{0.5}, {0, 0, 0}, {1e-9, 1e-9}, {-2}}) {
    const std::string svg = lathe::plot_svg("m", "", {{"loss", {{"a", values}}}});
    CHECK(count(svg, "nan") == 0);
    CHECK(count(svg, "inf") == 0);
    CHECK(count(svg, "<circle") == values.size());
  }
}

struct Label {
  double x;
  std::string text;
};

/// What stands at the left of the panels, from bottom to top.
std::vector<Label> value_labels(const std::string& svg) {
  std::vector<Label> labels;
  for (std::size_t at = 0; (at = svg.find("<text class=\"tick\" x=\"", at)) != std::string::npos; ++at) {
    const std::string tick = svg.substr(at, svg.find("</text>", at) - at);
    if (count(tick, "\"end\"") == 1)
      labels.push_back({std::stod(tick.substr(tick.find("x=\"") + 3)), tick.substr(tick.find('>') + 1)});
  }
  return labels;
}

TEST_CASE("labels of values fit on the drawing and tell ticks apart, whatever the values are") {
  for (const std::vector<double>& values : {std::vector<double>{0.5, 0.7},
                                            {12345678, 12345699},
                                            {-123456, 4},
                                            {0.971231, 0.971249},
                                            {1e-9, 3e-9},
                                            {-1e299, 1e299},
                                            {1, std::nextafter(1, 2)},
                                            {1e-7, 1e9},
                                            {4e15, 4e15 + 2}}) {
    CAPTURE(values[0]);
    const std::string svg = lathe::plot_svg("m", "", {{"loss", {{"a", values}}}, {"accuracy", {{"a", values}}}});
    const std::vector<Label> labels = value_labels(svg);
    CHECK(labels.size() >= 4);
    CHECK(labels.size() <= 20);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      CHECK(labels[i].x - 7.5 * static_cast<double>(labels[i].text.size()) >= 0);
      if (i > 0) CHECK(labels[i].text != labels[i - 1].text);
    }
    CHECK(count(svg, "nan") == 0);
    CHECK(count(svg, "inf") == 0);
  }
}

TEST_CASE("positive values of which one is fifty times another have a logarithmic axis, others have not") {
  const auto labels = [](std::vector<double> values) {
    std::vector<std::string> texts;
    const std::string svg = lathe::plot_svg("m", "", {{"loss", {{"a", std::move(values)}}}});
    for (const Label& label : value_labels(svg)) texts.push_back(label.text);
    return std::pair{texts, count(svg, ">loss (logarithmic)<")};
  };
  CHECK(labels({2000, 0.3}) == std::pair{std::vector<std::string>{"0.1", "1", "10", "100", "1000", "10000"}, 1ul});
  CHECK(labels({8, 0.0975}) ==
        std::pair{std::vector<std::string>{"0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10"}, 1ul});
  CHECK(labels({1, 0.02}).first == std::vector<std::string>{"0.02", "0.05", "0.1", "0.2", "0.5", "1"});
  CHECK(labels({100, 2.1}).second == 0);
  CHECK(labels({2000, 0}).second == 0);
  CHECK(labels({2000, -0.3}).second == 0);
}

TEST_CASE("three panels stand in two rows") {
  const lathe::Panel panel{"p", {{"a", {1, 2}}}};
  const auto height = [](const std::string& svg) { return std::stod(svg.substr(svg.find("height=\"") + 8)); };
  const double one = height(lathe::plot_svg("m", "", {panel})), two = height(lathe::plot_svg("m", "", {panel, panel}));
  CHECK(one == two);
  CHECK(height(lathe::plot_svg("m", "", {panel, panel, panel})) > 1.5 * two);
  CHECK(count(lathe::plot_svg("m", "", {panel, panel, panel}), "<path") == 3);
}

TEST_CASE("names cannot break the markup") {
  const std::string svg = lathe::plot_svg("a<b&c", "", {{"x>y", {{"<i>", {1}}}}});
  CHECK(count(svg, "a&lt;b&amp;c") == 2);
  CHECK(count(svg, "<i>") == 0);
}

TEST_CASE("labels that do not fit beside each other go on in another row, above the curves") {
  const std::vector<double> values = {1, 2};
  const auto heights = [&](const std::vector<std::string>& labels) {
    lathe::Panel panel{"p", {}};
    for (const std::string& label : labels) panel.curves.push_back({label, values});
    const std::string svg = lathe::plot_svg("t", "s", {panel});
    std::vector<double> y;
    for (const std::string& label : labels) {
      const std::size_t text = svg.find(">" + label + "</text>"), at = svg.rfind(" y=\"", text);
      REQUIRE(text != std::string::npos);
      y.push_back(std::stod(svg.substr(at + 4)));
    }
    return y;
  };
  const auto few = heights({"sgd", "adam"}), many = heights({"sgd", "momentum", "adagrad", "rmsprop", "adam"});
  CHECK(few[0] == few[1]);
  CHECK(many[0] == many[2]);
  CHECK(many[4] == many[0] + 18);
}

TEST_CASE("all curves but the first have a dash of their own, to be told apart in grey") {
  const std::vector<double> values = {1, 2};
  const std::string two = lathe::plot_svg("t", "s", {{"p", {{"a", values}, {"b", values}}}});
  const std::string four =
      lathe::plot_svg("t", "s", {{"p", {{"a", values}, {"b", values}, {"c", values}, {"d", values}}}});
  CHECK(count(two, "stroke-dasharray=\"7 4\"") == 2);
  CHECK(count(two, "stroke-dasharray") == 2);
  CHECK(count(four, "stroke-dasharray=\"7 4\"") == 2);  // the curve and its legend
  CHECK(count(four, "stroke-dasharray=\"2 4\"") == 2);
}

/// What stands below a panel, from left to right.
std::vector<std::string> place_labels(const std::string& svg) {
  std::vector<std::string> labels;
  const std::string end = "text-anchor=\"middle\">", close = "</text>";
  for (std::size_t at = 0; (at = svg.find("<text class=\"tick\"", at)) != std::string::npos; ++at) {
    const std::string tick = svg.substr(at, svg.find(close, at) - at);
    if (const std::size_t text = tick.find(end); text != std::string::npos)
      labels.push_back(tick.substr(text + end.size()));
  }
  return labels;
}

TEST_CASE("a curve with places of its own stands at them, on an axis with a label of its own") {
  const std::string svg = lathe::plot_svg("t", "", {{"way", {{"a", {1, 2, 1}, {-0.3, 0.25, -0.3}}}, "x < 1"}});
  CHECK(place_labels(svg) == std::vector<std::string>{"-0.3", "-0.2", "-0.1", "0.0", "0.1", "0.2", "0.3"});
  CHECK(count(svg, ">x &lt; 1</text>") == 1);
  CHECK(count(svg, ">epoch</text>") == 0);
  CHECK(count(svg, "<circle") == 0);
  // From the left edge of the axis to 11/12 of its 372 pixels, and back to the same point.
  const std::string path = svg.substr(svg.find(" d=\"M") + 5);
  const double first = std::stod(path), second = std::stod(path.substr(path.find('L') + 1));
  CHECK(second - first == doctest::Approx(372 * 11 / 12.0).epsilon(1e-3));
  CHECK(std::stod(path.substr(path.rfind('L', path.find('"')) + 1)) == first);
}

TEST_CASE("places that are not finite leave a gap, and one place is a drawing") {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::string svg = lathe::plot_svg("t", "", {{"p", {{"a", {1, 2, 3, 4, 5}, {0, 1, infinity, 2, 3}}}}});
  const std::string path = svg.substr(svg.find("<path"));
  CHECK(count(path.substr(0, path.find("/>")), "M") == 2);
  const std::string one = lathe::plot_svg("t", "", {{"p", {{"a", {1}, {7}}}}});
  for (const std::string& drawing : {svg, one}) {
    CHECK(count(drawing, "nan") == 0);
    CHECK(count(drawing, "inf") == 0);
  }
}

TEST_CASE("a curve that stays where it is draws that place once, also after a gap") {
  const double nan = std::nan("");
  const std::string svg = lathe::plot_svg("t", "", {{"p", {{"a", {1, 1, 2, 2, nan, 2}, {0, 0, 1, 1, 1, 1}}}}});
  const std::string path = svg.substr(svg.find("<path"));
  CHECK(count(path.substr(0, path.find("/>")), "M") == 2);
  CHECK(count(path.substr(0, path.find("/>")), "L") == 1);
}

TEST_CASE("points have no line, in the drawing or the legend") {
  const std::vector<double> values(50, 1), at(50, 2);
  const std::string svg = lathe::plot_svg("t", "", {{"p", {{"a", values, at, true}}}});
  CHECK(count(svg, "<path") == 0);
  CHECK(count(svg, "class=\"curve\"") == 0);
  CHECK(count(svg, "<circle") == 51);
  CHECK(count(svg, ">a</text>") == 1);
}

TEST_CASE("curves without a label are faint, behind the others, and take no part in colours and legend") {
  const std::vector<double> values = {1, 2};
  const std::string svg = lathe::plot_svg("t", "", {{"p", {{"", values}, {"a", values}, {"", values}}}});
  const std::string alone = lathe::plot_svg("t", "", {{"p", {{"a", values}}}});
  CHECK(count(svg, "class=\"faint\"") == 2);
  CHECK(svg.rfind("class=\"faint\"") < svg.find("class=\"curve\""));
  CHECK(count(svg, "<circle") == 2);
  CHECK(svg.substr(svg.find("<path class=\"curve\"")) == alone.substr(alone.find("<path class=\"curve\"")));
}

}  // namespace
