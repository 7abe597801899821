#include "lathe/trainer_interrupt.hpp"

#include <atomic>
#include <iterator>
#include <tuple>

namespace lathe {
namespace {

std::atomic<bool> signal_came{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set only lock-free atomics");

void note_signal(int) { signal_came.store(true, std::memory_order_relaxed); }

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

}  // namespace

InterruptGuard::InterruptGuard() {
  static_assert(std::size(kSignals) == std::tuple_size_v<decltype(saved_)>);
  signal_came = false;
  struct sigaction action{};
  action.sa_handler = note_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < saved_.size(); ++i) {
    sigaction(kSignals[i], nullptr, &saved_[i]);
    if (saved_[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &action, nullptr);  // nohup ignores SIGHUP
  }
}

InterruptGuard::~InterruptGuard() {
  for (std::size_t i = 0; i < saved_.size(); ++i) sigaction(kSignals[i], &saved_[i], nullptr);
}

bool interrupted() { return signal_came.load(std::memory_order_relaxed); }

}  // namespace lathe
