// The first 20 losses of models/fashion against PyTorch's, on the first shipped pictures, over again where they end.
// VARIANT is the model's; the golden file and how it was made: course_models.py.
#include "fashion.hpp"

#include "first_losses.hpp"
#include "lathe/thread_pool.hpp"

using namespace lathe;

namespace {

template <class T>
double of_clothes(Model& model) {
  test::Generator draw;
  const std::string variant = VARIANT, folder = SHIPPED_FASHION "/train-";
  const Column images = read_idx(folder + "images-idx3-ubyte.gz"), labels = read_idx(folder + "labels-idx1-ubyte.gz");
  const double unit = variant == "sigmoid" ? 1 : 255;
  std::vector<T> pixels(256 * 784);
  std::vector<std::int32_t> kinds(256);
  const void* const inputs[] = {pixels.data(), kinds.data()};
  std::size_t row = 0;
  return test::worst_difference<T>(GOLDEN_FILE, model, 0.1, draw, [&] {
    for (std::size_t i = 0; i < kinds.size(); ++i, row = (row + 1) % images.rows) {
      kinds[i] = labels.ints[row];
      for (std::size_t k = 0; k < 784; ++k) pixels[i * 784 + k] = static_cast<T>(images.bytes[row * 784 + k] / unit);
    }
    return Batch{inputs, 256};
  });
}

}  // namespace

TEST_CASE("the first 20 losses equal PyTorch's") {
  const ModelFamily family = fashion::family();
  ThreadPool pool(2);
  CHECK(of_clothes<float>(*family.fast(pool)) < 1e-4);
  const auto model = family.fused_double();
  CHECK(of_clothes<double>(*model) < 1e-9);
  model->set_hyperparameter(0, 0.91);  // the comparison can fail
  CHECK(of_clothes<double>(*model) > 1e-6);
}
