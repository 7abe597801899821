#include "lathe/arrays.hpp"

#include <xtensor/xindex_view.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xset_operation.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xview.hpp>

#include "lathe/predict.hpp"
#include "trainer_support.hpp"

using namespace lathe;

namespace {

using Floats = std::vector<float>;
using Bytes = std::vector<std::uint8_t>;
using Ints = std::vector<std::int32_t>;
using Rows = std::vector<std::uint32_t>;
using Shape = std::vector<std::size_t>;

const std::vector<InputInfo> kInputs = {{"image", ElementType::f32, {4, 2}}, {"digit", ElementType::i32, {4}, 10}};

Arrays digits() {
  return {{"image", {{5, 2}, Bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}}, {"digit", {{5}, Ints{7, 2, 7, 5, 2}}}};
}

}  // namespace

TEST_SUITE("as xtensor's array") {
  TEST_CASE("an array is not copied, and writing writes to it") {
    Array array{{2, 3}, Floats{1, 2, 3, 4, 5, 6}};
    auto x = as_xarray<float>(array);
    CHECK(x.shape(1) == 3);
    CHECK(x(1, 0) == 4);
    xt::row(x, 0) = 0;
    CHECK(std::get<Floats>(array.values) == Floats{0, 0, 0, 4, 5, 6});
    const Array& unchanged = array;
    CHECK(as_xarray<float>(unchanged).data() == std::get<Floats>(array.values).data());
  }

  TEST_CASE("a column is [rows, width], or [rows] of one value each") {
    Dataset data = to_dataset(digits(), kInputs);
    auto image = as_xarray<std::uint8_t>(data.columns[0]);
    CHECK(image.dimension() == 2);
    CHECK(image(4, 1) == 9);
    image(4, 1) = 0;
    CHECK(data.columns[0].bytes[9] == 0);
    const Column& digit = data.columns[1];
    CHECK(as_xarray<std::int32_t>(digit).dimension() == 1);
    CHECK(as_xarray<std::int32_t>(digit)(3) == 5);
  }

  TEST_CASE("another type is told") {
    const Array array{{1}, std::vector<double>{1}};
    CHECK(error_of([&] { as_xarray<float>(array); }) == "the array holds float64 but should hold float32");
    const Column column = to_column("image", array);
    CHECK(error_of([&] { as_xarray<std::uint8_t>(column); }) == "column image does not hold uint8");
    CHECK(to_xarray<float>(array)(0) == 1.0f);
  }
}

TEST_SUITE("to an array") {
  TEST_CASE("any expression, with its shape, in row-major order") {
    const xt::xarray<float, xt::layout_type::column_major> x = {{1, 2, 3}, {4, 5, 6}};
    const Array doubled = to_array(x * 2.0f);
    CHECK(doubled.shape == Shape{2, 3});
    CHECK(std::get<Floats>(doubled.values) == Floats{2, 4, 6, 8, 10, 12});
    CHECK(std::get<Bytes>(to_array(x > 3.0f).values) == Bytes{0, 0, 0, 1, 1, 1});
    CHECK(std::get<std::vector<std::int64_t>>(to_array(xt::argmax(x, 1)).values) == std::vector<std::int64_t>{2, 2});
    CHECK(to_array(xt::xarray<double>(3.5)).shape.empty());
  }
}

TEST_SUITE("shapes that depend on values") {
  TEST_CASE("unique values and how often each comes") {
    const Arrays arrays = digits();
    const auto digit = as_xarray<std::int32_t>(arrays.at("digit"));
    const xt::xarray<std::int32_t> classes = xt::unique(digit);
    CHECK(classes == xt::xarray<std::int32_t>{2, 5, 7});
    CHECK(xt::sum(xt::equal(digit, 7))() == 2);
  }

  TEST_CASE("elements chosen by a condition") {
    Array array{{2, 3}, Ints{12, 19, 14, 0, 3, 20}};
    auto x = as_xarray<std::int32_t>(array);
    CHECK(std::get<Ints>(to_array(xt::filter(x, x > 12)).values) == Ints{19, 14, 20});
    xt::filtration(x, x > 15) = 15;
    CHECK(std::get<Ints>(array.values) == Ints{12, 15, 14, 0, 3, 15});
  }

  TEST_CASE("rows chosen by a condition on another array, in every column") {
    const Dataset data = to_dataset(digits(), kInputs);
    const Rows sevens = rows_where(xt::equal(as_xarray<std::int32_t>(data.columns[1]), 7));
    CHECK(sevens == Rows{0, 2});
    const Dataset chosen = data.select(sevens);
    CHECK(chosen.columns[0].bytes == Bytes{0, 1, 4, 5});
    CHECK(chosen.columns[1].ints == Ints{7, 7});
    CHECK(data.select(rows_where(xt::equal(as_xarray<std::int32_t>(data.columns[1]), 8))).rows() == 0);
  }

  TEST_CASE("rows in the order of another array") {
    const Arrays arrays = digits();
    const xt::xarray<std::int32_t> digit = to_xarray<std::int32_t>(arrays.at("digit"));
    const auto order = to_array(xt::argsort(digit));
    Ints sorted;
    for (const std::int64_t i : std::get<std::vector<std::int64_t>>(order.values))
      sorted.push_back(digit(static_cast<std::size_t>(i)));
    CHECK(sorted == Ints{2, 2, 5, 7, 7});
  }
}

TEST_SUITE("a model") {
  TEST_CASE("predicts from arrays into arrays, any number of rows") {
    Net<float> net(nullptr, Fault::none);
    initialize_parameters(net, 1);
    const xt::xarray<double> images = xt::arange<double>(0, 44).reshape({11, 2, 2}) / 44;
    const Arrays all = predict(net, {{"image", to_array(images)}});
    const auto probability = as_xarray<float>(all.at("probability"));
    REQUIRE(all.at("probability").shape == Shape{11, 3});
    CHECK(xt::allclose(xt::sum(probability, 1), 1.0f));
    CHECK(as_xarray<float>(all.at("confidence")) == xt::amax(probability, 1));

    const Arrays last = predict(net, {{"image", to_array(xt::view(images, xt::range(9, 11)))}});
    CHECK(as_xarray<float>(last.at("probability")) == xt::view(probability, xt::range(9, 11)));
    CHECK(error_of([&] { predict(net, {{"x", to_array(images)}}); }) == "array \"image\" is missing; there is \"x\"");
  }

  TEST_CASE("steps on rows of arrays") {
    Net<float> net(nullptr, Fault::none);
    initialize_parameters(net, 1);
    const xt::xarray<float> images = xt::eye<float>(4);
    const xt::xarray<int> digit = {0, 1, 2, 0};
    const Dataset data = to_dataset({{"image", to_array(images)}, {"digit", to_array(digit)}}, net.info().inputs);
    Batcher batcher(data, nullptr, net.info());
    const Rows order{3, 2, 1, 0};
    double before[2], after[2];
    net.step(batcher.gather(order, 0, 4), before);
    net.evaluate(batcher.gather(order, 0, 4), after);
    CHECK(after[0] < before[0]);
  }
}
