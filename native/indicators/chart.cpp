#include <algorithm>
#include <cmath>

#include "families.hpp"
#include "ranges.hpp"

namespace syndicate::indicators {
namespace {

/** Volume-weighted average price since the session began, and bands of the weighted deviation. A session is the whole number of its lengths in the time. */
class SessionVwap {
 public:
  static constexpr std::size_t inputs = 5;
  static constexpr std::size_t outputs = 3;
  SessionVwap(double sessionMs, double deviations) : sessionMs_(sessionMs), deviations_(deviations) {}

  bool push(const double* in, double* out) {
    const double session = std::floor(in[0] / sessionMs_);
    if (!begun_ || session != session_) {
      session_ = session;
      volume_ = mean_ = spread_ = 0;
    }
    begun_ = true;
    const double price = (in[1] + in[2] + in[3]) / 3.0;
    const double volume = in[4];
    volume_ += volume;
    if (volume_ > 0.0) {
      // West's update: no difference of large sums.
      const double step = price - mean_;
      mean_ += step * (volume / volume_);
      spread_ += volume * step * (price - mean_);
    } else {
      mean_ = price;
    }
    const double width = volume_ > 0.0 ? deviations_ * std::sqrt(std::max(spread_, 0.0) / volume_) : 0.0;
    out[0] = mean_;
    out[1] = mean_ + width;
    out[2] = mean_ - width;
    return true;
  }

 private:
  double sessionMs_;
  double deviations_;
  double session_ = 0;
  double volume_ = 0;
  double mean_ = 0;
  double spread_ = 0;
  bool begun_ = false;
};

/** Seban's Supertrend: a stop at a multiple of the average true range from the bar's middle, that never moves back while the trend lasts. Direction 1 is up, -1 down; it begins down. */
class Supertrend {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 2;
  Supertrend(std::size_t period, double multiple) : range_(period), multiple_(multiple) {}

  bool push(const double* in, double* out) {
    const double close = in[2];
    double range = 0;
    const bool isReady = range_.take(in, range);
    if (isReady) {
      const double middle = (in[0] + in[1]) / 2.0;
      const double upper = middle + multiple_ * range;
      const double lower = middle - multiple_ * range;
      const bool isFirst = !begun_;
      upper_ = isFirst || upper < upper_ || close_ > upper_ ? upper : upper_;
      lower_ = isFirst || lower > lower_ || close_ < lower_ ? lower : lower_;
      if (!isFirst) isUp_ = isUp_ ? close >= lower_ : close > upper_;
      begun_ = true;
      out[0] = isUp_ ? lower_ : upper_;
      out[1] = isUp_ ? 1.0 : -1.0;
    }
    close_ = close;
    return isReady;
  }

 private:
  AverageTrueRange<false> range_;
  double multiple_;
  double upper_ = 0;
  double lower_ = 0;
  double close_ = 0;
  bool isUp_ = false;
  bool begun_ = false;
};

/** Half way between the highest high and the lowest low. */
class MiddleOfRange {
 public:
  explicit MiddleOfRange(std::size_t period) : highest_(period), lowest_(period) {}
  bool take(const double* range, double& y) {
    highest_.push(range[0]);
    if (!lowest_.push(range[1])) return false;
    y = (highest_.value() + lowest_.value()) / 2.0;
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
};

/** Hosoda's lines, each at the bar that makes it: conversion, base, leading span A and B. A chart draws the spans a base period later. */
class Ichimoku {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 4;
  Ichimoku(std::size_t conversion, std::size_t base, std::size_t span) : conversion_(conversion), base_(base), span_(span) {}
  bool push(const double* in, double* out) {
    const bool hasConversion = conversion_.take(in, out[0]);
    const bool hasBase = base_.take(in, out[1]);
    if (!span_.take(in, out[3]) || !hasBase || !hasConversion) return false;
    out[2] = (out[0] + out[1]) / 2.0;
    return true;
  }

 private:
  MiddleOfRange conversion_;
  MiddleOfRange base_;
  MiddleOfRange span_;
};

std::unique_ptr<Indicator> sessionVwap(Options options) { return streamed<SessionVwap>(options[0], options[1]); }
std::unique_ptr<Indicator> supertrend(Options options) { return streamed<Supertrend>(whole(options[0]), options[1]); }

}  // namespace

void addChart(Table& all) {
  const auto chart = [&](const char* name, const char* inputs, const char* outputs, std::vector<Option> options, Factory make) {
    all.push_back({Convention::chart, name, inputs, outputs, std::move(options), make});
  };
  chart("vwap", "timeMs high low close volume", "vwap upper lower", {{"session ms", 86'400'000, 1, 1e13}, real("deviations", 1, 0)}, sessionVwap);
  chart("supertrend", "high low close", "supertrend direction", {period(10, 1), real("multiple", 3, 0, 1000)}, supertrend);
  chart("ichimoku", "high low", "conversion base spanA spanB", {period(9, 1, "conversion period"), period(26, 1, "base period"), period(52, 1, "span period")},
        ofPeriods<Ichimoku, 3>);
}

}  // namespace syndicate::indicators
