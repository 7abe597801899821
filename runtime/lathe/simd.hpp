// Numbers and short vectors of them, by the same names: what generated kernels compute with.
//
// `Vec<T, W>` is W numbers in a register (a GNU vector: + - * / and comparisons work lane by lane, also against a
// scalar). Every function here takes a float, a double, an int32 or a Vec, so one generic lambda serves whole vectors
// and the scalars left over:
//
//   [&](int i, int j, auto acc) { store(h + i * 50 + j, max(acc + load<decltype(acc)>(bias + j), 0.0f)); }
//
// Float exp, exp2, expm1, log, log2, log10, log1p, tanh, erf, normal_cdf and sigmoid are branch-free and always
// inlined: a plain loop over them is vectorised by the compiler. All are right at infinities, NaN and subnormals.
// Assumes IEEE arithmetic: not for -ffast-math.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numbers>
#include <type_traits>

namespace lathe {

/// Bytes in the widest vector register that the compiler may use.
#if defined(__AVX512F__)
inline constexpr int native_bytes = 64;
#elif defined(__AVX__)
inline constexpr int native_bytes = 32;
#else
inline constexpr int native_bytes = 16;
#endif

/// Vector registers there are.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr int native_registers = 32;
#else
inline constexpr int native_registers = 16;
#endif

/// Lanes of T in a native register.
template <class T>
inline constexpr int native_width = native_bytes / static_cast<int>(sizeof(T));

namespace detail {
template <class T, int W>
struct VecOf {
  typedef T type __attribute__((vector_size(sizeof(T) * W)));
};
}  // namespace detail

/// W lanes of T; W is a power of two and at least 2.
template <class T, int W>
using Vec = typename detail::VecOf<T, W>::type;

/// A Vec, as opposed to a scalar.
template <class V>
concept Vector = !std::is_arithmetic_v<V> && !std::is_pointer_v<V> && !std::is_class_v<V> && requires(V v) { v[0]; };

namespace detail {
template <class V>
struct Lanes {
  using Element = V;
  static constexpr int count = 1;
};
template <Vector V>
struct Lanes<V> {
  using Element = std::remove_cvref_t<decltype(std::declval<V&>()[0])>;
  static constexpr int count = static_cast<int>(sizeof(V) / sizeof(Element));
};

template <class T>
using BitsOf = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
template <class V>
struct WithElement {
  template <class T>
  using type = T;
};
template <Vector V>
struct WithElement<V> {
  template <class T>
  using type = Vec<T, Lanes<V>::count>;
};
}  // namespace detail

/// The number type of a scalar (itself) or of a vector's lanes.
template <class V>
using Element = typename detail::Lanes<V>::Element;

/// Lanes of a vector; 1 for a scalar.
template <class V>
inline constexpr int lanes = detail::Lanes<V>::count;

namespace detail {
/// Unsigned integers of the same shape and size as V.
template <class V>
using Bits = typename WithElement<V>::template type<BitsOf<Element<V>>>;

template <class V>
Bits<V> to_bits(V v) {
  return __builtin_bit_cast(Bits<V>, v);
}
template <class V>
V from_bits(Bits<V> b) {
  return __builtin_bit_cast(V, b);
}

/// The type of an expression of A and B: the vector, if one of them is one.
template <class A, class B>
struct Common {
  using type = std::conditional_t<Vector<B>, B, A>;
};

template <class V, class F>
V by_lane(V v, F f) {
  if constexpr (Vector<V>) {
    for (int i = 0; i < lanes<V>; ++i) v[i] = f(v[i]);
    return v;
  } else {
    return f(v);
  }
}
}  // namespace detail

/// The number in every lane of a V; a V stays what it is.
template <class V, class X>
V broadcast(X x) {
  if constexpr (Vector<V> && !Vector<X>) {
    return static_cast<Element<V>>(x) - V{};  // x - 0 keeps the sign of -0; 0 + x does not
  } else {
    return static_cast<V>(x);
  }
}

/// Reads a V from memory that need only be aligned for its elements.
template <class V>
V load(const Element<V>* from) {
  V v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

/// Writes what load reads.
template <class V>
void store(Element<V>* to, V v) {
  std::memcpy(to, &v, sizeof v);
}

/// a where the comparison holds, else b: select(x > 0.0f, x, 0.0f). Both are evaluated.
template <class Mask, class A, class B>
[[gnu::always_inline]] inline auto select(Mask mask, A a, B b) {
  using C = typename detail::Common<A, B>::type;
  if constexpr (Vector<Mask>) {
    using V = std::conditional_t<Vector<C>, C, Vec<Element<C>, lanes<Mask>>>;
    return mask ? broadcast<V>(a) : broadcast<V>(b);
  } else if constexpr (std::is_floating_point_v<C>) {
    // Written as a blend of bits: g++ keeps a conditional on a float comparison as a branch, and the loop scalar.
    const auto ones = -static_cast<detail::BitsOf<C>>(mask);
    return detail::from_bits<C>((detail::to_bits(broadcast<C>(a)) & ones) | (detail::to_bits(broadcast<C>(b)) & ~ones));
  } else {
    return mask ? broadcast<C>(a) : broadcast<C>(b);
  }
}

/// The smaller; NaN where either is.
template <class A, class B>
auto min(A a, B b) {
  const auto other = broadcast<typename detail::Common<A, B>::type>(b);
  return select((other < a) | (other != other), other, a);
}

/// The larger; NaN where either is.
template <class A, class B>
auto max(A a, B b) {
  const auto other = broadcast<typename detail::Common<A, B>::type>(b);
  return select((other > a) | (other != other), other, a);
}

template <class V>
V abs(V x) {
  if constexpr (std::is_integral_v<Element<V>>) {
    return select(x < 0, -x, x);
  } else {
    constexpr auto magnitude = ~detail::BitsOf<Element<V>>{} >> 1;
    return detail::from_bits<V>(detail::to_bits(x) & magnitude);
  }
}

namespace detail {
/// e^r - 1 for |r| <= ln 2 / 2 and a little more, in float.
template <class V>
[[gnu::always_inline]] inline V expm1_near(V r) {
  V p = r * 0x1.6850e4p-10f + 0x1.123bccp-7f;
  p = p * r + 0x1.555b98p-5f;
  p = p * r + 0x1.55548ep-3f;
  p = p * r + 0x1.fffff8p-2f;
  return (p * r) * r + r;
}

/// An exponential in parts, (expm1 + 1) 2^n, in float: n is an integer in two's complement.
template <class V>
struct SplitExp {
  Bits<V> n;
  V expm1;
};
/// The integer nearest to x, as a float and in two's complement.
template <class V>
[[gnu::always_inline]] inline auto nearest_integer(V x) {
  // Adding 1.5 * 2^23 rounds to the integer and leaves it in the low bits.
  constexpr float shift = 0x1.8p23f;
  const V shifted = x + shift;
  struct {
    V value;
    Bits<V> bits;
  } n{shifted - shift, to_bits(shifted) - std::bit_cast<std::uint32_t>(shift)};
  return n;
}
/// e^x.
template <class V>
[[gnu::always_inline]] inline SplitExp<V> split_exp(V x) {
  const auto n = nearest_integer(x * 0x1.715476p0f);
  return {n.bits, expm1_near((x - n.value * 0x1.62e400p-1f) - n.value * 0x1.7f7d1cp-20f)};
}
/// e^(x + low), low at most 0.05, without rounding the sum.
template <class V>
[[gnu::always_inline]] inline SplitExp<V> split_exp(V x, V low) {
  const auto n = nearest_integer(x * 0x1.715476p0f);
  return {n.bits, expm1_near((x - n.value * 0x1.62e400p-1f) - n.value * 0x1.7f7d1cp-20f + low)};
}
/// x times the exponential, for n in -256 … 255.
template <class V, class X>
[[gnu::always_inline]] inline V scale_exp(X x, SplitExp<V> e) {
  // Twice the square root of 2^n, since 2^128 is not a float and 2^-149 has no exponent of its own.
  const auto exponent = e.n + 512u;
  const auto half = exponent >> 1;
  return (x * e.expm1 + x) * from_bits<V>((half - (256u - 127u)) << 23) *
         from_bits<V>((exponent - half - (256u - 127u)) << 23);
}
}  // namespace detail

/// e^x. float: at most 1.1 ulp over the whole range, subnormal results included.
template <class V>
[[gnu::always_inline]] inline V exp(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    return detail::scale_exp(1.0f, detail::split_exp(max(min(x, 89.0f), -104.0f)));
  } else {
    return detail::by_lane(x, [](auto e) { return std::exp(e); });
  }
}

/// 2^x. float: at most 1.1 ulp over the whole range, subnormal results included.
template <class V>
[[gnu::always_inline]] inline V exp2(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const V y = max(min(x, 129.0f), -151.0f);
    const auto n = detail::nearest_integer(y);
    return detail::scale_exp(1.0f, detail::SplitExp<V>{n.bits, detail::expm1_near((y - n.value) * 0x1.62e430p-1f)});
  } else {
    return detail::by_lane(x, [](auto e) { return std::exp2(e); });
  }
}

