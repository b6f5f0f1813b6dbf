#include "averages.hpp"

#include <algorithm>
#include <cmath>

#include "families.hpp"

namespace syndicate::indicators {
namespace {

/** Tulip's DEMA and TEMA: each average begins with the value that the one before it has after `period` bars. */
template <std::size_t Depth>
class TulipStackedAverage {
 public:
  explicit TulipStackedAverage(std::size_t period) : lag_(period - 1), weight_(smoothingOf(period)) {}

  bool next(double x, double& y) {
    double below = x;
    for (std::size_t i = 0; i < Depth && bars_ >= i * lag_; ++i) {
      if (bars_ == i * lag_) values_[i] = below;
      values_[i] = values_[i] * (1.0 - weight_) + below * weight_;
      below = values_[i];
    }
    const bool isReady = bars_ >= Depth * lag_;
    ++bars_;
    if constexpr (Depth == 2) y = values_[0] * 2.0 - values_[1];
    else y = 3.0 * values_[0] - 3.0 * values_[1] + values_[2];
    return isReady;
  }

 private:
  std::size_t lag_;
  double weight_;
  double values_[Depth] = {};
  std::size_t bars_ = 0;
};

/** Ehlers' and Way's zero-lag average: an exponential one of the value and its change over the lag. */
class ZeroLagAverage {
 public:
  explicit ZeroLagAverage(std::size_t period) : window_((period - 1) / 2), weight_(smoothingOf(period)) {}

  bool next(double x, double& y) {
    if (!window_.isFull()) {
      window_.push(x);
      value_ = x;
      y = x;
      return window_.isFull();
    }
    const double old = window_.push(x);
    value_ = (x + (x - old) - value_) * weight_ + value_;
    y = value_;
    return true;
  }

 private:
  Window window_;
  double weight_;
  double value_ = 0;
};

/** Hull: a weighted average over the root of the period, of twice the fast one less the slow one. */
class HullAverage {
 public:
  explicit HullAverage(std::size_t period)
      : slow_(period), fast_(period / 2), last_(static_cast<std::size_t>(std::sqrt(static_cast<double>(period)))) {}

  bool next(double x, double& y) {
    double slow = 0;
    double fast = 0;
    fast_.next(x, fast);
    return slow_.next(x, slow) && last_.next(2.0 * fast - slow, y);
  }

 private:
  WeightedAverage slow_;
  WeightedAverage fast_;
  WeightedAverage last_;
};

/** Chande's VIDYA: the weight follows the ratio of a short deviation to a long one. */
class VariableIndexAverage {
 public:
  VariableIndexAverage(std::size_t fast, std::size_t slow, double weight) : fast_(fast), slow_(slow), weight_(weight) {}

  bool next(double x, double& y) {
    fast_.push(x);
    const bool isFull = slow_.push(x);
    const std::size_t seen = slow_.window().count();
    if (!isFull) {
      value_ = x;
      y = x;
      return seen + 1 == slow_.window().size();
    }
    const double ratio = fast_.deviation() / slow_.deviation();
    value_ += (x - value_) * (std::isnan(ratio) ? 0.0 : ratio) * weight_;
    y = value_;
    return true;
  }

 private:
  Moments<false> fast_;
  Moments<false> slow_;
  double weight_;
  double value_ = 0;
};

/** Mean of prices weighted by their volumes. */
class VolumeWeightedAverage {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit VolumeWeightedAverage(std::size_t period) : turnover_(period), volume_(period) {}

  bool push(const double* in, double* out) {
    turnover_.push(in[0] * in[1]);
    if (!volume_.push(in[1])) return false;
    out[0] = turnover_.sum() / volume_.sum();
    return true;
  }

 private:
  MovingSum turnover_;
  MovingSum volume_;
};

/** The same over the typical price. */
class MovingVwap {
 public:
  static constexpr std::size_t inputs = 4;
  static constexpr std::size_t outputs = 1;
  explicit MovingVwap(std::size_t period) : average_(period) {}

  bool push(const double* in, double* out) {
    const double bar[2] = {(in[0] + in[1] + in[2]) / 3.0, in[3]};
    return average_.push(bar, out);
  }

 private:
  VolumeWeightedAverage average_;
};

/** Meyers' recursive moving trend average. */
class RecursiveTrendAverage {
 public:
  RecursiveTrendAverage(std::size_t period, double beta) : period_(period), beta_(beta) {}

  bool next(double x, double& y) {
    const double trend = beta_ * (bars_ == 0 ? x : trend_) + x;
    if (bars_ == 0) value_ = beta_ * x + (1.0 - beta_) * (x + trend);
    else value_ = beta_ * value_ + (1.0 - beta_) * (x + trend - trend_);
    trend_ = trend;
    y = value_;
    return ++bars_ >= period_;
  }

 private:
  std::size_t period_;
  double beta_;
  double trend_ = 0;
  double value_ = 0;
  std::size_t bars_ = 0;
};

/** Legoux: weights on a bell curve. */
class BellAverage {
 public:
  BellAverage(std::size_t period, double offset, double sigma) : window_(period), weights_(period) {
    const double middle = std::floor(offset * static_cast<double>(period - 1));
    const double width = static_cast<double>(period) / sigma;
    double sum = 0;
    for (std::size_t i = 0; i < period; ++i) {
      const double distance = static_cast<double>(i) - middle;
      weights_[i] = std::exp(-distance * distance / (2.0 * width * width));
      sum += weights_[i];
    }
    for (double& weight : weights_) weight /= sum;
  }

