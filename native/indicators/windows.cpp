#include <cmath>

#include "families.hpp"
#include "window.hpp"

namespace syndicate::indicators {
namespace {

enum class Measure { sum, variance, deviation, standardError };

template <Measure What>
class MomentsMeasure {
 public:
  explicit MomentsMeasure(std::size_t period) : moments_(period), errorScale_(1.0 / std::sqrt(static_cast<double>(period))) {}

  bool next(double x, double& y) {
    if (!moments_.push(x)) return false;
    y = moments_.variance();
    if constexpr (What != Measure::variance) {
      // Rounding can leave a hair below 0.
      if (y > 0.0) y = std::sqrt(y);
    }
    if constexpr (What == Measure::standardError) y *= errorScale_;
    return true;
  }

 private:
  Moments<false> moments_;
  double errorScale_;
};

/** TA-Lib's: a variance below its epsilon is 0, and the deviation is a multiple. */
template <Measure What>
class TalibDeviation {
 public:
  TalibDeviation(std::size_t period, double deviations) : moments_(period), deviations_(deviations) {}

  bool next(double x, double& y) {
    if (!moments_.push(x)) return false;
    const double variance = moments_.variance();
    if constexpr (What == Measure::variance) y = variance;
    else y = variance < 1e-14 ? 0.0 : std::sqrt(variance) * deviations_;
    return true;
  }

 private:
  Moments<true> moments_;
  double deviations_;
};

class WindowSum {
 public:
  explicit WindowSum(std::size_t period) : sum_(period) {}
  bool next(double x, double& y) {
    if (!sum_.push(x)) return false;
    y = sum_.sum();
    return true;
  }

 private:
  MovingSum sum_;
};

template <class Of>
class WindowExtreme {
 public:
  explicit WindowExtreme(std::size_t period) : extreme_(period) {}
  bool next(double x, double& y) {
    if (!extreme_.push(x)) return false;
    y = extreme_.value();
    return true;
  }

 private:
  Of extreme_;
};

/** Where the extreme stands, as TA-Lib tells it: the first of equals when it looks through the window, the latest when a bar comes that is equal. */
template <bool Least>
class ExtremePlace {
 public:
  explicit ExtremePlace(std::size_t period) : window_(period) {}

  bool push(double x) {
    window_.push(x);
    ++bars_;
    if (!window_.isFull()) return false;
    const std::uint64_t first = bars_ - window_.size();
    if (!isFound_ || place_ < first) {
      isFound_ = true;
      place_ = first;
      value_ = window_.oldest();
      for (std::size_t age = window_.size() - 1; age-- > 0;) {
        const double other = window_.newest(age);
        if (Least ? other < value_ : other > value_) hold(other, bars_ - 1 - age);
      }
    } else if (Least ? x <= value_ : x >= value_) {
      hold(x, bars_ - 1);
    }
    return true;
  }

  double value() const { return value_; }
  double place() const { return static_cast<double>(place_); }

 private:
  void hold(double value, std::uint64_t place) {
    value_ = value;
    place_ = place;
  }

  Window window_;
  std::uint64_t bars_ = 0;
  std::uint64_t place_ = 0;
  double value_ = 0;
  bool isFound_ = false;
};

template <bool Least>
class ExtremeIndex {
 public:
  explicit ExtremeIndex(std::size_t period) : place_(period) {}
  bool next(double x, double& y) {
    if (!place_.push(x)) return false;
    y = place_.place();
    return true;
  }

 private:
  ExtremePlace<Least> place_;
};

template <bool Index>
class LeastAndMost {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  explicit LeastAndMost(std::size_t period) : least_(period), most_(period) {}
  bool push(const double* in, double* out) {
    least_.push(in[0]);
    if (!most_.push(in[0])) return false;
    out[0] = Index ? least_.place() : least_.value();
    out[1] = Index ? most_.place() : most_.value();
    return true;
  }

