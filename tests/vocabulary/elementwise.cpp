#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

TEST_CASE("elementwise operations equal PyTorch's") {
  check_vocabulary("elementwise",
                   {
                       of<double[2][3], double[3]>("add", add),
                       of<Batched<double[2][3]>, double[3]>("subtract", subtract),
                       of<Batched<double[2][3]>, double[3]>("multiply", multiply),
                       of<Batched<double[2][3]>, double[3]>("divide", divide),
                       of<double[7]>("exp", lathe::exp),
                       of<double[8]>("sigmoid", sigmoid),
                       of<Batched<double[3][2]>>("mean", [](auto x) { return mean(x); }),
                   });
}