/// e^x - 1, without loss of digits near 0. float: at most 2 ulp.
template <class V>
[[gnu::always_inline]] inline V expm1(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const auto [n, expm1] = detail::split_exp(max(min(x, 89.0f), -20.0f));  // e^-20 is nothing beside 1
    const V half = detail::from_bits<V>((n + 126u) << 23);                  // 2^n / 2, since 2^128 is not a float
    // x itself where it is that near: its half may be subnormal, and -0 stays.
    return select(abs(x) < 0x1p-25f, x, 2.0f * (expm1 * half + (half - 0.5f)));
  } else {
    return detail::by_lane(x, [](auto e) { return std::expm1(e); });
  }
}

namespace detail {
/// The logarithm of a positive number in parts, n ln 2 + r + low with |low| much less than |r|, in float.
template <class V>
struct SplitLog {
  V n, r, low;
};
template <class V>
[[gnu::always_inline]] inline SplitLog<V> split_log(V x) {
  const auto subnormal = x < std::numeric_limits<float>::min();
  const V normal = select(subnormal, x * 0x1p23f, x);
  // x = 2^n m with m in [sqrt(1/2), sqrt(2)): moving the mantissa's origin to sqrt(1/2) splits it so.
  constexpr std::uint32_t origin = 0x3f3504f3;
  const auto bits = to_bits(normal) - origin;
  const V m = from_bits<V>((bits & 0x007fffffu) + origin);
  // The biased exponent, made a float by setting it as the mantissa of 2^23.
  const V biased = from_bits<V>(((bits + (127u << 23)) >> 23) | 0x4b000000u);
  const V n = biased - select(subnormal, 0x1p23f + 127.0f + 23.0f, 0x1p23f + 127.0f);
  const V r = m - 1.0f, r2 = r * r;
  V p = r * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * r + 1.1676998740e-1f;
  p = p * r - 1.2420140846e-1f;
  p = p * r + 1.4249322787e-1f;
  p = p * r - 1.6668057665e-1f;
  p = p * r + 2.0000714765e-1f;
  p = p * r - 2.4999993993e-1f;
  p = p * r + 3.3333331174e-1f;
  return {n, r, r * r2 * p - 0.5f * r2};
}
/// The logarithm of x where it is no positive finite number, else `result`.
template <class V>
[[gnu::always_inline]] inline V log_or_special(V x, V result) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const V special = select(x == 0.0f, -infinity, select(x < 0.0f, std::numeric_limits<float>::quiet_NaN(), x));
  return select(x > 0.0f, select(x < infinity, result, x), special);
}
}  // namespace detail

