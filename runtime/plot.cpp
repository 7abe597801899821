#include "lathe/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lathe {
namespace {

// One panel's frame, in pixels.
constexpr double kWidth = 372, kHeight = 250, kLeft = 62, kTop = 104, kStride = kWidth + kLeft + 14, kBottom = 52;
// Okabe and Ito's blue and vermillion: told apart by colour-blind readers, and by their greys in print.
constexpr const char* kColours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7"};

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

/// A linear map from values to pixels.
struct Axis {
  std::vector<double> ticks;
  double low, high, from, to;
  double operator()(double v) const { return from + (v - low) / (high - low) * (to - from); }
};

/// Enough decimals to tell neighbouring ticks apart, and the same for all.
std::string tick_label(const Axis& axis, double tick) {
  const double step = axis.ticks[1] - axis.ticks[0];
  const double largest = std::max(std::abs(axis.low), std::abs(axis.high));
  if (largest >= 1e6 || step < 1e-6) return fmt::format("{:.3g}", tick);
  return fmt::format("{:.{}f}", tick, std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9))));
}

Axis value_axis(const Panel& panel) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const Curve& curve : panel.curves)
    for (const double v : curve.values)
      if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
  if (low > high) low = 0, high = 1;
  if (low == high) low -= 0.05 * std::max(1.0, std::abs(low)), high += 0.05 * std::max(1.0, std::abs(high));
  const std::vector<double> ticks = axis_ticks(low, high, 6);
  return {ticks, ticks.front(), ticks.back(), kTop + kHeight, kTop};
}

Axis epoch_axis(const Panel& panel, double left) {
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

std::string draw_axes(const Axis& x, const Axis& y) {
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
    svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:.0f}</text>\n", x(t),
                       y.from + 18, t);
  }
  svg += fmt::format("<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">epoch</text>\n",
                     (x.from + x.to) / 2, y.from + 38);
  return svg;
}

std::string draw_curve(const Curve& curve, const Axis& x, const Axis& y, const char* colour) {
  std::string path;
  bool pen_down = false;
  for (std::size_t i = 0; i < curve.values.size(); ++i) {
    const bool finite = std::isfinite(curve.values[i]);
    if (finite)
      path += fmt::format("{}{:.1f},{:.1f} ", pen_down ? 'L' : 'M', x(static_cast<double>(i + 1)), y(curve.values[i]));
    pen_down = finite;
  }
  std::string svg;
  if (!path.empty()) svg = fmt::format("<path class=\"curve\" stroke=\"{}\" d=\"{}\"/>\n", colour, path);
  // Where epochs are few, each is worth a point; where they are many, points hide the curve.
  if (curve.values.size() <= 40)
    for (std::size_t i = 0; i < curve.values.size(); ++i)
      if (std::isfinite(curve.values[i]))
        svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\" fill=\"{}\"/>\n",
                           x(static_cast<double>(i + 1)), y(curve.values[i]), colour);
  return svg;
}

std::string draw_panel(const Panel& panel, double left) {
  const Axis x = epoch_axis(panel, left), y = value_axis(panel);
  std::string svg =
      fmt::format("<text class=\"panel\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", left, kTop - 16, escape(panel.title));
  svg += draw_axes(x, y);
  double legend = left + kWidth;
  for (std::size_t i = panel.curves.size(); i-- > 0;) {
    const char* colour = kColours[i % std::size(kColours)];
    svg += draw_curve(panel.curves[i], x, y, colour);
    legend -= 8.0 * static_cast<double>(panel.curves[i].label.size()) + 34;
    svg +=
        fmt::format("<line class=\"curve\" stroke=\"{}\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n",
                    colour, legend, legend + 20, kTop - 20, kTop - 20);
    svg += fmt::format("<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", legend + 26, kTop - 16,
                       escape(panel.curves[i].label));
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
    for (double k = first; k <= last; ++k) ticks.push_back(k * step);
    return ticks;
  }
  return {low, high};
}

std::string plot_svg(const std::string& title, const std::string& subtitle, const std::vector<Panel>& panels) {
  const double width = kStride * static_cast<double>(panels.size()) + 14, height = kTop + kHeight + kBottom;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
      "font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\">\n",
      width, height);
  svg +=
      "<style>\n"
      ".card{fill:#ffffff} .title{font-size:18px;font-weight:bold;fill:#222222} .label{font-size:13px;fill:#444444}\n"
      ".panel{font-size:14px;font-weight:bold;fill:#222222} .tick{font-size:12px;fill:#555555}\n"
      ".grid{stroke:#dddddd;stroke-width:1} .axis{stroke:#777777;stroke-width:1}\n"
      ".curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\n"
      "</style>\n";
  svg += fmt::format("<title>{}</title>\n", escape(title));
  svg += fmt::format("<rect class=\"card\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"6\"/>\n", width, height);
  svg += fmt::format("<text class=\"title\" x=\"24\" y=\"34\">{}</text>\n", escape(title));
  svg += fmt::format("<text class=\"label\" x=\"24\" y=\"56\">{}</text>\n", escape(subtitle));
  for (std::size_t i = 0; i < panels.size(); ++i)
    svg += draw_panel(panels[i], kLeft + kStride * static_cast<double>(i));
  return svg + "</svg>\n";
}

}  // namespace lathe
