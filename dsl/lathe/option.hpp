// Options: constants of a spec that are chosen where it is compiled.
//
//   constexpr auto optimiser = option("optimiser", "sgd", {"sgd", "momentum", "adam"});
//   constexpr int hidden = option("hidden", 100);
//
//   lathe build SPEC --set optimiser=adam --set hidden=50
//
// The name is a literal. In a compiler other than Lathe's, -DLATHE_OPTIONS='"optimiser=adam\nhidden=50\n"' says the
// same.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string_view>

namespace lathe {
namespace detail {

struct Chosen;

/// "name=value\n" for each option that is set. A template, because the tool specialises it after this header.
template <class>
inline constexpr std::string_view chosen_options =
#ifdef LATHE_OPTIONS
    LATHE_OPTIONS;
#else
    "";
#endif

/// The text after "name=" in such lines; `standard` where there is none.
constexpr std::string_view chosen_text(std::string_view lines, std::string_view name, std::string_view standard) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == '=')
      return line.substr(name.size() + 1);
    lines.remove_prefix(line.size() < lines.size() ? line.size() + 1 : line.size());
  }
  return standard;
}

/// A decimal number: -12, 0.05, 1e-3. The tool has checked the form.
constexpr double number_of(std::string_view text) {
  const bool negative = text.starts_with('-');
  double value = 0, divisor = 1;
  std::size_t i = negative ? 1 : 0;
  for (bool fraction = false; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.')
      fraction = true;
    else
      value = 10 * value + (text[i] - '0'), divisor *= fraction ? 10 : 1;
  }
  int exponent = 0;
  bool down = false;
  for (++i; i < text.size(); ++i)
    if (text[i] == '-')
      down = true;
    else if (text[i] != '+')
      exponent = 10 * exponent + (text[i] - '0');
  for (; exponent > 0; --exponent) (down ? divisor : value) *= 10;
  return (negative ? -value : value) / divisor;
}

}  // namespace detail

namespace detail {
/// Not constexpr: that the call cannot be evaluated is the error.
inline void the_default_of_an_option_must_be_one_of_its_choices() {}
}  // namespace detail

/// One of the choices: `standard`, unless another is set. Without choices, any text.
template <class Source = detail::Chosen>
consteval std::string_view option(std::string_view name, std::string_view standard,
                                  std::initializer_list<std::string_view> choices = {}) {
  const std::string_view chosen = detail::chosen_text(detail::chosen_options<Source>, name, standard);
  for (const std::string_view choice : choices)
    if (choice == chosen) return choice;
  if (choices.size() == 0) return chosen;
  bool known = false;
  for (const std::string_view choice : choices) known = known || choice == standard;
  if (!known) detail::the_default_of_an_option_must_be_one_of_its_choices();
  return standard;
}

/// A whole number, a number, or true or false.
template <class T, class Source = detail::Chosen>
  requires std::same_as<T, int> || std::same_as<T, double> || std::same_as<T, bool>
consteval T option(std::string_view name, T standard) {
  const std::string_view chosen = detail::chosen_text(detail::chosen_options<Source>, name, "");
  if (chosen.empty()) return standard;
  if constexpr (std::same_as<T, bool>)
    return chosen == "true";
  else
    return static_cast<T>(detail::number_of(chosen));
}

}  // namespace lathe
