#include <algorithm>

#include "averages.hpp"
#include "families.hpp"

namespace syndicate::indicators {
namespace {

/** Chaikin's accumulation and distribution: volume by where the close lies in the range. */
template <bool Talib>
class Accumulation {
 public:
  double take(const double* bar) {
    const double range = bar[0] - bar[1];
    if (Talib ? range > 0.0 : range != 0.0) sum_ += (bar[2] - bar[1] - bar[0] + bar[2]) / range * bar[3];
    return sum_;
  }

 private:
  double sum_ = 0;
};

template <bool Talib>
class AccumulationLine {
 public:
  static constexpr std::size_t inputs = 4;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    out[0] = line_.take(in);
    return true;
  }

 private:
  Accumulation<Talib> line_;
};

/** A fast average of it less a slow one; both begin at the first value. */
template <bool Talib>
class AccumulationOscillator {
 public:
  static constexpr std::size_t inputs = 4;
  static constexpr std::size_t outputs = 1;
  AccumulationOscillator(std::size_t fast, std::size_t slow) : fast_(fast), slow_(slow), warmUp_(std::max(fast, slow) - 1) {}
  bool push(const double* in, double* out) {
    const double value = line_.take(in);
    out[0] = fast_.take(value) - slow_.take(value);
    return bars_++ >= warmUp_;
  }

 private:
  Accumulation<Talib> line_;
  ExponentialAverage fast_;
  ExponentialAverage slow_;
  std::size_t warmUp_;
  std::size_t bars_ = 0;
};

/** Chaikin's money flow over a window. */
class ChaikinMoneyFlow {
 public:
  static constexpr std::size_t inputs = 4;
  static constexpr std::size_t outputs = 1;
  explicit ChaikinMoneyFlow(std::size_t period) : flow_(period), volume_(period) {}
  bool push(const double* in, double* out) {
    flow_.push(in[3] * ((in[2] - in[1]) - (in[0] - in[2])) / (in[0] - in[1]));
    if (!volume_.push(in[3])) return false;
    out[0] = flow_.sum() / volume_.sum();
    return true;
  }

 private:
  MovingSum flow_;
  MovingSum volume_;
};

/** Granville: volume added on a rise, taken off on a fall. TA-Lib begins with the first volume, Tulip with 0. */
template <bool Talib>
class OnBalanceVolume {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    if (!begun_) sum_ = Talib ? in[1] : 0.0;
    else if (in[0] > last_) sum_ += in[1];
    else if (in[0] < last_) sum_ -= in[1];
    begun_ = true;
    last_ = in[0];
    out[0] = sum_;
    return true;
  }

 private:
  double sum_ = 0;
  double last_ = 0;
  bool begun_ = false;
};

/** Follows the close on bars whose volume rises (or falls); begins at 1000. */
template <bool Rising>
class VolumeIndex {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    const bool counts = begun_ && (Rising ? in[1] > volume_ : in[1] < volume_);
    if (counts) value_ += (in[0] - close_) / close_ * value_;
    begun_ = true;
    close_ = in[0];
    volume_ = in[1];
    out[0] = value_;
    return true;
  }

 private:
  double value_ = 1000;
  double close_ = 0;
  double volume_ = 0;
  bool begun_ = false;
};

/** Arms' ease of movement, volume in ten thousands. */
class EaseOfMovement {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    const double middle = (in[0] + in[1]) * 0.5;
    out[0] = (middle - last_) / (in[2] / 10000.0 / (in[0] - in[1]));
    last_ = middle;
    const bool isReady = begun_;
    begun_ = true;
    return isReady;
  }

 private:
  double last_ = 0;
  bool begun_ = false;
};

/** Klinger's volume oscillator. */
class KlingerOscillator {
 public:
  static constexpr std::size_t inputs = 4;
  static constexpr std::size_t outputs = 1;
  KlingerOscillator(std::size_t fast, std::size_t slow) : fast_(fast), slow_(slow) {}
  bool push(const double* in, double* out) {
    const double price = in[0] + in[1] + in[2];
    const double range = in[0] - in[1];
    const bool isReady = begun_;
    if (begun_) {
      const int trend = price > price_ ? 1 : price < price_ ? 0 : trend_;
      if (trend != trend_) {
        trend_ = trend;
        cumulative_ = range_;
      }
      cumulative_ += range;
      // Before the first change of price there is no trend; that counts as up.
      const double force = in[3] * std::abs(range / cumulative_ * 2.0 - 1.0) * 100.0 * (trend_ != 0 ? 1.0 : -1.0);
      out[0] = fast_.take(force) - slow_.take(force);
    }
    begun_ = true;
    price_ = price;
    range_ = range;
    return isReady;
  }

