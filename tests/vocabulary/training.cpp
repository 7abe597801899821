// Layers that are one thing in training and another in evaluation.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

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
    x = Tensor<T>(
        lathe::detail::add_source(*d.builder, "parameter", "x", type, Attributes{}, std::source_location::current()));
  }
  Case finish(const char* name, Tensor<T> y) {
    output("y", y);
    REQUIRE(builder().errors.size() == 0);
    return {name, model_of(builder())};
  }
};

template <class T, int features>
struct Normalised : OnBatch<T> {
  Case make(const char* name) {
    const auto net = this->template module<BatchNorm<features, double>>();
    const auto y = net(this->x);
    this->minimize(sum(y * this->d), sgd());
    return this->finish(name, y);
  }
};

template <class T>
struct Applied : OnBatch<T> {
  Case make(const char* name, auto layer) {
    const auto y = layer(this->x);
    this->minimize(sum(y * this->d), sgd());
    return this->finish(name, y);
  }
};

/// What is drawn times x, of x's shape, with the batch in front.
template <class T>
struct DrawnLike : OnBatch<T> {
  Case make(const char* name, auto draw) {
    const auto y = draw(this->x);
    this->minimize(sum(y * this->x), sgd());
    return this->finish(name, y);
  }
};

/// The same of a generator of the body's, which has no batch.
template <class T>
struct Drawn : Spec {
  Case make(const char* name, auto draw) {
    const auto x = parameter<T>("x");
    const auto y = draw(static_cast<Generators&>(*this));
    minimize(sum(x * y), sgd());
    output("y", y);
    REQUIRE(builder().errors.size() == 0);
    return {name, model_of(builder())};
  }
};

/// An optimiser that keeps the steps and epochs that it has seen, and a state that it changes twice in each step.
struct Remembering : Spec {
  Case make() {
    const auto x = parameter<double[2]>("x", values({3, -1}));
    minimize(sum(x * tensor<double[2]>({1, 2})), [](Value w, Value gradient) {
      const auto keep = [&](const char* name, Value number) {
        assign(state_like(w, name), 0.0 * w + cast_like(number, w));
      };
      keep("steps_seen", steps_done(*w.builder));
      keep("epochs_seen", epochs_done(*w.builder));
      const Value twice = state_like(w, "twice", 5);
      assign(twice, pending(twice) + gradient);
      assign(twice, 2.0 * pending(twice));
      return w - learning_rate(w, step_decay(0.5, {.every = epochs(1), .factor = 0.5})) * gradient;
    });
    REQUIRE(builder().errors.size() == 0);
    return {"remembering", model_of(builder())};
  }
};

using Draws = std::vector<double>;

Draws normal_of(const std::vector<Draws>& u, double mean, double std) {
  Draws y;
  for (std::size_t i = 0; i < u[0].size(); ++i)
    y.push_back(mean + std * std::sqrt(-2 * std::log(1 - u[0][i])) * std::cos(2 * std::numbers::pi * u[1][i]));
  return y;
}
Draws whole_of(const std::vector<Draws>& u, int low, int high) {
  Draws y;
  for (double x : u[0]) y.push_back(low + std::floor(x * (high - low)));
  return y;
}

/// The n-th moment about `centre` is `moment`, to four standard deviations of a mean of as many with that spread.
void check_moment(const Draws& draws, double centre, int n, double moment, double spread) {
  double sum = 0;
  for (double x : draws) sum += std::pow(x - centre, n);
  CAPTURE(n);
  CHECK(std::abs(sum / static_cast<double>(draws.size()) - moment) <
        4 * spread / std::sqrt(static_cast<double>(draws.size())));
}
void check_normal(const Draws& draws, double mean, double std) {
  check_moment(draws, mean, 1, 0, std);
  check_moment(draws, mean, 2, std * std, std * std * std::sqrt(2));
  check_moment(draws, mean, 3, 0, std * std * std * std::sqrt(15));
  check_moment(draws, mean, 4, 3 * std * std * std * std, std * std * std * std * std::sqrt(96));
}
void check_whole(const Draws& draws, int low, int high) {
  std::map<double, int> counts;
  for (double x : draws) ++counts[x];
  CHECK(counts.size() == static_cast<std::size_t>(high - low));
  const double p = 1.0 / (high - low), n = static_cast<double>(draws.size());
  for (const auto& [x, count] : counts) CHECK(std::abs(count - n * p) < 4 * std::sqrt(n * p * (1 - p)));
  CHECK(counts.begin()->first == low);
  CHECK(counts.rbegin()->first == high - 1);
}

}  // namespace

TEST_CASE("batch_norm equals PyTorch's in batches of any size") {
  check_batch_norm({Normalised<double[4][3], 3>{}.make("1d"), Normalised<double[3][2][2][3], 2>{}.make("2d")});
}

