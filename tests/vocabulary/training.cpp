// Layers that are one thing in training and another in evaluation.
#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

/// x is a parameter, so that its gradient can be asked for, with the batch as its first axis; d weighs the results.
template <class T>
struct OnBatch : Spec {
  Tensor<T> x, d;
  OnBatch() {
    Type type = type_of<T>();
    type.batch_axis = 0;
    d = input<T>("d");
    x = {lathe::detail::add_source(*d.builder, "parameter", "x", type, Attributes{}, std::source_location::current())};
  }
  Case finish(const char* name, Tensor<T> y) {
    this->minimize(sum(y * d), sgd());
    output("y", y);
    REQUIRE(builder().errors.size() == 0);
    return {name, model_of(builder())};
  }
};

template <class T, int features>
struct Normalised : OnBatch<T> {
  Case make(const char* name) {
    const auto net = this->template module<BatchNorm<features, double>>();
    return this->finish(name, net(this->x));
  }
};

template <class T>
struct Applied : OnBatch<T> {
  Case make(const char* name, auto layer) { return this->finish(name, layer(this->x)); }
};

}  // namespace

TEST_CASE("batch_norm equals PyTorch's in batches of any size") {
  check_batch_norm({Normalised<double[4][3], 3>{}.make("1d"), Normalised<double[3][2][2][3], 2>{}.make("2d")});
}

TEST_CASE("dropout and rrelu draw anew in each step, the same forward and backward, and not in evaluation") {
  check_drawn(
      Applied<double[40][50]>{}.make("dropout", dropout(0.3)),
      [](double x, double u) { return u < 0.3 ? 0 : x / 0.7; }, [](double, double u) { return u < 0.3 ? 0 : 1 / 0.7; },
      [](double x) { return x; });
  check_drawn(
      Applied<double[40][50]>{}.make("rrelu", rrelu),
      [](double x, double u) { return x > 0 ? x : x * (1.0 / 8 + u * (1.0 / 3 - 1.0 / 8)); },
      [](double x, double u) { return x > 0 ? 1 : 1.0 / 8 + u * (1.0 / 3 - 1.0 / 8); },
      [](double x) { return x > 0 ? x : x * (1.0 / 8 + 1.0 / 3) / 2; });
}
