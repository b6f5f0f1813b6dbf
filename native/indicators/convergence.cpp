#include <algorithm>
#include <cmath>

#include "families.hpp"
#include "ranges.hpp"

namespace syndicate::indicators {
namespace {

/** A fast average less a slow one, that difference's own average, and what it has over it. TA-Lib starts the fast one so late that both have their first value at the same bar. */
class TalibConvergence {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 3;
  TalibConvergence(SeededAverage fast, SeededAverage slow, std::size_t signal) : fast_(fast), slow_(slow), signal_(signal) {}
  bool push(const double* in, double* out) {
    double fast = 0;
    double slow = 0;
    fast_.next(in[0], fast);
    if (!slow_.next(in[0], slow)) return false;
    out[0] = fast - slow;
    if (!signal_.next(out[0], out[1])) return false;
    out[2] = out[0] - out[1];
    return true;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) {
    std::size_t written = 0;
    inChunks(0, count, [&](std::size_t first, std::size_t length) {
      double fast[chunk];
      double slow[chunk];
      const std::size_t fasts = fast_.takeAll(in[0] + first, length, fast);
      const std::size_t slows = slow_.takeAll(in[0] + first, length, slow);
      const double* lead = fast + (fasts - slows);
      for (std::size_t i = 0; i < slows; ++i) slow[i] = lead[i] - slow[i];
      const std::size_t results = signal_.takeAll(slow, slows, out[1] + written);
      const double* difference = slow + (slows - results);
      for (std::size_t i = 0; i < results; ++i) {
        out[0][written + i] = difference[i];
        out[2][written + i] = difference[i] - out[1][written + i];
      }
      written += results;
    });
    return written;
  }

 private:
  SeededAverage fast_;
  SeededAverage slow_;
  SeededAverage signal_;
};

/** The same with any averages. */
class ExtendedConvergence {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 3;
  ExtendedConvergence(std::size_t fast, std::size_t fastKind, std::size_t slow, std::size_t slowKind, std::size_t signal, std::size_t signalKind)
      : fast_(fast, fastKind), slow_(slow, slowKind), signal_(signal, signalKind) {
    const std::size_t fastWarmUp = MovingAverage::warmUp(fast, fastKind);
    const std::size_t slowWarmUp = MovingAverage::warmUp(slow, slowKind);
    fastSkipped_ = std::max(fastWarmUp, slowWarmUp) - fastWarmUp;
    slowSkipped_ = std::max(fastWarmUp, slowWarmUp) - slowWarmUp;
  }
  bool push(const double* in, double* out) {
    double fast = 0;
    double slow = 0;
    const bool hasFast = bars_ >= fastSkipped_ && fast_.next(in[0], fast);
    const bool hasSlow = bars_ >= slowSkipped_ && slow_.next(in[0], slow);
    ++bars_;
    if (!hasFast || !hasSlow) return false;
    out[0] = fast - slow;
    if (!signal_.next(out[0], out[1])) return false;
    out[2] = out[0] - out[1];
    return true;
  }

 private:
  MovingAverage fast_;
  MovingAverage slow_;
  MovingAverage signal_;
  std::size_t fastSkipped_;
  std::size_t slowSkipped_;
  std::size_t bars_ = 0;
};

/** Tulip: averages from the first value; 12 and 26 mean the weights 0.15 and 0.075. */
class TulipConvergence {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 3;
  TulipConvergence(std::size_t fast, std::size_t slow, std::size_t signal)
      : fast_(ExponentialAverage::ofWeight(fast == 12 && slow == 26 ? 0.15 : smoothingOf(fast))),
        slow_(ExponentialAverage::ofWeight(fast == 12 && slow == 26 ? 0.075 : smoothingOf(slow))),
        signal_(signal),
        warmUp_(slow - 1) {}
  bool push(const double* in, double* out) {
    out[0] = fast_.take(in[0]) - slow_.take(in[0]);
    if (bars_++ < warmUp_) return false;
    out[1] = signal_.take(out[0]);
    out[2] = out[0] - out[1];
    return true;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) {
    std::size_t written = 0;
    inChunks(0, count, [&](std::size_t first, std::size_t length) {
      double fast[chunk];
      double slow[chunk];
      fast_.takeAll(in[0] + first, length, fast);
      slow_.takeAll(in[0] + first, length, slow);
      const std::size_t left = std::min(length, warmUp_ - std::min(warmUp_, first));
      const std::size_t results = length - left;
      for (std::size_t i = 0; i < results; ++i) out[0][written + i] = fast[left + i] - slow[left + i];
      signal_.takeAll(out[0] + written, results, out[1] + written);
      for (std::size_t i = written; i < written + results; ++i) out[2][i] = out[0][i] - out[1][i];
      written += results;
    });
    bars_ = count;
    return written;
  }

