// The line that was found: its weight and bias, printed, and a drawing of it among the points, beside the loss.
#include <algorithm>
#include <cstdio>

#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/npy.hpp"
#include "lathe/plot.hpp"
#include "lathe/plot_logs.hpp"
#include "lathe/thread_pool.hpp"
#include "linear_regression.hpp"

namespace {

std::vector<double> values(const lathe::Arrays& arrays, const char* name) {
  const auto& list = std::get<std::vector<float>>(arrays.at(name).values);
  return {list.begin(), list.end()};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: line POINTS.npz WEIGHTS.safetensors LOG.jsonl DRAWING.svg\n");
    return 2;
  }
  try {
    lathe::ThreadPool pool(1);
    const auto model = linear_regression::make_model(pool);
    lathe::load_weights(argv[2], *model, nullptr);
    const double weight = *static_cast<const float*>(model->parameter(0));
    const double bias = *static_cast<const float*>(model->parameter(1));
    char text[64];
    std::snprintf(text, sizeof text, "weight %.4f, bias %.4f", weight, bias);
    std::printf("%s\n", text);

    const lathe::Arrays points = lathe::read_npz(argv[1]);
    const std::vector<double> x = values(points, "x"), y = values(points, "y");
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    const std::vector<double> ends = {*low, *high};
    const lathe::Panel line{"the line",
                            {{"points", y, x, true}, {"line", {weight * *low + bias, weight * *high + bias}, ends}},
                            "x across, y up"};
    const lathe::Panel loss{"loss", {{"mean squared error", lathe::read_log(argv[3]).at("loss")}}};
    lathe::write_atomically(argv[4], lathe::plot_svg("linear_regression", text, {line, loss}));
  } catch (const lathe::UserError& error) {
    std::fprintf(stderr, "line: %s\n", error.what());
    return 1;
  }
}
