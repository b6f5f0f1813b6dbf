#include <algorithm>
#include <cmath>

#include "families.hpp"
#include "ranges.hpp"

namespace syndicate::indicators {
namespace {

/** The part of a bar that lies outside the last one, on the side where more does. Of equal parts TA-Lib counts neither, Tulip both. */
struct Movement {
  double plus = 0;
  double minus = 0;
};

template <bool Talib>
class Movements {
 public:
  /** Of the first bar there is none. */
  Movement take(double high, double low) {
    const double up = high - high_;
    const double down = low_ - low;
    const bool hasLast = begun_;
    begun_ = true;
    high_ = high;
    low_ = low;
    Movement movement;
    if (hasLast && (Talib ? up > down : up >= down)) movement.plus = std::max(up, 0.0);
    if (hasLast && (Talib ? down > up : down >= up)) movement.minus = std::max(down, 0.0);
    return movement;
  }

 private:
  double high_ = 0;
  double low_ = 0;
  bool begun_ = false;
};

/** Wilder's sums: plain over the first period - 1 bars that have a last one, then each bar takes 1 / period off. */
template <bool Talib>
class WilderSums {
 public:
  explicit WilderSums(std::size_t period) : period_(period), rest_((static_cast<double>(period) - 1.0) / static_cast<double>(period)) {}

  /** Takes a bar; how many came before it. */
  std::size_t take(const double* bar, bool hasClose) {
    const bool hasLast = bars_ > 0;
    const Movement movement = movements_.take(bar[0], bar[1]);
    const double range = hasClose ? range_.take(bar[0], bar[1], bar[2]) : 0.0;
    const double rest = bars_ >= period_ ? rest_ : 1.0;
    if (hasLast) {
      plus_ = plus_ * rest + movement.plus;
      minus_ = minus_ * rest + movement.minus;
      ranges_ = ranges_ * rest + range;
    }
    return bars_++;
  }

  double plus() const { return plus_; }
  double minus() const { return minus_; }
  double ranges() const { return ranges_; }

 private:
  Movements<Talib> movements_;
  TrueRange range_;
  std::size_t period_;
  double rest_;
  double plus_ = 0;
  double minus_ = 0;
  double ranges_ = 0;
  std::size_t bars_ = 0;
};

enum class Side { plus, minus };

/** TA-Lib's movement of one side; of one bar it is the bar's own. */
template <Side Which>
class TalibMovement {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit TalibMovement(std::size_t period) : sums_(period), warmUp_(std::max<std::size_t>(period - 1, 1)) {}
  bool push(const double* in, double* out) {
    const std::size_t bar = sums_.take(in, false);
    out[0] = Which == Side::plus ? sums_.plus() : sums_.minus();
    return bar >= warmUp_;
  }

 private:
  WilderSums<true> sums_;
  std::size_t warmUp_;
};

/** TA-Lib's indicator of one side: its share of the true range in percent; of one bar as a fraction. */
template <Side Which>
class TalibDirection {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  explicit TalibDirection(std::size_t period) : sums_(period), period_(period) {}
  bool push(const double* in, double* out) {
    const std::size_t bar = sums_.take(in, true);
    const double side = Which == Side::plus ? sums_.plus() : sums_.minus();
    out[0] = isZero(sums_.ranges()) ? 0.0 : side / sums_.ranges() * (period_ > 1 ? 100.0 : 1.0);
    return bar >= period_;
  }

 private:
  WilderSums<true> sums_;
  std::size_t period_;
};

/** TA-Lib's DX from bar `period` on; where there is no movement the last one stands. */
class TalibIndex {
 public:
  explicit TalibIndex(std::size_t period) : sums_(period), period_(period) {}

  bool take(const double* bar, double& y, bool& isNew) {
    if (sums_.take(bar, true) < period_) return false;
    isNew = false;
    if (!isZero(sums_.ranges())) {
      const double minus = 100.0 * (sums_.minus() / sums_.ranges());
      const double plus = 100.0 * (sums_.plus() / sums_.ranges());
      if (!isZero(minus + plus)) {
        value_ = 100.0 * (std::abs(minus - plus) / (minus + plus));
        isNew = true;
      }
    }
    y = value_;
    return true;
  }

 private:
  WilderSums<true> sums_;
  std::size_t period_;
  double value_ = 0;
};

class TalibDirectionalIndex {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  explicit TalibDirectionalIndex(std::size_t period) : index_(period) {}
  bool push(const double* in, double* out) {
    bool isNew = false;
    return index_.take(in, out[0], isNew);
  }

 private:
  TalibIndex index_;
};

/** TA-Lib's ADX: a mean of the first, then Wilder's; bars without movement leave it as it is. */
class TalibAverageIndex {
 public:
  explicit TalibAverageIndex(std::size_t period) : index_(period), period_(period) {}

  bool take(const double* bar, double& y) {
    double index = 0;
    bool isNew = false;
    if (!index_.take(bar, index, isNew)) return false;
    const double count = static_cast<double>(period_);
    if (seen_ < period_) {
      if (isNew) value_ += index;
      if (++seen_ < period_) return false;
      value_ /= count;
    } else if (isNew) {
      value_ = (value_ * (count - 1.0) + index) / count;
    }
    y = value_;
    return true;
  }

 private:
  TalibIndex index_;
  std::size_t period_;
  std::size_t seen_ = 0;
  double value_ = 0;
};

/** Tulip's: the index of bar period - 1 counts already, and what has no movement is no number. */
class TulipAverageIndex {
 public:
  explicit TulipAverageIndex(std::size_t period) : sums_(period), average_(period), first_(period - 1) {}

