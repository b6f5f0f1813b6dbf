#pragma once

#include <cmath>
#include <optional>
#include <variant>

#include "batch.hpp"
#include "definition.hpp"
#include "mesa.hpp"
#include "window.hpp"

namespace syndicate::indicators {

inline double smoothingOf(std::size_t period) { return 2.0 / (static_cast<double>(period) + 1.0); }

/** Mean of the last `period` values. */
class SimpleAverage {
 public:
  explicit SimpleAverage(std::size_t period) : sum_(period), scale_(1.0 / static_cast<double>(period)) {}

  bool next(double x, double& y) {
    if (!sum_.push(x)) return false;
    y = sum_.sum() * scale_;
    return true;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) {
    const double* x = in[0];
    const std::size_t period = sum_.window().size();
    std::size_t written = 0;
    for (std::size_t i = 0; i < std::min(count, period); ++i) written += next(x[i], out[0][0]) ? 1 : 0;
    if (count <= period) return written;
    fill(x + count, slide(x + period, x, count - period, scale_, sum_.sum(), out[0] + 1));
    return count - period + 1;
  }

  void fill(const double* end, double sum) { sum_.fill(end, sum); }

 private:
  MovingSum sum_;
  double scale_;
};

/** Exponential average that begins at the first value. */
class ExponentialAverage {
 public:
  explicit ExponentialAverage(std::size_t period) : weight_(smoothingOf(period)) {}
  static ExponentialAverage ofWeight(double weight) {
    ExponentialAverage average(1);
    average.weight_ = weight;
    return average;
  }

  bool next(double x, double& y) {
    y = take(x);
    return true;
  }

  double take(double x) {
    value_ = begun_ ? (x - value_) * weight_ + value_ : x;
    begun_ = true;
    return value_;
  }

  /** Of a column; y may be x. */
  void takeAll(const double* x, std::size_t count, double* y) {
    if (count == 0) return;
    y[0] = take(x[0]);
    value_ = smooth(x + 1, count - 1, weight_, value_, y + 1);
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) {
    takeAll(in[0], count, out[0]);
    return count;
  }

 private:
  double weight_;
  double value_ = 0;
  bool begun_ = false;
};

/** Exponential average that begins at the mean of the first `period` values, after `skipped` ones that it does not see. */
class SeededAverage {
 public:
  SeededAverage(std::size_t period, double weight, std::size_t skipped = 0) : period_(period), skipped_(skipped), weight_(weight) {}
  explicit SeededAverage(std::size_t period) : SeededAverage(period, smoothingOf(period)) {}

  bool next(double x, double& y) {
    if (seen_ >= period_) {
      value_ = (x - value_) * weight_ + value_;
    } else {
      if (skipped_ > 0) {
        --skipped_;
        return false;
      }
      value_ += x;
      if (++seen_ < period_) return false;
      value_ /= static_cast<double>(period_);
    }
    y = value_;
    return true;
  }

  /** Of a column; results from the start of y, which may be x. Answers how many. */
  std::size_t takeAll(const double* x, std::size_t count, double* y) {
    std::size_t i = 0;
    std::size_t written = 0;
    for (; i < count && seen_ < period_; ++i) {
      double value = 0;
      if (next(x[i], value)) y[written++] = value;
    }
    value_ = smooth(x + i, count - i, weight_, value_, y + written);
    return written + count - i;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) { return takeAll(in[0], count, out[0]); }

 private:
  std::size_t period_;
  std::size_t skipped_;
  std::size_t seen_ = 0;
  double weight_;
  double value_ = 0;
};

/** Wilder's smoothing: weight 1 / period from the mean of the first. */
class WilderAverage : public SeededAverage {
 public:
  explicit WilderAverage(std::size_t period) : SeededAverage(period, 1.0 / static_cast<double>(period)) {}
};

/** Weights 1 to `period`, the newest the heaviest. */
class WeightedAverage {
 public:
  explicit WeightedAverage(std::size_t period)
      : window_(period), period_(static_cast<double>(period)), scale_(2.0 / (period_ * (period_ + 1.0))) {}

  bool next(double x, double& y) {
    weighted_ += x * period_ - sum_;
    sum_ += x;
    sum_ -= window_.push(x);
    // Until it is full the window counts as led by zeros, so the weights of what it holds are right.
    if (!window_.isFull()) return false;
    y = weighted_ * scale_;
    return true;
  }

 private:
  Window window_;
  double period_;
  double scale_;
  double sum_ = 0;
  double weighted_ = 0;
};

/** Weights that rise to the middle and fall again: a simple average of a simple average. */
class TriangularAverage {
 public:
  explicit TriangularAverage(std::size_t period) : inner_((period + 1) / 2), outer_(period / 2 + 1) {}

  bool next(double x, double& y) {
    double mean = 0;
    return inner_.next(x, mean) && outer_.next(mean, y);
  }

 private:
  SimpleAverage inner_;
  SimpleAverage outer_;
};

/** Averages of averages, as TA-Lib seeds them: Depth 2 is DEMA, 3 TEMA. */
template <std::size_t Depth>
class StackedAverage {
 public:
  explicit StackedAverage(std::size_t period) : first_(period), second_(period), third_(period) {}

