// Ctrl-C, asked for politely.
#pragma once

#include <csignal>

namespace lathe {

/// While it lives, SIGINT and SIGTERM only leave a note, once; a second signal kills the process as usual.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction saved_int_, saved_term_;
};

/// Whether a signal came since the last guard was made.
bool interrupted();

}  // namespace lathe
