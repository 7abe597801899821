// Moves the points of the model step by step and draws their ways over contours of f, a panel for each rule.
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <string>

#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/plot.hpp"
#include "lathe/thread_pool.hpp"
#include "optimisers.hpp"

namespace {

/// A point's places before the first step, after it, after the second …, and its rates in these steps, if they change.
struct Way {
  std::vector<double> x1, x2, rates;
};

std::map<std::string, Way> walk(lathe::Model& model, int steps) {
  std::map<std::string, Way> ways;
  const auto& parameters = model.info().parameters;
  const std::string rate = ".lr.now";
  const auto look = [&](bool moved) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const auto* x = static_cast<const double*>(model.parameter(static_cast<int>(i)));
      const std::string& name = parameters[i].name;
      if (parameters[i].trained)
        ways[name].x1.push_back(x[0]), ways[name].x2.push_back(x[1]);
      else if (moved && name.ends_with(rate))
        ways[name.substr(0, name.size() - rate.size())].rates.push_back(x[0]);
    }
  };
  look(false);
  for (int step = 0; step < steps; ++step) {
    double loss;
    model.step({.rows = 1, .epoch = step}, &loss);
    look(true);
  }
  return ways;
}

/// Where f is a constant, within |x1| <= 8 and |x2| <= 2.
std::vector<lathe::Curve> contours() {
  std::vector<lathe::Curve> curves;
  for (double f = 0.5; f < 0.05 * 8 * 8 + 2 * 2; f += 0.5) {
    lathe::Curve curve;
    for (int i = 0; i <= 240; ++i) {
      const double angle = i * std::acos(-1) / 120;
      const double x1 = std::sqrt(f / 0.05) * std::cos(angle), x2 = std::sqrt(f) * std::sin(angle);
      const bool inside = std::abs(x1) <= 8 && std::abs(x2) <= 2;
      curve.at.push_back(x1);
      curve.values.push_back(inside ? x2 : std::numeric_limits<double>::quiet_NaN());
    }
    curves.push_back(std::move(curve));
  }
  return curves;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: trajectories FILE.svg\n");
    return 2;
  }
  try {
    lathe::ThreadPool pool(1);
    const auto model = optimisers::make_model(pool);
    lathe::initialize_parameters(*model, 1);
    const std::map<std::string, Way> ways = walk(*model, 1000);

    std::vector<lathe::Panel> panels;
    std::printf("%-18s %5s  %13s  %13s  %12s\n", "rule", "steps", "x1", "x2", "f");
    const auto show = [&](const std::string& title, std::size_t steps, const std::vector<std::string>& rules) {
      lathe::Panel& panel = panels.emplace_back(lathe::Panel{title, contours(), "x1 across, x2 up"});
      for (const std::string& rule : rules) {
        const Way& way = ways.at(rule);
        const auto end = static_cast<std::ptrdiff_t>(steps + 1);
        panel.curves.push_back({rule, {way.x2.begin(), way.x2.begin() + end}, {way.x1.begin(), way.x1.begin() + end}});
        const double x1 = way.x1[steps], x2 = way.x2[steps];
        std::printf("%-18s %5zu  %13.6g  %13.6g  %12.5g\n", rule.c_str(), steps, x1, x2, 0.05 * x1 * x1 + x2 * x2);
      }
    };
    show("Momentum, lr 0.01", 500, {"sgd_0.01", "momentum"});
    show("AdaGrad, lr 0.9", 500, {"sgd_0.9", "adagrad"});
    show("RMSProp, lr 0.1", 1000, {"sgd_0.1", "rmsprop"});
    show("Adam, lr 0.1", 1000, {"sgd_0.1", "adam"});
    show("Every 20 steps 0.7 of the rate", 1000, {"step_decay"});
    show("At steps 10, 50 and 200 0.7 of the rate", 400, {"multi_step_decay"});
    show("Each step 0.99 of the rate", 400, {"exponential_decay"});

    lathe::Panel rates{"Rates that decay", {}, "step"};
    for (const std::string rule : {"step_decay", "multi_step_decay", "exponential_decay"}) {
      const std::vector<double>& all = ways.at(rule).rates;
      rates.curves.push_back({rule, {all.begin(), all.begin() + 400}});
    }
    panels.push_back(rates);
    lathe::write_atomically(
        argv[1],
        lathe::plot_svg("Ways down a valley",
                        "f(x) = 0.05 x1\u00b2 + x2\u00b2, from (-7, 2); lines of equal f are 0.5 apart", panels));
    std::printf("drawing  %s\n", argv[1]);
  } catch (const lathe::UserError& error) {
    std::fprintf(stderr, "trajectories: %s\n", error.what());
    return 1;
  }
}