TEST_CASE("dropout and rrelu draw anew in each step, the same forward and backward, and not in evaluation") {
  check_drawn(
      Applied<double[40][50]>{}.make("dropout", dropout(0.3)), [](double x, double u) { return u < 0.3 ? 0 : x / 0.7; },
      [](double, double u) { return u < 0.3 ? 0 : 1 / 0.7; }, [](double x) { return x; });
  check_drawn(
      Applied<double[40][50]>{}.make("rrelu", rrelu),
      [](double x, double u) { return x > 0 ? x : x * (1.0 / 8 + u * (1.0 / 3 - 1.0 / 8)); },
      [](double x, double u) { return x > 0 ? 1 : 1.0 / 8 + u * (1.0 / 3 - 1.0 / 8); },
      [](double x) { return x > 0 ? x : x * (1.0 / 8 + 1.0 / 3) / 2; });
  check_drawn(
      Applied<double[9][5]>{}.make("dropout of the default", dropout),
      [](double x, double u) { return u < 0.5 ? 0 : x / 0.5; }, [](double, double u) { return u < 0.5 ? 0 : 2.0; },
      [](double x) { return x; });
  check_drawn(
      Applied<double[9][5]>{}.make("dropout of nothing", dropout(0)), [](double x, double) { return x; },
      [](double, double) { return 1.0; }, [](double x) { return x; });
  check_drawn(
      Applied<double[9][5]>{}.make("rrelu of bounds", rrelu(-0.5, 0.25)),
      [](double x, double u) { return x > 0 ? x : x * (u * 0.75 - 0.5); },
      [](double x, double u) { return x > 0 ? 1 : u * 0.75 - 0.5; }, [](double x) { return x > 0 ? x : x * -0.125; });
}

TEST_CASE("generators draw what their names say, the same for the same noise") {
  check_generator(
      DrawnLike<double[6][10]>{}.make("uniform_like", [](auto x) { return uniform_like(x); }),
      [](const auto& u) { return u[0]; },
      [](const Draws& draws) {
        check_moment(draws, 0.5, 1, 0, std::sqrt(1.0 / 12));
        check_moment(draws, 0.5, 2, 1.0 / 12, std::sqrt(1.0 / 180));
        CHECK(*std::min_element(draws.begin(), draws.end()) >= 0);
        CHECK(*std::max_element(draws.begin(), draws.end()) < 1);
      });
  check_generator(
      DrawnLike<double[6][10]>{}.make("normal_like", [](auto x) { return normal_like(x); }),
      [](const auto& u) { return normal_of(u, 0, 1); }, [](const Draws& draws) { check_normal(draws, 0, 1); });
  check_generator(
      DrawnLike<double[6][10]>{}.make("normal_like of a mean", [](auto x) { return normal_like(x, 3, 0.5); }),
      [](const auto& u) { return normal_of(u, 3, 0.5); }, [](const Draws& draws) { check_normal(draws, 3, 0.5); });
  check_generator(
      DrawnLike<double[6][10]>{}.make("randint_like", [](auto x) { return cast<double>(randint_like(x, -2, 5)); }),
      [](const auto& u) { return whole_of(u, -2, 5); }, [](const Draws& draws) { check_whole(draws, -2, 5); });
  check_generator(
      Drawn<double[7][9]>{}.make("uniform", [](Generators& g) { return g.uniform<double[7][9]>(-1, 3); }),
      [](const auto& u) {
        Draws y;
        for (double x : u[0]) y.push_back(4 * x - 1);
        return y;
      },
      [](const Draws& draws) {
        check_moment(draws, 1, 1, 0, std::sqrt(16.0 / 12));
        check_moment(draws, 1, 2, 16.0 / 12, std::sqrt(256.0 / 180));
      });
  check_generator(
      Drawn<double[7][9]>{}.make("normal", [](Generators& g) { return g.normal<double[7][9]>(-1, 2); }),
      [](const auto& u) { return normal_of(u, -1, 2); }, [](const Draws& draws) { check_normal(draws, -1, 2); });
  check_generator(
      Drawn<double[63]>{}.make("randint", [](Generators& g) { return cast<double>(g.randint<int[63]>(1, 7)); }),
      [](const auto& u) { return whole_of(u, 1, 7); }, [](const Draws& draws) { check_whole(draws, 1, 7); });
  check_generator(
      Drawn<double[4]>{}.make("permutation", [](Generators& g) { return cast<double>(g.permutation<int[4]>()); }),
      [](const auto& u) {
        Draws order = {0, 1, 2, 3};
        const auto drawn = [&](double i) { return std::pair(u[0][static_cast<std::size_t>(i)], i); };
        std::sort(order.begin(), order.end(), [&](double a, double b) { return drawn(a) < drawn(b); });
        return order;
      },
      [](const Draws& draws) {
        std::map<Draws, int> counts;
        for (std::size_t i = 0; i < draws.size(); i += 4)
          ++counts[Draws(draws.begin() + static_cast<std::ptrdiff_t>(i),
                         draws.begin() + static_cast<std::ptrdiff_t>(i) + 4)];
        CHECK(counts.size() == 24);  // every order there is, each 12.5 times of 300
        for (const auto& [order, count] : counts) CHECK(std::abs(count - 12.5) < 4 * std::sqrt(12.5));
      });
}

TEST_CASE("state lasts from step to step, steps and epochs are those before, and the rate follows them") {
  const auto after = [](int epoch, double steps, double rate, Draws twice, Draws x) {
    return Step{epoch,
                {{"steps", {steps}},
                 {"x.steps_seen", {steps - 1, steps - 1}},
                 {"x.epochs_seen", Draws(2, epoch)},
                 {"lr.now", {rate}},
                 {"x.twice", twice},
                 {"x", x}}};
  };
  check_steps(Remembering{}.make(),
              {after(0, 1, 0.5, {12, 14}, {2.5, -2}), after(0, 2, 0.5, {26, 32}, {2, -3}),
               after(1, 3, 0.25, {54, 68}, {1.75, -3.5}), after(3, 4, 0.0625, {110, 140}, {1.6875, -3.625})});
}
