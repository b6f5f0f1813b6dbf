#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "window.hpp"

namespace syndicate::indicators {

inline constexpr double degreesPerRadian = 180.0 / std::numbers::pi;

/** The last seven values, zeros before the first, through Ehlers' Hilbert transformer. */
class HilbertTransformer {
 public:
  double take(double x, double scale) {
    for (std::size_t i = past_.size() - 1; i > 0; --i) past_[i] = past_[i - 1];
    past_[0] = x;
    return (0.0962 * past_[0] + 0.5769 * past_[2] - 0.5769 * past_[4] - 0.0962 * past_[6]) * scale;
  }

  double past(std::size_t age) const { return past_[age]; }

 private:
  std::array<double, 7> past_{};
};

/** Ehlers' homodyne discriminator: in-phase and quadrature parts of a smoothed price, and the dominant cycle's period. Rocket Science for Traders, 2001. */
template <bool Talib>
class DominantCycle {
 public:
  void take(double smoothed) {
    const double scale = 0.075 * period_ + 0.54;
    const double detrended = detrender_.take(smoothed, scale);
    quadrature_ = quadratures_.take(detrended, scale);
    inPhase_ = quadratures_.past(3);
    const double leadingInPhase = inPhases_.take(inPhase_, scale);
    const double leadingQuadrature = leads_.take(quadrature_, scale);
    const double q = 0.2 * (quadrature_ + leadingInPhase) + 0.8 * lastQ_;
    const double i = 0.2 * (inPhase_ - leadingQuadrature) + 0.8 * lastI_;
    real_ = 0.2 * (i * lastI_ + q * lastQ_) + 0.8 * real_;
    imaginary_ = 0.2 * (i * lastQ_ - q * lastI_) + 0.8 * imaginary_;
    lastQ_ = q;
    lastI_ = i;
    // Tulip divides by radians where the angle is in degrees.
    const double unit = Talib ? degreesPerRadian : 1.0;
    double period = Talib ? period_ : 0.0;
    if (imaginary_ != 0.0 && real_ != 0.0) period = 360.0 / (std::atan(imaginary_ / real_) * unit);
    period = std::max(std::min(period, 1.5 * period_), 0.67 * period_);
    period = std::clamp(period, 6.0, 50.0);
    period_ = 0.2 * period + 0.8 * period_;
    smoothPeriod_ = 0.33 * period_ + 0.67 * smoothPeriod_;
  }

  double inPhase() const { return inPhase_; }
  double quadrature() const { return quadrature_; }
  double smoothPeriod() const { return smoothPeriod_; }

 private:
  HilbertTransformer detrender_;
  HilbertTransformer quadratures_;
  HilbertTransformer inPhases_;
  HilbertTransformer leads_;
  double quadrature_ = 0;
  double inPhase_ = 0;
  double lastQ_ = 0;
  double lastI_ = 0;
  double real_ = 0;
  double imaginary_ = 0;
  double period_ = 0;
  double smoothPeriod_ = 0;
};

/** The last four prices, weighted 4, 3, 2, 1. */
class PriceSmoother {
 public:
  double take(double price) {
    for (std::size_t i = 3; i > 0; --i) past_[i] = past_[i - 1];
    past_[0] = price;
    return (4.0 * past_[0] + 3.0 * past_[1] + 2.0 * past_[2] + past_[3]) * 0.1;
  }

 private:
  std::array<double, 4> past_{};
};

/** MESA adaptive moving average and the one that follows it. TA-Lib lets 12 bars pass and shows nothing before the 33rd. */
template <bool Talib>
class Mesa {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  Mesa(double fast, double slow) : fast_(fast), slow_(slow) {}

  bool push(const double* in, double* out) {
    const double smoothed = smoother_.take(in[0]);
    const std::size_t bar = bars_++;
    if (bar < (Talib ? 12 : 6)) return false;
    cycle_.take(smoothed);
    const double inPhase = cycle_.inPhase();
    const double unit = Talib ? degreesPerRadian : 1.0;
    const double phase = inPhase != 0.0 ? std::atan(cycle_.quadrature() / inPhase) * unit : 0.0;
    const double change = std::max(lastPhase_ - phase, 1.0);
    lastPhase_ = phase;
    const double weight = Talib && change <= 1.0 ? fast_ : std::max(fast_ / change, slow_);
    leading_ = weight * in[0] + (1.0 - weight) * leading_;
    following_ = 0.5 * weight * leading_ + (1.0 - 0.5 * weight) * following_;
    out[0] = leading_;
    out[1] = following_;
    return !Talib || bar >= 32;
  }

 private:
  PriceSmoother smoother_;
  DominantCycle<Talib> cycle_;
  double fast_;
  double slow_;
  double lastPhase_ = 0;
  double leading_ = 0;
  double following_ = 0;
  std::size_t bars_ = 0;
};

using MesaAverage = Mesa<true>;

}  // namespace syndicate::indicators
