#include "lathe/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
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
  if (first_epoch_ == 0) first_epoch_ = epoch;
  epoch_start_ = Clock::now();
}

std::size_t progress_line(const ProgressNumbers& n, int width, std::span<char> line) {
  char head[40], bar[48] = "", loss[40], metric[64] = "", rate[40], left[48], time[32];
  std::snprintf(head, sizeof head, "epoch %d/%d", n.epoch, n.epochs);
  std::snprintf(loss, sizeof loss, "loss %.4f", n.loss);
  if (n.metric_name[0]) std::snprintf(metric, sizeof metric, "%.32s %.4f", n.metric_name, n.metric);
  std::snprintf(rate, sizeof rate, "%.0f samples/s", n.samples_per_second);
  format_time(time, n.seconds_left);
  std::snprintf(left, sizeof left, "%s left", time);
  // On a narrow screen the parts that say least go first.
  const char* parts[] = {head, bar, loss, metric, rate, left};
  const auto length = [&] {
    int sum = -2;
    for (const char* part : parts)
      if (*part) sum += 2 + static_cast<int>(std::strlen(part));
    return sum;
  };
  constexpr int kShortestBar = 4, kLongestBar = 30, kFrame = 4;  // "[####]", and the blanks before it
  for (char* part : {rate, metric[0] ? loss : metric, metric[0] ? metric : loss, left})
    if (length() > width) part[0] = 0;
  // The bar takes what the numbers leave of the line.
  if (const int room = std::min(width - length() - kFrame, kLongestBar); room >= kShortestBar) {
    bar[0] = '[';
    for (int i = 0; i < room; ++i) bar[i + 1] = i < n.share * room ? '#' : '.';
    bar[room + 1] = ']';
    bar[room + 2] = 0;
  }
  std::size_t written = 0;
  for (const char* part : parts) {
    if (!*part) continue;
    const int got = std::snprintf(line.data() + written, line.size() - written, "%s%s", written ? "  " : "", part);
    written = std::min(written + static_cast<std::size_t>(got), line.size() - 1);
  }
  return std::min(written, static_cast<std::size_t>(std::max(width, 0)));
}

void Progress::update(std::size_t samples_done, double loss, double metric) {
  if (!shown_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_draw_ < std::chrono::milliseconds(50)) return;
  last_draw_ = now;

  const auto seconds_since = [now](Clock::time_point t) { return std::chrono::duration<double>(now - t).count(); };
  const double share = static_cast<double>(samples_done) / static_cast<double>(samples_per_epoch_);
  const double epochs_done = epoch_ - 1 + share, timed = epoch_ - first_epoch_ + share;
  const ProgressNumbers numbers{epoch_,
                                epochs_,
                                share,
                                loss,
                                metric_.c_str(),
                                metric,
                                static_cast<double>(samples_done) / seconds_since(epoch_start_),
                                seconds_since(start_) / timed * (epochs_ - epochs_done)};
  char line[256];
  const std::size_t length = progress_line(numbers, terminal_width() - 1, line);
  write_to_terminal(kErase);
  write_to_terminal(std::string_view(line, length));
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) write_to_terminal(kErase);
  drawn_ = false;
}

}  // namespace lathe