 private:
  ExtremePlace<true> least_;
  ExtremePlace<false> most_;
};

/** Half way between the highest and the lowest; of one series or of highs and lows. */
template <std::size_t Inputs>
class Middle {
 public:
  static constexpr std::size_t inputs = Inputs;
  static constexpr std::size_t outputs = 1;
  explicit Middle(std::size_t period) : highest_(period), lowest_(period) {}
  bool push(const double* in, double* out) {
    highest_.push(in[0]);
    if (!lowest_.push(in[Inputs - 1])) return false;
    out[0] = (highest_.value() + lowest_.value()) / 2.0;
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
};

/** Donchian's channel (one series) and the price channel (highs and lows): lower, upper. */
template <std::size_t Inputs>
class Channel {
 public:
  static constexpr std::size_t inputs = Inputs;
  static constexpr std::size_t outputs = 2;
  explicit Channel(std::size_t period) : highest_(period), lowest_(period) {}
  bool push(const double* in, double* out) {
    highest_.push(in[0]);
    if (!lowest_.push(in[Inputs - 1])) return false;
    out[0] = lowest_.value();
    out[1] = highest_.value();
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
};

/** Mean distance from the mean. */
class MeanDeviation {
 public:
  explicit MeanDeviation(std::size_t period) : sum_(period) {}
  bool next(double x, double& y) {
    if (!sum_.push(x)) return false;
    const double mean = sum_.mean();
    double distance = 0;
    sum_.window().each([&](double value) { distance += std::abs(value - mean); });
    y = distance / static_cast<double>(sum_.window().size());
    return true;
  }

 private:
  MovingSum sum_;
};

enum class Change { lag, difference, rate, percent, ratio, ratio100 };

/** A value against the one `period` bars ago. TA-Lib answers 0 where that one is 0. */
template <Change What, bool Talib>
class Lagged {
 public:
  explicit Lagged(std::size_t period) : window_(period) {}
  bool next(double x, double& y) {
    const bool wasFull = window_.isFull();
    const double old = window_.push(x);
    if (!wasFull) return false;
    y = of(x, old);
    return true;
  }

 private:
  static double of(double x, double old) {
    if constexpr (What == Change::lag) return old;
    if constexpr (What == Change::difference) return x - old;
    if (Talib && old == 0.0) return 0.0;
    if constexpr (What == Change::ratio) return x / old;
    if constexpr (What == Change::ratio100) return x / old * 100.0;
    if constexpr (What == Change::percent) return (x / old - 1.0) * 100.0;
    return (x - old) / old;
  }

  Window window_;
};

/** The value, or what is left of the last result when that is more: less 1 / period, or that part of it. */
template <bool Exponential>
class Decay {
 public:
  explicit Decay(std::size_t period) : step_(1.0 / static_cast<double>(period)) {}
  bool next(double x, double& y) {
    const double rest = Exponential ? value_ * (1.0 - step_) : value_ - step_;
    value_ = !begun_ || x > rest ? x : rest;
    begun_ = true;
    y = value_;
    return true;
  }

 private:
  double step_;
  double value_ = 0;
  bool begun_ = false;
};

/** 1 where the first series crosses the second: upwards, or either way. */
template <bool Any>
class Crossing {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    const bool upwards = in[0] > in[1] && last_[0] <= last_[1];
    const bool downwards = in[0] < in[1] && last_[0] >= last_[1];
    const bool isReady = begun_;
    last_[0] = in[0];
    last_[1] = in[1];
    begun_ = true;
    out[0] = upwards || (Any && downwards) ? 1.0 : 0.0;
    return isReady;
  }

 private:
  double last_[2] = {};
  bool begun_ = false;
};

/** Deviation of yearly returns, with 252 bars a year. */
class Volatility {
 public:
  explicit Volatility(std::size_t period) : moments_(period) {}
  bool next(double x, double& y) {
    const double last = last_;
    last_ = x;
    if (!begun_) {
      begun_ = true;
      return false;
    }
    if (!moments_.push(x / last - 1.0)) return false;
    y = moments_.deviation() * std::sqrt(252.0);
    return true;
  }

