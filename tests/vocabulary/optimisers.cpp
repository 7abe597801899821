// Every optimiser with every schedule: where 50 steps lead, against PyTorch (tests/golden/vocabulary/optimisers.py).
#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

struct Quadratic : Spec {
  void body(auto optimiser) {
    const auto x = parameter<double[2]>("x", values({-7, 2}));
    minimize(sum(input<double[1][2]>("scale") * square(x)), optimiser);
  }
};

struct SmallNet : Spec {
  void body(auto optimiser) {
    const auto x = input<double[5][3]>("x");
    const auto t = input<double[5][2]>("t");
    const auto w1 = parameter<double[3][4]>("w1");
    const auto b1 = parameter<double[4]>("b1");
    const auto w2 = parameter<double[4][2]>("w2");
    const auto b2 = parameter<double[2]>("b2");
    minimize(mean(square(affine(sigmoid(affine(x, w1, b1)), w2, b2) - t)), optimiser);
  }
};

template <class Problem>
Case trained(const std::string& name, auto optimiser) {
  Problem problem;
  problem.body(optimiser);
  REQUIRE(problem.builder().errors.size() == 0);
  return {name, model_of(problem.builder())};
}

/// Cases of one optimiser: make(rate) is the optimiser with that learning rate, `unit` what a schedule counts in.
template <class Problem>
void add_schedules(std::vector<Case>& cases, const std::string& name, double lr, auto make, Span unit) {
  const auto times = [&](int n) { return Span{n, unit.in_steps}; };
  const auto add = [&](const char* schedule, Rate rate) {
    cases.push_back(trained<Problem>(name + ", " + schedule, make(rate)));
  };
  // Optimiser, schedule and net do not know of each other: as generated code, all optimisers of the quadratic, all
  // schedules of two of them and two of the net are enough.
  const bool two = name == "sgd" || name == "adam", net = std::is_same_v<Problem, SmallNet>;
  if (interpreted || two || !net) add("constant", lr);
  if (!interpreted && (net || !two)) return;
  add("step", step_decay(lr, {.every = times(10), .factor = 0.7}));
  add("multi-step", multi_step_decay(lr, {.at = {10, 11, 30}, .factor = 0.7, .unit = unit}));
  add("exponential", exponential_decay(lr, 0.95, unit));
  add("cosine", cosine(lr, {.over = times(50), .lowest = 0.01}));
  add("warm-up", Rate(lr).warm_up(times(20), 0.1));
  const auto rising = [&](Rate rate) { return rate.warm_up(times(20), 0.1); };
  add("step with warm-up", rising(step_decay(lr, {.every = times(10), .factor = 0.7})));
  add("multi-step with warm-up", rising(multi_step_decay(lr, {.at = {10, 11, 30}, .factor = 0.7, .unit = unit})));
  add("exponential with warm-up", rising(exponential_decay(lr, 0.95, unit)));
  add("cosine with warm-up", rising(cosine(lr, {.over = times(50), .lowest = 0.01})));
}

template <class Problem>
std::vector<Case> every_optimiser(Span unit) {
  std::vector<Case> cases;
  const auto add = [&](const char* name, double lr, auto make) { add_schedules<Problem>(cases, name, lr, make, unit); };
  add("sgd", 0.3, [](Rate lr) { return sgd({.lr = lr}); });
  add("sgd with weight decay", 0.3, [](Rate lr) { return sgd({.lr = lr, .weight_decay = 0.1}); });
  add("sgd with momentum", 0.1, [](Rate lr) { return sgd({.lr = lr, .momentum = 0.9, .weight_decay = 0.01}); });
  add("sgd with nesterov", 0.1, [](Rate lr) { return sgd({.lr = lr, .momentum = 0.9, .nesterov = true}); });
  add("momentum", 0.1, [](Rate lr) { return momentum({.lr = lr}); });
  add("momentum with weight decay", 0.1, [](Rate lr) { return momentum({.lr = lr, .weight_decay = 0.1}); });
  add("nesterov", 0.1, [](Rate lr) { return nesterov({.lr = lr}); });
  add("nesterov with weight decay", 0.1, [](Rate lr) { return nesterov({.lr = lr, .weight_decay = 0.1}); });
  add("adagrad", 0.7, [](Rate lr) { return adagrad({.lr = lr}); });
  add("adagrad with weight decay", 0.7, [](Rate lr) { return adagrad({.lr = lr, .weight_decay = 0.1}); });
  add("adagrad as taught", 0.7, [](Rate lr) { return adagrad({.lr = lr, .epsilon = 1e-7}); });
  add("adagrad with epsilon 1e-8", 0.7, [](Rate lr) { return adagrad({.lr = lr, .epsilon = 1e-8}); });
  add("rmsprop", 0.1, [](Rate lr) { return rmsprop({.lr = lr, .alpha = 0.9}); });
  add("rmsprop with weight decay", 0.1, [](Rate lr) { return rmsprop({.lr = lr, .weight_decay = 0.1}); });
  add("rmsprop as taught", 0.1, [](Rate lr) { return rmsprop({.lr = lr}); });
  add("adam as taught", 0.1, [](Rate lr) { return adam({.lr = lr}); });
  add("adam", 0.3, [](Rate lr) { return adam({.lr = lr, .beta1 = 0.8, .beta2 = 0.99}); });
  add("adam with weight decay", 0.3, [](Rate lr) { return adam({.lr = lr, .weight_decay = 0.1}); });
  add("adamw", 0.3, [](Rate lr) { return adamw({.lr = lr, .weight_decay = 0.1}); });
  return cases;
}

const Rate rising_cosine = cosine(0.1, {.over = steps(50), .lowest = 0.01}).warm_up(steps(20), 0.1);

}  // namespace

TEST_CASE("every optimiser with every schedule goes where PyTorch's goes, counted in steps or in epochs") {
  for (const Span unit : {steps(1), epochs(1)}) {
    check_trajectories("quadratic", every_optimiser<Quadratic>(unit));
    check_trajectories("small net", every_optimiser<SmallNet>(unit));
  }
}

TEST_CASE("clipping by norm and by value equals PyTorch's") {
  check_trajectories(
      "clipped net",
      {trained<SmallNet>("by norm", clip_norm(0.2, adam({.lr = 0.3, .beta1 = 0.8, .beta2 = 0.99}))),
       trained<SmallNet>("by value", clip_value(0.05, sgd({.lr = 0.3}))),
       trained<SmallNet>("by value, then by norm",
                         clip_value(0.05, clip_norm(0.1, rmsprop({.lr = rising_cosine, .alpha = 0.9}))))});
  check_trajectories(
      "clipped quadratic",
      {trained<Quadratic>("by norm",
                          clip_norm(0.5, momentum({.lr = step_decay(0.1, {.every = steps(10), .factor = 0.7})}))),
       trained<Quadratic>("by value", clip_value(0.4, adagrad({.lr = 0.7})))});
}
