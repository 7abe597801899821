#include "lathe/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace lathe {
namespace {

// In pixels: the area of a panel's curves, what is above and below it, and the drawing's title.
constexpr double kWidth = 372, kHeight = 250, kAbove = 52, kBelow = 52, kTitle = 74, kMargin = 18;
constexpr std::size_t kColumns = 2;
// The widest of the fonts named below, for texts whose width matters.
constexpr double kTickDigit = 7.7, kLetter = 6.8;
// Okabe and Ito's: told apart by colour-blind readers.
constexpr const char* kColours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"};
// All but the first are dashed: in print their greys are near each other.
constexpr const char* kDashes[] = {"", "7 4", "2 4", "10 4 2 4", "14 4"};
constexpr double kLegendRow = 18;

std::string escape(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else
      escaped += c;
  }
  return escaped;
}

/// How many letters UTF-8 text has.
std::size_t letters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

/// How wide a label is at most, in the fonts named below: what stands beside it must not touch it.
double label_width(const std::string& text) {
  double width = 0;
  for (const char c : text) {
    if ((c & 0xc0) == 0x80) continue;  // a letter's further bytes
    const bool narrow = std::strchr("fijlrt.,:;|'()[]!", c), wide = std::strchr("mwMW@%", c);
    width += narrow ? 5.5 : wide || static_cast<unsigned char>(c) >= 0xe3 ? 13 : c >= 'A' && c <= 'Z' ? 9.5 : 8.3;
  }
  return width;
}

/// What has a place in a drawing: the widest range of such values is finite.
bool drawable(double v) { return std::abs(v) < 1e300; }

bool has_places(const Panel& panel) {
  return std::any_of(panel.curves.begin(), panel.curves.end(), [](const Curve& c) { return !c.at.empty(); });
}

/// Where a curve has its value i.
double place(const Curve& curve, std::size_t i) { return curve.at.empty() ? static_cast<double>(i + 1) : curve.at[i]; }
bool drawable(const Curve& curve, std::size_t i) { return drawable(curve.values[i]) && drawable(place(curve, i)); }

/// The range of all that is drawn, a little wider where that is one number.
template <class Coordinate>
std::pair<double, double> range(const Panel& panel, Coordinate coordinate) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const Curve& curve : panel.curves)
    for (std::size_t i = 0; i < curve.values.size(); ++i)
      if (drawable(curve, i)) low = std::min(low, coordinate(curve, i)), high = std::max(high, coordinate(curve, i));
  if (low > high) low = 0, high = 1;
  const double size = std::max(std::abs(low), std::abs(high));
  if (high - low <= 1e-9 * size) low -= 0.05 * std::max(1.0, size), high += 0.05 * std::max(1.0, size);
  return {low, high};
}

/// A map from values to pixels, linear or logarithmic.
struct Axis {
  std::vector<double> ticks;
  double low, high, from, to;
  bool logarithmic = false;
  double operator()(double v) const {
    const double share = logarithmic ? std::log(v / low) / std::log(high / low) : (v - low) / (high - low);
    return from + share * (to - from);
  }
};

/// Enough digits to tell neighbouring ticks apart, and as many decimals for all.
std::string tick_label(const Axis& axis, double tick) {
  if (axis.logarithmic || axis.ticks.size() < 2) return fmt::format("{:g}", tick);
  const double step = axis.ticks[1] - axis.ticks[0];
  const double largest = std::max(std::abs(axis.low), std::abs(axis.high));
  if (largest < 1e6 && step >= 1e-6)
    return fmt::format("{:.{}f}", tick, std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9))));
  const double digits = std::floor(std::log10(largest)) - std::floor(std::log10(step) + 1e-9) + 1;
  return fmt::format("{:.{}g}", tick, static_cast<int>(std::clamp(digits, 1.0, 17.0)));
}

/// Powers of ten that enclose the range, few enough to read; of a short range their halves and fifths, too.
std::vector<double> decades(double low, double high) {
  if (high < 200 * low) {
    std::vector<double> ticks;
    for (double power = std::pow(10, std::floor(std::log10(low)));; power *= 10)
      for (const double digit : {1.0, 2.0, 5.0}) {
        const double tick = digit * power;
        if (!ticks.empty() && tick <= low * (1 + 1e-9)) ticks.clear();
        ticks.push_back(tick);
        if (tick >= high * (1 - 1e-9)) return ticks;
      }
  }
  const double first = std::floor(std::log10(low) + 1e-9), last = std::ceil(std::log10(high) - 1e-9);
  const double step = std::ceil((last - first) / 6);
  std::vector<double> ticks;
  for (double exponent = first; exponent < last + step; exponent += step) ticks.push_back(std::pow(10, exponent));
  return ticks;
}

