// The first 20 losses of models/poetry against PyTorch's, on characters at random. The golden file and how it was made:
// course_models.py.
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
  return test::worst_difference<T>("poetry.json", model, 0.05, draw, [&] {
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
  CHECK(of_poems<float>(*family.fast(pool)) < 1e-4);
}