 private:
  Moments<false> moments_;
  double last_ = 0;
  bool begun_ = false;
};

template <Measure What>
std::unique_ptr<Indicator> talibDeviation(Options options) {
  return streamed<TalibDeviation<What>>(whole(options[0]), options[1]);
}

template <Change What>
void changes(Table& all, const char* name, double fallback) {
  talib(all, name, "real", "real", {period(fallback, 1)}, ofPeriods<Lagged<What, true>>);
}

}  // namespace

void addWindows(Table& all) {
  const auto deviations = real("deviations", 1, -3e37, 3e37);
  talib(all, "stddev", "real", "real", {period(5), deviations}, talibDeviation<Measure::deviation>);
  talib(all, "var", "real", "real", {period(5, 1), deviations}, talibDeviation<Measure::variance>);
  tulip(all, "stddev", "real", "stddev", {period(5, 1)}, ofPeriods<MomentsMeasure<Measure::deviation>>);
  tulip(all, "stderr", "real", "stderr", {period(5, 1)}, ofPeriods<MomentsMeasure<Measure::standardError>>);
  tulip(all, "var", "real", "var", {period(5, 1)}, ofPeriods<MomentsMeasure<Measure::variance>>);
  talib(all, "sum", "real", "real", {period(30)}, ofPeriods<WindowSum>);
  tulip(all, "sum", "real", "sum", {period(5, 1)}, ofPeriods<WindowSum>);
  talib(all, "max", "real", "real", {period(30)}, ofPeriods<WindowExtreme<Highest>>);
  talib(all, "min", "real", "real", {period(30)}, ofPeriods<WindowExtreme<Lowest>>);
  tulip(all, "max", "real", "max", {period(5, 1)}, ofPeriods<WindowExtreme<Highest>>);
  tulip(all, "min", "real", "min", {period(5, 1)}, ofPeriods<WindowExtreme<Lowest>>);
  talib(all, "maxindex", "real", "integer", {period(30)}, ofPeriods<ExtremeIndex<false>>);
  talib(all, "minindex", "real", "integer", {period(30)}, ofPeriods<ExtremeIndex<true>>);
  talib(all, "minmax", "real", "min max", {period(30)}, ofPeriods<LeastAndMost<false>>);
  talib(all, "minmaxindex", "real", "minidx maxidx", {period(30)}, ofPeriods<LeastAndMost<true>>);
  talib(all, "midpoint", "real", "real", {period(14)}, ofPeriods<Middle<1>>);
  talib(all, "midprice", "high low", "real", {period(14)}, ofPeriods<Middle<2>>);
  tulip(all, "dc", "real", "dc_lower dc_upper", {period(20, 1)}, ofPeriods<Channel<1>>);
  tulip(all, "pc", "high low", "pc_low pc_high", {period(20, 1)}, ofPeriods<Channel<2>>);
  talib(all, "avgdev", "real", "real", {period(14)}, ofPeriods<MeanDeviation>);
  tulip(all, "md", "real", "md", {period(5, 1)}, ofPeriods<MeanDeviation>);
  changes<Change::difference>(all, "mom", 10);
  changes<Change::percent>(all, "roc", 10);
  changes<Change::rate>(all, "rocp", 10);
  changes<Change::ratio>(all, "rocr", 10);
  changes<Change::ratio100>(all, "rocr100", 10);
  tulip(all, "lag", "real", "lag", {period(1, 0)}, ofPeriods<Lagged<Change::lag, false>>);
  tulip(all, "mom", "real", "mom", {period(5, 1)}, ofPeriods<Lagged<Change::difference, false>>);
  tulip(all, "roc", "real", "roc", {period(5, 1)}, ofPeriods<Lagged<Change::rate, false>>);
  tulip(all, "rocr", "real", "rocr", {period(5, 1)}, ofPeriods<Lagged<Change::ratio, false>>);
  tulip(all, "decay", "real", "decay", {period(5, 1)}, ofPeriods<Decay<false>>);
  tulip(all, "edecay", "real", "edecay", {period(5, 1)}, ofPeriods<Decay<true>>);
  tulip(all, "crossany", "real0 real1", "crossany", {}, plain<Crossing<true>>);
  tulip(all, "crossover", "real0 real1", "crossover", {}, plain<Crossing<false>>);
  tulip(all, "volatility", "real", "volatility", {period(5, 1)}, ofPeriods<Volatility>);
}

}  // namespace syndicate::indicators