Axis value_axis(const Panel& panel, double top) {
  const auto [low, high] = range(panel, [](const Curve& curve, std::size_t i) { return curve.values[i]; });
  // A loss that falls to a fiftieth is a flat line at 0 for most of its way.
  const bool logarithmic = low > 0 && high >= 50 * low;
  const std::vector<double> ticks = logarithmic ? decades(low, high) : axis_ticks(low, high, 6);
  return {ticks, ticks.front(), ticks.back(), top + kHeight, top, logarithmic};
}

/// The room that the labels at the left of a panel take.
double label_room(const Panel& panel) {
  const Axis axis = value_axis(panel, 0);
  std::size_t longest = 0;
  for (const double t : axis.ticks) longest = std::max(longest, tick_label(axis, t).size());
  return kTickDigit * static_cast<double>(longest) + 8;
}

Axis horizontal_axis(const Panel& panel, double left) {
  if (has_places(panel)) {
    const auto [low, high] = range(panel, place);
    const std::vector<double> ticks = axis_ticks(low, high, 8);
    return {ticks, ticks.front(), ticks.back(), left, left + kWidth};
  }
  std::size_t epochs = 1;
  for (const Curve& curve : panel.curves) epochs = std::max(epochs, curve.values.size());
  const double last = static_cast<double>(epochs);
  // A lone epoch stands in the middle.
  const double low = epochs == 1 ? 0.5 : 1, high = epochs == 1 ? 1.5 : last;
  std::vector<double> ticks;
  for (const double t : axis_ticks(1, std::max(2.0, last), 8))
    if (t >= low && t <= high && t == std::floor(t)) ticks.push_back(t);
  if (ticks.empty() || ticks.front() > 1) ticks.insert(ticks.begin(), 1);
  if (ticks.size() > 2 && ticks[1] - ticks[0] < 0.5 * (ticks[2] - ticks[1])) ticks.erase(ticks.begin() + 1);
  return {ticks, low, high, left, left + kWidth};
}

std::string draw_axes(const Axis& x, const Axis& y, const std::string& x_label) {
  std::string svg;
  for (const double t : y.ticks) {
    svg += fmt::format("<line class=\"grid\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x.from, x.to,
                       y(t), y(t));
    svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n", x.from - 8,
                       y(t) + 4, tick_label(y, t));
  }
  svg += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x.from, x.to,
                     y.from, y.from);
  for (const double t : x.ticks) {
    svg += fmt::format("<line class=\"axis\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x(t), x(t),
                       y.from, y.from + 4);
    svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", x(t),
                       y.from + 18, tick_label(x, t));
  }
  svg += fmt::format("<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n",
                     (x.from + x.to) / 2, y.from + 38, escape(x_label));
  return svg;
}

std::string draw_path(const Curve& curve, const Axis& x, const Axis& y, const std::string& look) {
  std::string path, last;
  for (std::size_t i = 0; i < curve.values.size(); ++i) {
    const std::string here =
        drawable(curve, i) ? fmt::format("{:.1f},{:.1f} ", x(place(curve, i)), y(curve.values[i])) : "";
    if (!here.empty() && here != last) path += (last.empty() ? 'M' : 'L') + here;
    last = here;
  }
  return path.empty() ? "" : fmt::format("<path {} d=\"{}\"/>\n", look, path);
}

std::string draw_points(const Curve& curve, const Axis& x, const Axis& y, const char* colour) {
  std::string svg;
  for (std::size_t i = 0; i < curve.values.size(); ++i)
    if (drawable(curve, i))
      svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\" fill=\"{}\"/>\n", x(place(curve, i)),
                         y(curve.values[i]), colour);
  return svg;
}

std::vector<Curve> with_labels(const Panel& panel) {
  std::vector<Curve> curves;
  for (const Curve& curve : panel.curves)
    if (!curve.label.empty()) curves.push_back(curve);
  return curves;
}

/// Where each entry of a panel's legend stands, from the left, and in which row.
std::vector<std::pair<double, std::size_t>> legend_places(const std::vector<Curve>& curves) {
  std::vector<std::pair<double, std::size_t>> places;
  double left = 0;
  std::size_t row = 0;
  for (const Curve& curve : curves) {
    const double width = label_width(curve.label) + 44;
    if (left > 0 && left + width > kWidth + 18) left = 0, ++row;
    places.emplace_back(left, row);
    left += width;
  }
  return places;
}

/// What a legend's rows after the first take.
double legend_room(const Panel& panel) {
  const auto places = legend_places(with_labels(panel));
  return places.empty() ? 0 : kLegendRow * static_cast<double>(places.back().second);
}