 private:
  ExponentialAverage fast_;
  ExponentialAverage slow_;
  double price_ = 0;
  double range_ = 0;
  double cumulative_ = 0;
  int trend_ = -1;
  bool begun_ = false;
};

/** A fast average of volume against a slow one, in percent. */
class VolumeOscillator {
 public:
  VolumeOscillator(std::size_t fast, std::size_t slow) : fast_(fast), slow_(slow) {}
  bool next(double x, double& y) {
    double fast = 0;
    double slow = 0;
    fast_.next(x, fast);
    if (!slow_.next(x, slow)) return false;
    y = 100.0 * (fast - slow) / slow;
    return true;
  }

 private:
  SimpleAverage fast_;
  SimpleAverage slow_;
};

/** Money flow on rising typical prices against all, in percent. TA-Lib answers 0 for less than 1 of money. */
template <bool Talib>
class MoneyFlowIndex {
 public:
  static constexpr std::size_t inputs = 4;
  static constexpr std::size_t outputs = 1;
  explicit MoneyFlowIndex(std::size_t period) : up_(period), down_(period) {}
  bool push(const double* in, double* out) {
    const double price = (in[0] + in[1] + in[2]) / 3.0;
    const double last = price_;
    price_ = price;
    if (!begun_) {
      begun_ = true;
      return false;
    }
    up_.push(price > last ? price * in[3] : 0.0);
    if (!down_.push(price < last ? price * in[3] : 0.0)) return false;
    const double all = up_.sum() + down_.sum();
    out[0] = Talib && all < 1.0 ? 0.0 : up_.sum() / all * 100.0;
    return true;
  }

 private:
  MovingSum up_;
  MovingSum down_;
  double price_ = 0;
  bool begun_ = false;
};

/** Elder's force index. */
class ForceIndex {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit ForceIndex(std::size_t period) : average_(period) {}
  bool push(const double* in, double* out) {
    const bool isReady = begun_;
    if (begun_) out[0] = average_.take(in[1] * (in[0] - close_));
    begun_ = true;
    close_ = in[0];
    return isReady;
  }

 private:
  ExponentialAverage average_;
  double close_ = 0;
  bool begun_ = false;
};

/** Williams' accumulation and distribution. */
class WilliamsAccumulation {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    const double close = in[2];
    if (begun_ && close > close_) sum_ += close - std::min(close_, in[1]);
    else if (begun_ && close < close_) sum_ += close - std::max(close_, in[0]);
    const bool isReady = begun_;
    begun_ = true;
    close_ = close;
    out[0] = sum_;
    return isReady;
  }

 private:
  double sum_ = 0;
  double close_ = 0;
  bool begun_ = false;
};

}  // namespace

void addVolume(Table& all) {
  const char* bar = "high low close volume";
  const std::vector<Option> fastAndSlow = {period(2, 1, "short period"), period(5, 1, "long period")};
  talib(all, "ad", bar, "real", {}, plain<AccumulationLine<true>>);
  tulip(all, "ad", bar, "ad", {}, plain<AccumulationLine<false>>);
  talib(all, "adosc", bar, "real", {period(3, 2, "fast period"), period(10, 2, "slow period")}, ofPeriods<AccumulationOscillator<true>, 2>);
  tulip(all, "adosc", bar, "adosc", fastAndSlow, ofRisingPeriods<AccumulationOscillator<false>, 2>);
  tulip(all, "cmf", bar, "cmf", {period(20, 1)}, ofPeriods<ChaikinMoneyFlow>);
  talib(all, "obv", "close volume", "real", {}, plain<OnBalanceVolume<true>>);
  tulip(all, "obv", "close volume", "obv", {}, plain<OnBalanceVolume<false>>);
  tulip(all, "nvi", "close volume", "nvi", {}, plain<VolumeIndex<false>>);
  tulip(all, "pvi", "close volume", "pvi", {}, plain<VolumeIndex<true>>);
  tulip(all, "emv", "high low volume", "emv", {}, plain<EaseOfMovement>);
  tulip(all, "kvo", bar, "kvo", {period(34, 1, "short period"), period(55, 1, "long period")}, ofRisingPeriods<KlingerOscillator, 2>);
  tulip(all, "vosc", "volume", "vosc", fastAndSlow, ofRisingPeriods<VolumeOscillator, 2>);
  talib(all, "mfi", bar, "real", {period(14)}, ofPeriods<MoneyFlowIndex<true>>);
  tulip(all, "mfi", bar, "mfi", {period(14, 1)}, ofPeriods<MoneyFlowIndex<false>>);
  tulip(all, "fi", "close volume", "fi", {period(13, 1)}, ofPeriods<ForceIndex>);
  tulip(all, "wad", "high low close", "wad", {}, plain<WilliamsAccumulation>);
}

}  // namespace syndicate::indicators