  bool next(double x, double& y) {
    double one = 0;
    double two = 0;
    if (!first_.next(x, one) || !second_.next(one, two)) return false;
    if constexpr (Depth == 2) {
      y = 2.0 * one - two;
      return true;
    } else {
      double three = 0;
      if (!third_.next(two, three)) return false;
      y = 3.0 * one - 3.0 * two + three;
      return true;
    }
  }

 private:
  SeededAverage first_;
  SeededAverage second_;
  SeededAverage third_;
};

/** Tillson's T3: six seeded averages one on another. */
class TillsonAverage {
 public:
  TillsonAverage(std::size_t period, double volume)
      : averages_{SeededAverage(period), SeededAverage(period), SeededAverage(period), SeededAverage(period), SeededAverage(period), SeededAverage(period)} {
    const double square = volume * volume;
    weights_[0] = -square * volume;
    weights_[1] = 3.0 * (square - weights_[0]);
    weights_[2] = -6.0 * square - 3.0 * (volume - weights_[0]);
    weights_[3] = 1.0 + 3.0 * volume - weights_[0] + 3.0 * square;
  }

  bool next(double x, double& y) {
    double values[6];
    for (std::size_t i = 0; i < 6; ++i) {
      if (!averages_[i].next(i == 0 ? x : values[i - 1], values[i])) return false;
    }
    y = weights_[0] * values[5] + weights_[1] * values[4] + weights_[2] * values[3] + weights_[3] * values[2];
    return true;
  }

 private:
  SeededAverage averages_[6];
  double weights_[4];
};

/** Kaufman's adaptive average. Talib: first value one bar later, and an efficiency of 1 where the way is no longer than the (signed) change. */
template <bool Talib>
class AdaptiveAverage {
 public:
  explicit AdaptiveAverage(std::size_t period) : values_(period), steps_(period) {}

  bool next(double x, double& y) {
    const bool hasBase = values_.isFull();
    const double last = values_.count() > 0 ? values_.newest() : x;
    const bool isFirst = values_.count() == 0;
    const double base = values_.push(x);
    if (!isFirst) steps_.push(std::abs(x - last));
    if (!hasBase) {
      value_ = x;
      if (Talib || !values_.isFull()) return false;
      y = x;
      return true;
    }
    const double efficiency = efficiencyOf(x - base);
    const double weight = efficiency * (2.0 / 3.0 - 2.0 / 31.0) + 2.0 / 31.0;
    value_ += weight * weight * (x - value_);
    y = value_;
    return true;
  }

 private:
  double efficiencyOf(double change) const {
    const double way = steps_.sum();
    if constexpr (Talib) return way <= change || std::abs(way) < 1e-14 ? 1.0 : std::abs(change / way);
    else return way != 0.0 ? std::abs(change) / way : 1.0;
  }

  Window values_;
  MovingSum steps_;
  double value_ = 0;
};

/** No average: the value itself. */
class Unsmoothed {
 public:
  bool next(double x, double& y) {
    y = x;
    return true;
  }
};

/** MAMA as one line. */
class MesaLine {
 public:
  MesaLine() : mesa_(0.5, 0.05) {}
  bool next(double x, double& y) {
    double both[2];
    if (!mesa_.push(&x, both)) return false;
    y = both[0];
    return true;
  }

 private:
  MesaAverage mesa_;
};

/** Any of TA-Lib's averages, by its number: 0 simple, 1 exponential, 2 weighted, 3 double, 4 triple exponential, 5 triangular, 6 Kaufman, 7 MESA, 8 T3. */
class MovingAverage {
 public:
  MovingAverage(std::size_t period, std::size_t kind) : average_(made(period, kind)) {}

  bool next(double x, double& y) {
    return std::visit([&](auto& each) { return each.next(x, y); }, average_);
  }

  /** For a simple one: stands as after a column whose end is given, with the sum of its last values. */
  void follow(const double* end, std::size_t period, double sum) {
    if (period <= 1) return;
    std::get_if<SimpleAverage>(&average_)->fill(end, sum);
  }

  /** Bars before the first value. */
  static std::size_t warmUp(std::size_t period, std::size_t kind) {
    if (period <= 1) return 0;
    const std::size_t warmUps[] = {period - 1, period - 1, period - 1, 2 * (period - 1), 3 * (period - 1), period - 1, period, 32, 6 * (period - 1)};
    return warmUps[kind];
  }

 private:
  using Any = std::variant<Unsmoothed, SimpleAverage, SeededAverage, WeightedAverage, StackedAverage<2>, StackedAverage<3>, TriangularAverage,
                           AdaptiveAverage<true>, MesaLine, TillsonAverage>;

  static Any made(std::size_t period, std::size_t kind) {
    if (period <= 1) return Unsmoothed();
    switch (kind) {
      case 0: return SimpleAverage(period);
      case 1: return SeededAverage(period);
      case 2: return WeightedAverage(period);
      case 3: return StackedAverage<2>(period);
      case 4: return StackedAverage<3>(period);
      case 5: return TriangularAverage(period);
      case 6: return AdaptiveAverage<true>(period);
      case 7: return MesaLine();
      default: return TillsonAverage(period, 0.7);
    }
  }

  Any average_;
};

inline Option averageKind(const char* name = "average kind", double fallback = 0) { return {name, fallback, 0, 8}; }

}  // namespace syndicate::indicators