/// left and top: the corner of the curves' area; room: above it, for rows of legends.
std::string draw_panel(const Panel& panel, double left, double top, double room) {
  const Axis x = horizontal_axis(panel, left), y = value_axis(panel, top);
  std::string svg = fmt::format("<text class=\"panel\" x=\"{:.1f}\" y=\"{:.1f}\">{}{}</text>\n", left, top - room - 36,
                                escape(panel.title), y.logarithmic ? " (logarithmic)" : "");
  svg += draw_axes(x, y, panel.x_label);
  for (const Curve& curve : panel.curves)
    if (curve.label.empty()) svg += draw_path(curve, x, y, "class=\"faint\"");
  const std::vector<Curve> curves = with_labels(panel);
  const auto places = legend_places(curves);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const char* colour = kColours[i % std::size(kColours)];
    const std::string dash = kDashes[i % std::size(kDashes)];
    const std::string look = fmt::format("class=\"curve\" stroke=\"{}\"{}", colour,
                                         dash.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", dash));
    if (!curves[i].points) svg += draw_path(curves[i], x, y, look);
    // Where epochs are few, each is worth a point; where they are many, points hide the curve.
    if (curves[i].points || (curves[i].at.empty() && curves[i].values.size() <= 40))
      svg += draw_points(curves[i], x, y, colour);
    const double from = left + places[i].first;
    const double at = top - 18 - room + kLegendRow * static_cast<double>(places[i].second);
    svg += curves[i].points
               ? fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\" fill=\"{}\"/>\n", from + 10, at, colour)
               : fmt::format("<line {} x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", look, from,
                             from + 20, at, at);
    svg += fmt::format("<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", from + 26, at + 4,
                       escape(curves[i].label));
  }
  return svg;
}

}  // namespace

std::vector<double> axis_ticks(double low, double high, int most) {
  const double magnitude = std::pow(10, std::floor(std::log10((high - low) / most)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0, 20.0}) {
    const double step = factor * magnitude;
    // A hair's breadth beyond a tick is that tick: 0.3 is not 2.9999999999999996 steps of 0.1.
    const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
    if (last - first > most) continue;
    std::vector<double> ticks;
    for (int k = 0; k <= last - first; ++k) ticks.push_back((first + k) * step);
    return ticks;
  }
  return {low, high};
}

std::string plot_svg(const std::string& title, const std::string& subtitle, const std::vector<Panel>& panels) {
  double room[kColumns] = {};  // for labels: panels below one another stand in line
  for (std::size_t i = 0; i < panels.size(); ++i)
    room[i % kColumns] = std::max(room[i % kColumns], kMargin + label_room(panels[i]));
  const std::size_t columns = std::min(kColumns, panels.size()), rows = (panels.size() + kColumns - 1) / kColumns;
  double legends = 0;
  for (const Panel& panel : panels) legends = std::max(legends, legend_room(panel));
  const double row_height = kAbove + legends + kHeight + kBelow;
  double width = 2 * kMargin;
  for (std::size_t c = 0; c < columns; ++c) width += room[c] + kWidth;
  width = std::max(width, 48 + kLetter * static_cast<double>(std::max(letters(title), letters(subtitle))));
  const double height = kTitle + row_height * static_cast<double>(rows);
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
      "font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\">\n",
      width, height);
  svg +=
      "<style>\n"
      ".card{fill:#ffffff} .title{font-size:18px;font-weight:bold;fill:#222222} .label{font-size:13px;fill:#444444}\n"
      ".panel{font-size:14px;font-weight:bold;fill:#222222} .tick{font-size:12px;fill:#555555}\n"
      ".grid{stroke:#dddddd;stroke-width:1} .axis{stroke:#777777;stroke-width:1}\n"
      ".faint{fill:none;stroke:#aaaaaa;stroke-width:0.75}\n"
      ".curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\n"
      "</style>\n";
  svg += fmt::format("<title>{}</title>\n", escape(title));
  svg += fmt::format("<rect class=\"card\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"6\"/>\n", width, height);
  svg += fmt::format("<text class=\"title\" x=\"24\" y=\"34\">{}</text>\n", escape(title));
  svg += fmt::format("<text class=\"label\" x=\"24\" y=\"56\">{}</text>\n", escape(subtitle));
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const double left = room[0] + (i % kColumns == 0 ? 0 : kWidth + room[1]);
    svg += draw_panel(panels[i], left, kTitle + kAbove + legends + row_height * static_cast<double>(i / kColumns),
                      legends);
  }
  return svg + "</svg>\n";
}

}  // namespace lathe
