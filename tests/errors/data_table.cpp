// A table has so many features.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr Table houses{.name = "houses", .file = "houses.csv", .train = 0.8, .columns = R"schema(
drop,Id
number,Area
category,Roof,"flat, tarred",hip
target,Price
)schema"};

LATHE_MODEL(wrong) {
  auto x = input<float[100][4]>("x");
  auto t = input<float[100]>("t");
  minimize(mean_squared_error(squeeze<1>(sequential(affine(1_c))(x)), t), sgd());
  // error@+1: data: table 'houses' gives 3 features and a target, input 'x' is float[100][4]
  data(table(houses), epochs(3));
}
