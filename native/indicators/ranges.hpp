#pragma once

#include <algorithm>
#include <cmath>

#include "averages.hpp"

namespace syndicate::indicators {

inline constexpr double talibEpsilon = 1e-14;
inline bool isZero(double x) { return std::abs(x) < talibEpsilon; }

/** High to low, or to the last close where that lies outside. The first bar's is its own range. */
class TrueRange {
 public:
  double take(double high, double low, double close) {
    double range = high - low;
    if (begun_) range = std::max({range, std::abs(high - close_), std::abs(low - close_)});
    close_ = close;
    begun_ = true;
    return range;
  }

  /** Of columns of bars. */
  void takeAll(const double* const* bars, std::size_t count, double* y) {
    if (count == 0) return;
    y[0] = take(bars[0][0], bars[1][0], bars[2][0]);
    for (std::size_t i = 1; i < count; ++i) {
      const double high = bars[0][i];
      const double low = bars[1][i];
      const double close = bars[2][i - 1];
      // The range that holds the last close too: as much as the greatest of the three distances.
      y[i] = (high > close ? high : close) - (low < close ? low : close);
    }
    close_ = bars[2][count - 1];
  }

  /** Whether a bar came before the next. */
  bool hasLast() const { return begun_; }

 private:
  double close_ = 0;
  bool begun_ = false;
};

/** Wilder's average of true ranges. Talib: the first bar, which has no last close, is left out. */
template <bool Talib>
class AverageTrueRange {
 public:
  explicit AverageTrueRange(std::size_t period) : average_(period) {}

  bool take(const double* bar, double& y) {
    const bool hasLast = range_.hasLast();
    const double range = range_.take(bar[0], bar[1], bar[2]);
    return (!Talib || hasLast) && average_.next(range, y);
  }

  /** At most a chunk of bars; answers how many results. */
  std::size_t takeAll(const double* const* bars, std::size_t count, double* y) {
    double ranges[chunk];
    const std::size_t left = !Talib || range_.hasLast() ? 0 : 1;
    range_.takeAll(bars, count, ranges);
    return average_.takeAll(ranges + left, count - left, y);
  }

 private:
  TrueRange range_;
  WilderAverage average_;
};

}  // namespace syndicate::indicators