 private:
  ExponentialAverage fast_;
  ExponentialAverage slow_;
  ExponentialAverage signal_;
  std::size_t warmUp_;
  std::size_t bars_ = 0;
};

/** A fast average less a slow one, or that in percent of the slow one. */
template <bool Percent>
class TalibPriceOscillator {
 public:
  TalibPriceOscillator(std::size_t fast, std::size_t slow, std::size_t kind) : fast_(fast, kind), slow_(slow, kind) {}
  bool next(double x, double& y) {
    double fast = 0;
    double slow = 0;
    fast_.next(x, fast);
    if (!slow_.next(x, slow)) return false;
    y = fast - slow;
    if constexpr (Percent) y = isZero(slow) ? 0.0 : y / slow * 100.0;
    return true;
  }

 private:
  MovingAverage fast_;
  MovingAverage slow_;
};

template <bool Percent>
class TulipPriceOscillator {
 public:
  TulipPriceOscillator(std::size_t fast, std::size_t slow) : fast_(fast), slow_(slow) {}
  bool next(double x, double& y) {
    const bool isReady = begun_;
    begun_ = true;
    const double fast = fast_.take(x);
    const double slow = slow_.take(x);
    y = Percent ? 100.0 * (fast - slow) / slow : fast - slow;
    return isReady;
  }

 private:
  ExponentialAverage fast_;
  ExponentialAverage slow_;
  bool begun_ = false;
};

/** Change of an average of an average of an average, in percent: of the last value with TA-Lib, of the new one with Tulip. */
class TalibTrix {
 public:
  explicit TalibTrix(std::size_t period) : averages_{SeededAverage(period), SeededAverage(period), SeededAverage(period)} {}
  bool next(double x, double& y) {
    double value = x;
    for (SeededAverage& average : averages_) {
      if (!average.next(value, value)) return false;
    }
    const bool isReady = begun_;
    y = last_ == 0.0 ? 0.0 : (value / last_ - 1.0) * 100.0;
    begun_ = true;
    last_ = value;
    return isReady;
  }

 private:
  SeededAverage averages_[3];
  double last_ = 0;
  bool begun_ = false;
};

class TulipTrix {
 public:
  explicit TulipTrix(std::size_t period) : averages_{ExponentialAverage(period), ExponentialAverage(period), ExponentialAverage(period)}, lag_(period - 1) {}
  bool next(double x, double& y) {
    const std::size_t bar = bars_++;
    // Of one bar, the first value has none before it but 0.
    if (lag_ == 0 && bar == 0) return false;
    double value = x;
    for (std::size_t i = 0; i < 3; ++i) {
      if (bar < i * lag_) return false;
      value = averages_[i].take(value);
    }
    y = (value - last_) / value * 100.0;
    last_ = value;
    return bar > 3 * lag_;
  }

 private:
  ExponentialAverage averages_[3];
  std::size_t lag_;
  double last_ = 0;
  std::size_t bars_ = 0;
};

/** Williams' awesome oscillator: middles of bars, mean of 5 less mean of 34. */
class AwesomeOscillator {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    const double middle = 0.5 * (in[0] + in[1]);
    double fast = 0;
    double slow = 0;
    fast_.next(middle, fast);
    if (!slow_.next(middle, slow)) return false;
    out[0] = fast - slow;
    return true;
  }

 private:
  SimpleAverage fast_{5};
  SimpleAverage slow_{34};
};

/** Detrended price: the value of half a period before, less the average. */
class DetrendedPrice {
 public:
  explicit DetrendedPrice(std::size_t period) : sum_(period), back_(period / 2 + 1) {}
  bool next(double x, double& y) {
    if (!sum_.push(x)) return false;
    y = sum_.window().newest(back_) - sum_.mean();
    return true;
  }

