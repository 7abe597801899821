// Parameters: tensors that training changes, and the modules that own them.
#pragma once

#include <boost/hana/accessors.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include "lathe/initializers.hpp"
#include "lathe/tensor.hpp"

namespace lathe {

namespace hana = boost::hana;

namespace detail {
template <class T>
inline constexpr bool is_initializer = std::is_same_v<T, Initializer>;
template <std::size_t n>
inline constexpr bool is_initializer<Values<n>> = true;

/// Fails to compile unless what is given is an initializer.
template <Words function, class Init>
constexpr bool check_initializer_type() {
  check<is_initializer<std::remove_const_t<Init>>, Message(function.view())
                                                       << ": takes an initializer, as normal(0.01) or constant(0.5)">();
  return true;
}
}  // namespace detail

/// A parameter as a member of a module: BOOST_HANA_DEFINE_STRUCT(Scale, (Parameter<float[10], ones()>, factor)).
/// module<Scale>() fills it in; from then on it is a tensor like any other.
template <class T, auto initializer = Initializer{}>
struct Parameter : Tensor<T> {
  static_assert(detail::check_initializer_type<"parameter", decltype(initializer)>());
  constexpr Parameter() : Tensor<T>(nullptr, Ref::unmade()) {}
};

/// State as a member of a module, as Parameter is: (State<float[10], ones()>, running_var).
template <class T, auto initializer = zeros()>
struct State : Tensor<T> {
  static_assert(detail::check_initializer_type<"state", decltype(initializer)>());
  constexpr State() : Tensor<T>(nullptr, Ref::unmade()) {}
};

namespace detail {

constexpr Message joined(std::string_view prefix, std::string_view name) {
  return Message(prefix) << (prefix.empty() ? "" : ".") << name;
}

/// Names that people give: letters, digits, _ and dots, not beginning with a digit or a dot.
constexpr bool is_name(std::string_view name) {
  constexpr auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (name.empty() || !letter(name[0])) return false;
  for (char c : name)
    if (!letter(c) && !(c >= '0' && c <= '9') && c != '.') return false;
  return true;
}

/// Records an error unless the name may be given.
constexpr void check_name(Builder& builder, std::string_view what, std::string_view name, Location at) {
  if (!is_name(name))
    builder.fail(
        Message(what) << " '" << name << "': a name has letters, digits, _ and dots, and begins with a letter or _",
        at);
}

/// True for names that would be one in generated code: hidden.weight and hidden_weight.
constexpr bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if ((a[i] == '.' ? '_' : a[i]) != (b[i] == '.' ? '_' : b[i])) return false;
  return true;
}

/// Appends a source (an input, a parameter, a hyperparameter), whose name must be new.
constexpr Value add_source(Builder& builder, const char* op, std::string_view name, const Type& type,
                           const Attributes& attributes, Location at) {
  for (const int node : builder.named)
    if (same_name(builder.name(node), name)) {
      const Node& other = builder.nodes[node];
      const bool equal = builder.view(other.name) == name;
      const bool by_layer = equal && name == "weight";  // most likely two layers outside of anything that names them
      builder.fail(
          Message(op)
              << " '" << name << "': the name is " << (equal ? "" : "too like '")
              << (equal ? "" : builder.view(other.name)) << (equal ? "taken by the " : "', the ") << other.op
              << " of line " << static_cast<int>(other.location.line)
              << (by_layer
                      ? "; layers of a sequential, members of a module and module<M>(\"name\") have names of their own"
                      : ""),
          at);
      break;
    }
  return {&builder, builder.add(op, name, nullptr, 0, type, attributes, at)};
}

/// Records an error unless the initializer is one, and suits parameters of the type.
constexpr void check_initializer(Builder& builder, const Initializer& given, const Type& type, Location at) {
  using Kind = Initializer::Kind;
  if (given.kind == Kind::normal) keeps(&builder, "normal", {not_negative("std", given.b)}, at);
  if (given.kind == Kind::uniform) in_order(&builder, "uniform", given.a, given.b, "at most", at);
  if (given.kind == Kind::identity && type.rank != 2)
    builder.fail(Message("identity_matrix: the parameter is ") << type << ", must have 2 axes", at);
  if (const std::string_view name = name_with_fans(given); !name.empty() && type.rank < 2)
    builder.fail(
        Message(name) << ": the parameter is " << type << ", must have at least 2 axes, for inputs and outputs", at);
}

constexpr Attributes initializer_attributes(const Initializer& resolved) {
  return Attributes{}.set("kind", static_cast<int>(resolved.kind)).set_real("a", resolved.a).set_real("b", resolved.b);
}

template <class T>
constexpr void check_parameter_type() {
  constexpr Type type = type_of<T>();
  if constexpr (type.dtype == DType::i32) check<false, Message("parameter: takes float or double, not ") << type>();
}

template <class T>
constexpr Tensor<T> add_parameter(Builder& builder, std::string_view name, Initializer given, Initializer of_weights,
                                  Location at) {
  check_parameter_type<T>();
  const Initializer chosen = choose(given, of_weights, type_of<T>());
  check_initializer(builder, chosen, type_of<T>(), at);
  const Attributes attributes = initializer_attributes(resolve(chosen, type_of<T>()));
  return Tensor<T>(add_source(builder, "parameter", name, type_of<T>(), attributes, at));
}

constexpr int values_kind = static_cast<int>(Initializer::Kind::values);  // in a trace: in the node's values

template <class T, std::size_t n>
constexpr Tensor<T> add_parameter(Builder& builder, std::string_view name, const Values<n>& given, Initializer,
                                  Location at) {
  check_parameter_type<T>();
  constexpr Type type = type_of<T>();
  check<type.elements() == n, Message("values: ") << static_cast<int>(n) << " given for " << type << ", which has "
                                                  << type.elements() << " elements">();
  const Value value = add_source(builder, "parameter", name, type, Attributes{}.set("kind", values_kind), at);
  builder.nodes[value.ref.node].values = {builder.numbers.size(), static_cast<int>(n)};
  for (double number : given.list) builder.numbers.push_back(number);
  return Tensor<T>(value);
}

template <class T, auto initializer>
constexpr void bind_member(Builder& builder, Parameter<T, initializer>& member, std::string_view path,
                           Initializer of_weights, Location at) {
  if (!member.builder) static_cast<Tensor<T>&>(member) = add_parameter<T>(builder, path, initializer, of_weights, at);
}

template <class T, auto initializer>
constexpr void bind_member(Builder& builder, State<T, initializer>& member, std::string_view path, Initializer,
                           Location at) {
  static_assert(initializer.kind == Initializer::Kind::constant, "state begins as a constant");
  if (!member.builder)
    static_cast<Tensor<T>&>(member) =
        Tensor<T>(add_source(builder, "state", path, type_of<T>(), initializer_attributes(initializer), at));
}

/// Makes the parameters and state of a module that are not there yet; a member's name is its path:
/// "encoder.hidden.weight", "encoder.blocks.0.weight" for an array of modules.
template <class M>
constexpr void bind_member(Builder& builder, M& module, std::string_view path, Initializer of_weights, Location at) {
  check<!std::is_scalar_v<M>, Message("module: a member is no tensor and no module but a plain ")
                                  << (std::is_floating_point_v<M> ? "number" : "value")
                                  << ", which nothing sets; make it a template argument">();
  if constexpr (requires { module.bind(builder, path, at); })
    module.bind(builder, path, at);
  else if constexpr (hana::Struct<M>::value)
    hana::for_each(hana::accessors<M>(), [&](auto member) {
      const Message name = joined(path, hana::to<const char*>(hana::first(member)));
      bind_member(builder, hana::second(member)(module), name.view(), of_weights, at);
    });
  else if constexpr (requires { module.begin(); })
    for (int i = 0; auto& part : module)
      bind_member(builder, part, joined(path, (Message() << i++).view()).view(), of_weights, at);
}

}  // namespace detail
}  // namespace lathe