  bool next(double x, double& y) {
    window_.push(x);
    if (!window_.isFull()) return false;
    double sum = 0;
    std::size_t i = 0;
    window_.each([&](double value) { sum += value * weights_[i++]; });
    y = sum;
    return true;
  }

 private:
  Window window_;
  std::vector<double> weights_;
};

/** A simple (or other) average whose period is each bar's own, held between two bounds. The result starts where the longest has one. */
class VariablePeriodAverage {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  VariablePeriodAverage(std::size_t least, std::size_t most, std::size_t kind)
      : least_(least), most_(most), warmUp_(MovingAverage::warmUp(most, kind)), averages_() {
    // Each begins late enough to have its first value when the slowest has.
    for (std::size_t period = least; period <= most; ++period) {
      averages_.emplace_back(period, kind);
      skipped_.push_back(warmUp_ - std::min(warmUp_, MovingAverage::warmUp(period, kind)));
    }
    values_.resize(averages_.size());
  }

  bool push(const double* in, double* out) {
    for (std::size_t i = 0; i < averages_.size(); ++i) {
      if (bars_ >= skipped_[i]) averages_[i].next(in[0], values_[i]);
    }
    const double asked = std::clamp(std::trunc(in[1]), static_cast<double>(least_), static_cast<double>(most_));
    out[0] = values_[static_cast<std::size_t>(asked) - least_];
    return bars_++ >= warmUp_;
  }

 private:
  std::size_t least_;
  std::size_t most_;
  std::size_t warmUp_;
  std::vector<MovingAverage> averages_;
  std::vector<std::size_t> skipped_;
  std::vector<double> values_;
  std::size_t bars_ = 0;
};

std::unique_ptr<Indicator> variablePeriod(Options options) {
  // One average a period is kept, so the span is bounded.
  if (options[0] > options[1] || options[1] - options[0] > 1000) return nullptr;
  return ofPeriods<VariablePeriodAverage, 3>(options);
}

std::unique_ptr<Indicator> tillson(Options options) { return streamed<TillsonAverage>(whole(options[0]), options[1]); }
std::unique_ptr<Indicator> bell(Options options) { return streamed<BellAverage>(whole(options[0]), options[1], options[2]); }
std::unique_ptr<Indicator> recursiveTrend(Options options) { return streamed<RecursiveTrendAverage>(whole(options[0]), options[1]); }
std::unique_ptr<Indicator> variableIndex(Options options) {
  if (options[1] < options[0]) return nullptr;
  return streamed<VariableIndexAverage>(whole(options[0]), whole(options[1]), options[2]);
}

}  // namespace

void addAverages(Table& all) {
  talib(all, "sma", "real", "real", {period(30)}, ofPeriods<SimpleAverage>);
  talib(all, "ema", "real", "real", {period(30)}, ofPeriods<SeededAverage>);
  talib(all, "wma", "real", "real", {period(30)}, ofPeriods<WeightedAverage>);
  talib(all, "dema", "real", "real", {period(30)}, ofPeriods<StackedAverage<2>>);
  talib(all, "tema", "real", "real", {period(30)}, ofPeriods<StackedAverage<3>>);
  talib(all, "trima", "real", "real", {period(30)}, ofPeriods<TriangularAverage>);
  talib(all, "kama", "real", "real", {period(30)}, ofPeriods<AdaptiveAverage<true>>);
  talib(all, "t3", "real", "real", {period(5), real("volume factor", 0.7, 0, 1)}, tillson);
  talib(all, "ma", "real", "real", {period(30, 1), averageKind()}, ofPeriods<MovingAverage, 2>);
  talib(all, "mavp", "real periods", "real", {period(2, 2, "least period"), period(30, 2, "most period"), averageKind()}, variablePeriod);

  tulip(all, "sma", "real", "sma", {period(5, 1)}, ofPeriods<SimpleAverage>);
  tulip(all, "ema", "real", "ema", {period(5, 1)}, ofPeriods<ExponentialAverage>);
  tulip(all, "wma", "real", "wma", {period(5, 1)}, ofPeriods<WeightedAverage>);
  tulip(all, "dema", "real", "dema", {period(5, 1)}, ofPeriods<TulipStackedAverage<2>>);
  tulip(all, "tema", "real", "tema", {period(5, 1)}, ofPeriods<TulipStackedAverage<3>>);
  tulip(all, "trima", "real", "trima", {period(5, 1)}, ofPeriods<TriangularAverage>);
  tulip(all, "kama", "real", "kama", {period(5, 1)}, ofPeriods<AdaptiveAverage<false>>);
  tulip(all, "wilders", "real", "wilders", {period(5, 1)}, ofPeriods<WilderAverage>);
  tulip(all, "zlema", "real", "zlema", {period(5, 3)}, ofPeriods<ZeroLagAverage>);
  tulip(all, "hma", "real", "hma", {period(5, 2)}, ofPeriods<HullAverage>);
  tulip(all, "vidya", "real", "vidya", {period(2, 1, "short period"), period(5, 2, "long period"), real("alpha", 0.2, 0, 1)}, variableIndex);
  tulip(all, "vwma", "close volume", "vwma", {period(5, 1)}, ofPeriods<VolumeWeightedAverage>);
  tulip(all, "vwap", "high low close volume", "vwap", {period(5, 1)}, ofPeriods<MovingVwap>);
  tulip(all, "rmta", "real", "rmta", {period(21, 1), real("beta", 0.90909)}, recursiveTrend);
  tulip(all, "alma", "real", "alma", {period(9, 1), real("offset", 0.85, 0, 1), real("sigma", 6, 1e-9)}, bell);
}

}  // namespace syndicate::indicators
