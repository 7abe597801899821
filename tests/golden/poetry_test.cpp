// The first 20 losses of models/poetry against PyTorch's, on characters at random. Linked once for each kind of cell.
// The golden files and how they were made: course_models.py.
#include "poetry.hpp"

#include "first_losses.hpp"
#include "lathe/thread_pool.hpp"

using namespace lathe;

namespace {

template <class T>
double of_poems(Model& model) {
  test::Generator draw;
  std::vector<std::int32_t> characters(32 * 24), following(32 * 24);
  const void* const inputs[] = {characters.data(), following.data()};
  return test::worst_difference<T>(GOLDEN_FILE, model, 0.1, draw, [&] {
    for (auto* list : {&characters, &following})
      for (std::int32_t& character : *list) character = static_cast<std::int32_t>(draw.next() % 2370);
    return Batch{inputs, 32};
  });
}

}  // namespace

TEST_CASE("the first 20 losses equal PyTorch's") {
  const ModelFamily family = poetry::family();
  ThreadPool pool(2);
  REQUIRE(family.info().parameters[0].shape == std::vector<int>{2370, 256});
  const auto model = family.fast(pool);
  CHECK(of_poems<float>(*model) < 1e-4);
  model->set_hyperparameter(0, 0.0011);  // the comparison can fail
  CHECK(of_poems<float>(*model) > 1e-4);
}
