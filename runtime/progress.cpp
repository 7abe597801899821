#include "lathe/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace lathe {
namespace {

constexpr std::string_view kErase = "\r\033[K";

void write_to_terminal(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

bool is_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) && !(kind && std::string_view(kind) == "dumb");
}

/// A bar longer than the line would wrap and leave its head behind at the next redraw.
int terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// "1:05:20", "3:20", "12 s"
void format_time(char (&text)[32], double seconds) {
  const long s = static_cast<long>(std::min(seconds, 3.6e8) + 0.5);
  if (s >= 3600)
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
  else if (s >= 60)
    std::snprintf(text, sizeof text, "%ld:%02ld", s / 60, s % 60);
  else
    std::snprintf(text, sizeof text, "%ld s", s);
}

}  // namespace

Progress::Progress(bool wanted, int epochs, std::size_t samples_per_epoch, std::string metric)
    : shown_(wanted && is_terminal()), epochs_(epochs), samples_per_epoch_(samples_per_epoch), metric_(metric) {}

void Progress::begin_epoch(int epoch) {
  epoch_ = epoch;
  epoch_start_ = Clock::now();
}

void Progress::update(std::size_t samples_done, double loss, double metric) {
  if (!shown_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_draw_ < std::chrono::milliseconds(50)) return;
  last_draw_ = now;

  const auto seconds_since = [now](Clock::time_point t) { return std::chrono::duration<double>(now - t).count(); };
  const double share = static_cast<double>(samples_done) / static_cast<double>(samples_per_epoch_);
  const double epochs_done = epoch_ - 1 + share;
  char left[32], metric_text[64] = "", head[40], tail[160], bar[40], line[256];
  format_time(left, seconds_since(start_) / epochs_done * (epochs_ - epochs_done));
  if (!metric_.empty()) std::snprintf(metric_text, sizeof metric_text, "  %.32s %.4f", metric_.c_str(), metric);
  const int head_width = std::snprintf(head, sizeof head, "epoch %d/%d", epoch_, epochs_);
  const int tail_width = std::snprintf(tail, sizeof tail, "loss %.4f%s  %.0f samples/s  %s left", loss, metric_text,
                                       static_cast<double>(samples_done) / seconds_since(epoch_start_), left);
  // The bar takes what the numbers leave of the line.
  const int bar_width = std::clamp(terminal_width() - 1 - head_width - tail_width - 5, 4, 30);
  for (int i = 0; i < bar_width; ++i) bar[i] = i < share * bar_width ? '#' : '.';
  bar[bar_width] = 0;
  const int n = std::snprintf(line, sizeof line, "%s [%s]  %s", head, bar, tail);
  write_to_terminal(kErase);
  write_to_terminal(std::string_view(line, static_cast<std::size_t>(std::clamp(n, 0, terminal_width() - 1))));
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) write_to_terminal(kErase);
  drawn_ = false;
}

}  // namespace lathe