 private:
  MovingSum sum_;
  std::size_t back_;
};

/** Mean of closes less opens. */
class Qstick {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit Qstick(std::size_t period) : average_(period) {}
  bool push(const double* in, double* out) { return average_.next(in[1] - in[0], out[0]); }

 private:
  SimpleAverage average_;
};

/** White's vertical horizontal filter: range of a window against the way through it. */
class VerticalHorizontalFilter {
 public:
  explicit VerticalHorizontalFilter(std::size_t period) : highest_(period), lowest_(period), way_(period) {}
  bool next(double x, double& y) {
    const double step = std::abs(x - last_);
    const bool hasLast = begun_;
    begun_ = true;
    last_ = x;
    highest_.push(x);
    lowest_.push(x);
    if (!hasLast || !way_.push(step)) return false;
    y = std::abs(highest_.value() - lowest_.value()) / way_.sum();
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
  MovingSum way_;
  double last_ = 0;
  bool begun_ = false;
};

/** Hannula's polarised fractal efficiency. */
class FractalEfficiency {
 public:
  FractalEfficiency(std::size_t period, std::size_t smoothing) : values_(period), way_(period), average_(smoothing) {}
  bool next(double x, double& y) {
    const bool hasLast = values_.count() > 0;
    const double step = hasLast ? x - values_.newest() : 0.0;
    const bool wasFull = values_.isFull();
    const double change = x - values_.push(x);
    if (hasLast) way_.push(std::sqrt(step * step + 1.0));
    if (!wasFull) return false;
    const double straight = (change > 0.0 ? 100.0 : -100.0) * std::sqrt(change * change + 100.0);
    y = average_.take(straight / way_.sum());
    return true;
  }

 private:
  Window values_;
  MovingSum way_;
  ExponentialAverage average_;
};

/** Change against `period` bars ago, as a fraction. */
class Rate {
 public:
  explicit Rate(std::size_t period) : window_(period) {}
  bool next(double x, double& y) {
    const bool wasFull = window_.isFull();
    const double old = window_.push(x);
    y = (x - old) / old;
    return wasFull;
  }

 private:
  Window window_;
};

/** Coppock's curve: weighted average of the mean of two rates, in percent. */
class Coppock {
 public:
  Coppock(std::size_t fast, std::size_t slow, std::size_t period) : fast_(fast), slow_(slow), average_(period) {}
  bool next(double x, double& y) {
    double fast = 0;
    double slow = 0;
    fast_.next(x, fast);
    return slow_.next(x, slow) && average_.next((fast + slow) / 2.0 * 100.0, y);
  }

 private:
  Rate fast_;
  Rate slow_;
  WeightedAverage average_;
};

/** Pring's know sure thing: four smoothed rates, the slowest the heaviest, and an average of nine. */
class KnowSureThing {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  explicit KnowSureThing(Options options)
      : rates_{Rate(whole(options[0])), Rate(whole(options[1])), Rate(whole(options[2])), Rate(whole(options[3]))},
        averages_{ExponentialAverage(whole(options[4])), ExponentialAverage(whole(options[5])), ExponentialAverage(whole(options[6])),
                  ExponentialAverage(whole(options[7]))} {}
  bool push(const double* in, double* out) {
    bool isReady = true;
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      double rate = 0;
      isReady = rates_[i].next(in[0], rate);
      if (isReady) sum += averages_[i].take(rate) * static_cast<double>(i + 1);
    }
    if (!isReady) return false;
    out[0] = sum / 10.0;
    out[1] = signal_.take(out[0]);
    return true;
  }