/// Natural logarithm. float: at most 1 ulp; log(0) is -inf, of a negative number NaN.
template <class V>
[[gnu::always_inline]] inline V log(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const auto [n, r, low] = detail::split_log(x);
    return detail::log_or_special(x, (n * -2.12194440e-4f + low + r) + n * 0.693359375f);
  } else {
    return detail::by_lane(x, [](auto e) { return std::log(e); });
  }
}

/// Logarithm to the base 2, exact for powers of 2. float: at most 2 ulp; special values as for log.
template <class V>
[[gnu::always_inline]] inline V log2(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const auto [n, r, low] = detail::split_log(x);
    return detail::log_or_special(x, (r * 1.92596299e-8f + low * 1.44269502f + r * 1.44269502f) + n);
  } else {
    return detail::by_lane(x, [](auto e) { return std::log2(e); });
  }
}

/// Logarithm to the base 10, exact for powers of 10. float: at most 2 ulp; special values as for log.
template <class V>
[[gnu::always_inline]] inline V log10(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const auto [n, r, low] = detail::split_log(x);
    const V small = n * 4.60503907e-6f + (low * 0.434294492f - r * 1.01030530e-8f);
    return detail::log_or_special(x, (small + r * 0.434294492f) + n * 0.301025391f);
  } else {
    return detail::by_lane(x, [](auto e) { return std::log10(e); });
  }
}

