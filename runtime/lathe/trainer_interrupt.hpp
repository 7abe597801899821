// Ctrl-C, asked for politely.
#pragma once

#include <array>
#include <csignal>

namespace lathe {

/// While it lives, SIGINT, SIGTERM and SIGHUP only leave a note, each once; a second one kills the process as usual. A
/// signal that the process ignores it goes on to ignore.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  std::array<struct sigaction, 3> saved_;
};

/// Whether a signal came since the last guard was made.
bool interrupted();

}  // namespace lathe
