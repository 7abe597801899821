#include <cmath>

#include "lathe/trainer_numeric.hpp"
#include "trainer_support.hpp"

namespace {

TEST_CASE("derivatives of smooth functions are right to nine digits") {
  const auto exp = [](double x) { return std::exp(x); };
  for (const double x : {-3.0, 0.0, 0.5, 4.0}) {
    const lathe::Derivative d = lathe::derivative(exp, x);
    CHECK(d.smooth);
    CHECK(d.value == doctest::Approx(std::exp(x)).epsilon(1e-9));
  }
  CHECK(lathe::derivative([](double x) { return std::sin(1000 * x); }, 0.3).value ==
        doctest::Approx(1000 * std::cos(300)).epsilon(1e-6));
}

TEST_CASE("a kink near the point is noticed and the derivative is that of the point's own side") {
  for (const double distance : {1.9e-3, 1e-3, 2e-3 / 3, 8.0 / 9 * 1e-3, 1e-3 / 3, 1e-4, 3e-6}) {
    CAPTURE(distance);
    const auto f = [&](double x) { return std::sin(x) + std::max(0.0, 0.01 * (x - (1 + distance))); };
    const lathe::Derivative d = lathe::derivative(f, 1);
    CHECK(d.smooth);
    CHECK(d.kink);
    CHECK(std::abs(d.value - std::cos(1)) < 1e-8);
  }
}

TEST_CASE("on a kink there is no derivative, and beyond the first step a kink does not matter") {
  CHECK_FALSE(lathe::derivative([](double x) { return std::abs(x - 1); }, 1).smooth);
  CHECK_FALSE(lathe::derivative([](double x) { return std::max(0.0, x - 1 - 2.1e-3) + x; }, 1).kink);
}

TEST_CASE("check-gradients passes for right gradients: on data, at trained weights, and on random samples") {
  TemporaryFolder folder;
  const Outcome random = run_trainer(folder, {"check-gradients"});
  CHECK(random.code == 0);
  CHECK(contains(random.out, "8 random samples"));
  CHECK(contains(random.out, "gradients agree"));

  write_tiny_data(folder);
  CHECK(run_trainer(folder, {"train", "--data", ".", "--quiet"}).code == 0);
  const Outcome trained = run_trainer(folder, {"check-gradients", "--data", ".", "--weights", "tiny.safetensors"});
  CHECK(trained.code == 0);
  CHECK(contains(trained.out, "8 training samples, weights of tiny.safetensors"));
}

TEST_CASE("check-gradients notices a flipped sign and a dropped term, in either model, and names an element") {
  TemporaryFolder folder;
  for (const bool in_double : {false, true}) {
    CAPTURE(in_double);
    const auto check = [&](Fault fault) {
      const Faults faults(in_double ? Fault::none : fault, in_double ? fault : Fault::none);
      return run_trainer(folder, {"check-gradients"});
    };
    const std::string model = in_double ? "in the double model" : "in the trainer model";
    const Outcome flipped = check(Fault::flipped_bias_gradient);
    CHECK(flipped.code == 70);
    CHECK(contains(flipped.out, "gradients differ: d loss / d hidden.bias["));
    CHECK(contains(flipped.out, model));
    CHECK(contains(flipped.out, "relative error 2.0e+00"));
    const Outcome dropped = check(Fault::dropped_relu_mask);
    CHECK(dropped.code == 70);
    CHECK(contains(dropped.out, "d hidden.weight["));
    CHECK(contains(dropped.out, model));
  }
}

TEST_CASE("--samples limits the elements checked in each parameter") {
  TemporaryFolder folder;
  const Outcome outcome = run_trainer(folder, {"check-gradients", "--samples", "5"});
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "hidden.weight  4x6                  5 "));
  CHECK(contains(outcome.out, "output.bias    3                    3 "));
}

TEST_CASE("self-test passes for a right model and says that threads change no bit") {
  TemporaryFolder folder;
  write_tiny_data(folder);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"self-test"}, {"self-test", "--data", "."}}) {
    const Outcome outcome = run_trainer(folder, words);
    CHECK(outcome.code == 0);
    CHECK(contains(outcome.out, "self-test passed"));
    CHECK(contains(outcome.out, "the same bits"));
  }
}

TEST_CASE("self-test notices wrong gradients, a wrong short batch, a wrong update and a loss that depends on threads") {
  TemporaryFolder folder;
  for (const auto& [fault, item] :
       std::vector<std::pair<Fault, std::string>>{{Fault::flipped_bias_gradient, "gradients, 8 rows"},
                                                  {Fault::dropped_relu_mask, "gradients, 8 rows"},
                                                  {Fault::batch_instead_of_rows, "gradients, 3 rows"},
                                                  {Fault::forgotten_bias_update, "parameters after an update"},
                                                  {Fault::loss_is_nan, "loss, 8 rows"},
                                                  {Fault::loss_depends_on_threads, "1 thread and 2 threads"}}) {
    CAPTURE(item);
    const Faults faults(fault, Fault::none);
    const Outcome outcome = run_trainer(folder, {"self-test"});
    CHECK(outcome.code == 70);
    CHECK(contains(outcome.out, "self-test failed"));
    const std::size_t line = outcome.out.find(item);
    REQUIRE(line != std::string::npos);
    CHECK(contains(outcome.out.substr(line, outcome.out.find('\n', line) - line), "differ"));
  }
}

TEST_CASE("self-test notices what is wrong only in the fused graph in double") {
  TemporaryFolder folder;
  const Faults faults(Fault::none, Fault::batch_instead_of_rows);
  CHECK(run_trainer(folder, {"self-test"}).code == 70);
}

TEST_CASE("self-test notices what is wrong only in whole steps") {
  TemporaryFolder folder;
  const Faults faults(Fault::none, Fault::forgotten_bias_in_steps);
  const Outcome outcome = run_trainer(folder, {"self-test"});
  CHECK(outcome.code == 70);
  const std::size_t line = outcome.out.find("parameters after 3 steps");
  REQUIRE(line != std::string::npos);
  CHECK(contains(outcome.out.substr(line, outcome.out.find('\n', line) - line), "differs"));
}

TEST_CASE("a trainer without the models in double says so") {
  TemporaryFolder folder;
  lathe::ModelFamily family = tiny_family();
  family.fused_double = nullptr;
  const Outcome gradients = run_trainer(folder, {"check-gradients"}, family);
  CHECK(gradients.code == 1);
  CHECK(gradients.err == "tiny: this trainer was generated without the fused model in double\n");
  CHECK(run_trainer(folder, {"self-test"}, family).code == 0);
  family.reference = nullptr;
  const Outcome self = run_trainer(folder, {"self-test"}, family);
  CHECK(self.code == 1);
  CHECK(self.err == "tiny: this trainer was generated without the reference model in double\n");
}

}  // namespace