/// log(1 + x), without loss of digits near 0. float: at most 2 ulp.
template <class V>
[[gnu::always_inline]] inline V log1p(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const V u = x + 1.0f;
    const V of_u = log(u), corrected = of_u + (x - (u - 1.0f)) / u;  // for what rounding to u has dropped
    const V result = select((u > 0.0f) & (u < std::numeric_limits<float>::infinity()), corrected, of_u);
    return select(x == 0.0f, x, result);  // -0 stays
  } else {
    return detail::by_lane(x, [](auto e) { return std::log1p(e); });
  }
}

/// The error function. float: at most 2 ulp.
template <class V>
[[gnu::always_inline]] inline V erf(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const V t = abs(x), s = x * x;
    V p = s * -5.96761703e-4f + 4.99119423e-3f;
    p = p * s - 2.67681349e-2f;
    p = p * s + 1.12819925e-1f;
    p = p * s - 3.76125336e-1f;
    p = p * s + 1.28379166e-1f;
    const V near = p * x + x;
    // 1 - e^q(t), which is 1 long before t = 4.
    const V b = min(t, 4.0f), b2 = b * b;
    V q = (b * -1.72853470e-5f + 3.83197126e-4f) * b2 + (b * -3.88396438e-3f + 2.42546219e-2f);
    q = q * b - 1.06777877e-1f;
    q = q * b - 6.34846687e-1f;
    q = q * b - 1.28717512e-1f;
    const V far = 1.0f - exp(q * b - b);
    const auto sign = detail::to_bits(x) & 0x80000000u;
    return select(t > 0.927734375f, detail::from_bits<V>(detail::to_bits(far) | sign), near);
  } else {
    return detail::by_lane(x, [](auto e) { return std::erf(e); });
  }
}

/// The distribution function of the standard normal distribution, erfc(-x / sqrt(2)) / 2. float: at most 4 ulp over the
/// whole range, subnormal results included.
template <class V>
[[gnu::always_inline]] inline V normal_cdf(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const V a = min(abs(x), 15.0f);
    // a^2 / 2 in two parts, as its rounding would be large in the exponent: `high` has 12 bits, so that its square is
    // exact.
    const V high = detail::from_bits<V>((detail::to_bits(a) + 0x800u) & 0xfffff000u);
    const auto e = detail::split_exp(-0.5f * high * high, V(0.5f * (high - a) * (high + a)));
    // (a + 3) times what is left of the tail, a polynomial in (a - 1) / (a + 3).
    const V w = 1.0f / (a + 3.0f), t = (a - 1.0f) * w;
    V p = t * 3.139064414e-3f - 5.419372581e-3f;
    p = p * t - 5.710386671e-3f;
    p = p * t + 5.312618800e-3f;
    p = p * t + 2.576454915e-2f;
    p = p * t + 6.016328931e-3f;
    p = p * t - 1.059804559e-1f;
    p = p * t - 4.450110719e-2f;
    p = p * t + 6.255229115e-1f;
    p = p * t - 1.151510596f;
    p = p * t + 1.046313167f;
    const V tail = detail::scale_exp(V(p * w), e);
    return select(x > 0.0f, 1.0f - tail, tail);
  } else {
    return detail::by_lane(x, [](auto e) { return std::erfc(-e / std::numbers::sqrt2) / 2; });
  }
}