  bool take(const double* bar, double& y) {
    if (sums_.take(bar, false) < first_) return false;
    return average_.next(std::abs(sums_.plus() - sums_.minus()) / (sums_.plus() + sums_.minus()) * 100.0, y);
  }

 private:
  WilderSums<false> sums_;
  WilderAverage average_;
  std::size_t first_;
};

template <class Average, std::size_t Inputs>
class AverageIndexKernel {
 public:
  static constexpr std::size_t inputs = Inputs;
  static constexpr std::size_t outputs = 1;
  explicit AverageIndexKernel(std::size_t period) : average_(period) {}
  bool push(const double* in, double* out) { return average_.take(in, out[0]); }

 private:
  Average average_;
};

/** Mean of the average index and the one period - 1 bars ago. */
template <class Average, std::size_t Inputs>
class RatingKernel {
 public:
  static constexpr std::size_t inputs = Inputs;
  static constexpr std::size_t outputs = 1;
  explicit RatingKernel(std::size_t period) : average_(period), lag_(period - 1) {}
  bool push(const double* in, double* out) {
    double value = 0;
    if (!average_.take(in, value)) return false;
    const bool wasFull = lag_.isFull();
    out[0] = 0.5 * (value + lag_.push(value));
    return wasFull;
  }

 private:
  Average average_;
  Window lag_;
};

enum class Tulip { movement, direction, index };

template <Tulip What>
class TulipDirectional {
 public:
  static constexpr std::size_t inputs = What == Tulip::direction ? 3 : 2;
  static constexpr std::size_t outputs = What == Tulip::index ? 1 : 2;
  explicit TulipDirectional(std::size_t period) : sums_(period), first_(period - 1) {}
  bool push(const double* in, double* out) {
    const std::size_t bar = sums_.take(in, What == Tulip::direction);
    if constexpr (What == Tulip::index) {
      out[0] = std::abs(sums_.plus() - sums_.minus()) / (sums_.plus() + sums_.minus()) * 100.0;
    } else {
      const double scale = What == Tulip::direction ? 100.0 : 1.0;
      const double whole = What == Tulip::direction ? sums_.ranges() : 1.0;
      out[0] = scale * sums_.plus() / whole;
      out[1] = scale * sums_.minus() / whole;
    }
    return bar >= first_;
  }

 private:
  WilderSums<false> sums_;
  std::size_t first_;
};

/** How long ago the extremes of period + 1 bars were, as a share of the period. */
class Aroon {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 2;
  explicit Aroon(std::size_t period) : highest_(period + 1), lowest_(period + 1), period_(static_cast<double>(period)) {}
  bool push(const double* in, double* out) {
    highest_.push(in[0]);
    if (!lowest_.push(in[1])) return false;
    out[0] = 100.0 / period_ * (period_ - static_cast<double>(lowest_.age()));
    out[1] = 100.0 / period_ * (period_ - static_cast<double>(highest_.age()));
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
  double period_;
};

class AroonOscillator {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit AroonOscillator(std::size_t period) : aroon_(period) {}
  bool push(const double* in, double* out) {
    double both[2];
    if (!aroon_.push(in, both)) return false;
    out[0] = both[1] - both[0];
    return true;
  }

 private:
  Aroon aroon_;
};

}  // namespace

void addDirectional(Table& all) {
  const char* bar = "high low close";
  const char* range = "high low";
  talib(all, "plus_dm", range, "real", {period(14, 1)}, ofPeriods<TalibMovement<Side::plus>>);
  talib(all, "minus_dm", range, "real", {period(14, 1)}, ofPeriods<TalibMovement<Side::minus>>);
  talib(all, "plus_di", bar, "real", {period(14, 1)}, ofPeriods<TalibDirection<Side::plus>>);
  talib(all, "minus_di", bar, "real", {period(14, 1)}, ofPeriods<TalibDirection<Side::minus>>);
  talib(all, "dx", bar, "real", {period(14)}, ofPeriods<TalibDirectionalIndex>);
  talib(all, "adx", bar, "real", {period(14)}, ofPeriods<AverageIndexKernel<TalibAverageIndex, 3>>);
  talib(all, "adxr", bar, "real", {period(14)}, ofPeriods<RatingKernel<TalibAverageIndex, 3>>);
  tulip(all, "dm", range, "plus_dm minus_dm", {period(14, 1)}, ofPeriods<TulipDirectional<Tulip::movement>>);
  tulip(all, "di", bar, "plus_di minus_di", {period(14, 1)}, ofPeriods<TulipDirectional<Tulip::direction>>);
  tulip(all, "dx", range, "dx", {period(14, 1)}, ofPeriods<TulipDirectional<Tulip::index>>);
  tulip(all, "adx", range, "adx", {period(14)}, ofPeriods<AverageIndexKernel<TulipAverageIndex, 2>>);
  tulip(all, "adxr", range, "adxr", {period(14)}, ofPeriods<RatingKernel<TulipAverageIndex, 2>>);
  talib(all, "aroon", range, "aroondown aroonup", {period(14)}, ofPeriods<Aroon>);
  talib(all, "aroonosc", range, "real", {period(14)}, ofPeriods<AroonOscillator>);
  tulip(all, "aroon", range, "aroon_down aroon_up", {period(14, 1)}, ofPeriods<Aroon>);
  tulip(all, "aroonosc", range, "aroonosc", {period(14, 1)}, ofPeriods<AroonOscillator>);
}

}  // namespace syndicate::indicators
