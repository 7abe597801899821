// The line that moves while a model trains.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>

namespace lathe {

/// What the line says.
struct ProgressNumbers {
  int epoch = 1, epochs = 1;
  double share = 0;  // of the epoch that is done
  double loss = 0;
  const char* metric_name = "";  // "": there is none
  double metric = 0;
  double samples_per_second = 0, seconds_left = 0;
};

/// Writes the line into `line`, without a line end, and returns its length, at most `width`. Where that is narrow,
/// parts are left out whole: samples per second, the bar, the loss if there is a metric, the metric, the time left.
std::size_t progress_line(const ProgressNumbers& numbers, int width, std::span<char> line);

/// A bar on standard error with loss, metric, samples per second and the time left in the whole run, redrawn at most
/// 20 times a second. Draws nothing when standard error is not a terminal. Allocates nothing after construction.
class Progress {
 public:
  /// metric: the name of the number shown beside the loss, "" for none.
  Progress(bool wanted, int epochs, std::size_t samples_per_epoch, std::string metric);
  void begin_epoch(int epoch);
  void update(std::size_t samples_done, double loss, double metric);
  /// Takes the bar off the screen, so that a line can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_;
  int epochs_;
  std::size_t samples_per_epoch_;
  std::string metric_;
  int epoch_ = 1, first_epoch_ = 0;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now(), epoch_start_ = start_, last_draw_{};
};

}  // namespace lathe