/// Sine and cosine of radians: the standard library's, lane by lane.
template <class V>
V sin(V x) {
  return detail::by_lane(x, [](auto e) { return std::sin(e); });
}
template <class V>
V cos(V x) {
  return detail::by_lane(x, [](auto e) { return std::cos(e); });
}

/// To a whole number: down, up, to the nearest with halves to the even one.
template <class V>
V floor(V x) {
  return detail::by_lane(x, [](auto e) { return std::floor(e); });
}
template <class V>
V ceil(V x) {
  return detail::by_lane(x, [](auto e) { return std::ceil(e); });
}
template <class V>
V round(V x) {
  return detail::by_lane(x, [](auto e) { return std::nearbyint(e); });
}

/// Hyperbolic tangent. float: at most 2 ulp.
template <class V>
[[gnu::always_inline]] inline V tanh(V x) {
  if constexpr (std::is_same_v<Element<V>, float>) {
    const V magnitude = abs(x), z = x * x;
    V p = z * -5.70498872745e-3f + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    const V near = p * z * magnitude + magnitude;
    const V far = 1.0f - 2.0f / (exp(magnitude + magnitude) + 1.0f);
    const auto sign = detail::to_bits(x) & 0x80000000u;
    return detail::from_bits<V>(detail::to_bits(select(magnitude < 0.625f, near, far)) | sign);
  } else {
    return detail::by_lane(x, [](auto e) { return std::tanh(e); });
  }
}

/// 1 / (1 + e^-x).
template <class V>
[[gnu::always_inline]] inline V sigmoid(V x) {
  constexpr Element<V> one = 1;
  const V e = exp(-abs(x));  // never overflows, and keeps small results of negative x
  return select(x < Element<V>(0), e, one) / (e + one);
}

/// Square root, correctly rounded. Vectorised in plain loops under -fno-math-errno.
template <class V>
V sqrt(V x) {
  return detail::by_lane(x, [](auto e) { return std::sqrt(e); });
}

/// x to the power y (std::pow, lane by lane).
template <class A, class B>
auto pow(A x, B y) {
  using V = typename detail::Common<A, B>::type;
  V base = broadcast<V>(x), exponent = broadcast<V>(y);
  if constexpr (Vector<V>) {
    for (int i = 0; i < lanes<V>; ++i) base[i] = std::pow(base[i], exponent[i]);
    return base;
  } else {
    return std::pow(base, exponent);
  }
}

/// The sum of the lanes, always in the same order: halves added to halves.
template <class V>
Element<V> sum(V v) {
  if constexpr (!Vector<V>) {
    return v;
  } else if constexpr (lanes<V> == 2) {
    return v[0] + v[1];
  } else {
    using Half = Vec<Element<V>, lanes<V> / 2>;
    Half half[2];
    std::memcpy(&half, &v, sizeof v);
    return sum(half[0] + half[1]);
  }
}

/// f(j, element) for each lane, j counting up: for what cannot be written on vectors.
template <class V, class F>
void each_lane(int j, V v, F f) {
  if constexpr (Vector<V>) {
    for (int i = 0; i < lanes<V>; ++i) f(j + i, v[i]);
  } else {
    f(j, v);
  }
}

}  // namespace lathe
