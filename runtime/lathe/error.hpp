// What goes wrong for a reason the user can mend.
#pragma once

#include <stdexcept>

namespace lathe {

/// The user's input is wrong: one sentence, lower case, no full stop, that says what, where, and what would be
/// right. A trainer prints it as `<model>: <sentence>` and exits with 1. Anything else that escapes is a bug (70).
class UserError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace lathe
