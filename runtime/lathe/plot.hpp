// Curves and points as SVG: one file, no dependencies, fit for a report.
#pragma once

#include <string>
#include <vector>

namespace lathe {

/// Values at epochs 1, 2, …, or at places of their own, one for each; those that are not finite, or beyond 1e300, leave
/// a gap. A curve without a label is a faint line that no legend names.
struct Curve {
  std::string label;
  std::vector<double> values;
  std::vector<double> at = {};
  bool points = false;  // without a line between them
};

/// One pair of axes; the horizontal one is the epoch, unless the curves have places of their own.
struct Panel {
  std::string title;
  std::vector<Curve> curves;
  std::string x_label = "epoch";
};

/// A drawing with two panels in a row, for write_atomically. A panel's axis is logarithmic where its values are
/// positive and the largest is fifty times the least.
std::string plot_svg(const std::string& title, const std::string& subtitle, const std::vector<Panel>& panels);

/// At most `most` + 1 round numbers (1, 2 or 5 times a power of ten apart) that enclose [low, high].
std::vector<double> axis_ticks(double low, double high, int most);

}  // namespace lathe