 private:
  Rate rates_[4];
  ExponentialAverage averages_[4];
  ExponentialAverage signal_{9};
};

std::unique_ptr<Indicator> knowSureThing(Options options) {
  for (std::size_t i = 1; i < 4; ++i) {
    if (options[i] <= options[i - 1]) return nullptr;
  }
  return std::make_unique<Streamed<KnowSureThing>>(KnowSureThing(options));
}

std::unique_ptr<Indicator> talibMacd(Options options) {
  const std::size_t fast = whole(std::min(options[0], options[1]));
  const std::size_t slow = whole(std::max(options[0], options[1]));
  return streamed<TalibConvergence>(SeededAverage(fast, smoothingOf(fast), slow - fast), SeededAverage(slow), whole(options[2]));
}

/** MACD with the weights that 12 and 26 were rounded to. */
std::unique_ptr<Indicator> talibFixedMacd(Options options) {
  return streamed<TalibConvergence>(SeededAverage(12, 0.15, 14), SeededAverage(26, 0.075), whole(options[0]));
}

/** Where the slow period is the shorter, the two change places with their kinds. */
std::unique_ptr<Indicator> talibExtendedMacd(Options options) {
  const bool isSwapped = options[2] < options[0];
  const double ordered[6] = {options[isSwapped ? 2 : 0], options[isSwapped ? 3 : 1], options[isSwapped ? 0 : 2], options[isSwapped ? 1 : 3], options[4], options[5]};
  return ofPeriods<ExtendedConvergence, 6>(ordered);
}

template <bool Percent>
std::unique_ptr<Indicator> talibPriceOscillator(Options options) {
  const double ordered[3] = {std::min(options[0], options[1]), std::max(options[0], options[1]), options[2]};
  return ofPeriods<TalibPriceOscillator<Percent>, 3>(ordered);
}

}  // namespace

void addConvergence(Table& all) {
  const char* macd = "macd macdsignal macdhist";
  const Option fast = period(12, 2, "fast period");
  const Option slow = period(26, 2, "slow period");
  const Option signal = period(9, 1, "signal period");
  const Option shortPeriod = period(12, 1, "short period");
  const Option longPeriod = period(26, 2, "long period");
  talib(all, "macd", "real", macd, {fast, slow, signal}, talibMacd);
  talib(all, "macdfix", "real", macd, {signal}, talibFixedMacd);
  talib(all, "macdext", "real", macd, {fast, averageKind("fast average kind"), slow, averageKind("slow average kind"), signal, averageKind("signal average kind")},
        talibExtendedMacd);
  tulip(all, "macd", "real", "macd macd_signal macd_histogram", {shortPeriod, longPeriod, signal}, ofRisingPeriods<TulipConvergence, 3, 2>);
  talib(all, "apo", "real", "real", {fast, slow, averageKind()}, talibPriceOscillator<false>);
  talib(all, "ppo", "real", "real", {fast, slow, averageKind()}, talibPriceOscillator<true>);
  tulip(all, "apo", "real", "apo", {shortPeriod, longPeriod}, ofRisingPeriods<TulipPriceOscillator<false>, 2>);
  tulip(all, "ppo", "real", "ppo", {shortPeriod, longPeriod}, ofRisingPeriods<TulipPriceOscillator<true>, 2>);
  talib(all, "trix", "real", "real", {period(30, 1)}, ofPeriods<TalibTrix>);
  tulip(all, "trix", "real", "trix", {period(5, 1)}, ofPeriods<TulipTrix>);
  tulip(all, "ao", "high low", "ao", {}, plain<AwesomeOscillator>);
  tulip(all, "dpo", "real", "dpo", {period(5, 3)}, ofPeriods<DetrendedPrice>);
  tulip(all, "qstick", "open close", "qstick", {period(5, 1)}, ofPeriods<Qstick>);
  tulip(all, "vhf", "real", "vhf", {period(5, 1)}, ofPeriods<VerticalHorizontalFilter>);
  tulip(all, "pfe", "real", "pfe", {period(10, 1), period(5, 1, "smoothing period")}, ofPeriods<FractalEfficiency, 2>);
  tulip(all, "copp", "real", "copp", {period(11, 1, "shorter rate period"), period(14, 1, "longer rate period"), period(10, 1, "average period")},
        ofRisingPeriods<Coppock, 3, 2>);
  tulip(all, "kst", "real", "kst kst_signal",
        {period(10, 1, "rate period 1"), period(15, 1, "rate period 2"), period(20, 1, "rate period 3"), period(30, 1, "rate period 4"),
         period(10, 1, "average period 1"), period(10, 1, "average period 2"), period(10, 1, "average period 3"), period(15, 1, "average period 4")},
        knowSureThing);
}

}  // namespace syndicate::indicators
