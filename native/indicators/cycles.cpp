#include <cmath>
#include <numbers>

#include "families.hpp"
#include "mesa.hpp"

namespace syndicate::indicators {
namespace {

/** The dominant cycle as TA-Lib starts it: `First` bars only smooth the price. */
template <std::size_t First, std::size_t Shown>
class TalibCycle {
 protected:
  /** True when this bar was analysed. */
  bool analyse(double price) {
    smoothed_ = smoother_.take(price);
    prices_.push(price);
    bar_ = bars_++;
    if (bar_ < First) return false;
    cycle_.take(smoothed_);
    return true;
  }

  bool isShown() const { return bar_ >= Shown; }

  PriceSmoother smoother_;
  DominantCycle<true> cycle_;
  Window prices_{50};
  double smoothed_ = 0;
  std::size_t bar_ = 0;
  std::size_t bars_ = 0;
};

class CyclePeriod : TalibCycle<12, 32> {
 public:
  bool next(double x, double& y) {
    if (!analyse(x)) return false;
    y = cycle_.smoothPeriod();
    return isShown();
  }
};

class Phasor : TalibCycle<12, 32> {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  bool push(const double* in, double* out) {
    if (!analyse(in[0])) return false;
    out[0] = cycle_.inPhase();
    out[1] = cycle_.quadrature();
    return isShown();
  }
};

/** With the phase of the dominant cycle, in degrees. */
class CycleWithPhase : protected TalibCycle<37, 63> {
 protected:
  bool analysePhase(double price) {
    if (!analyse(price)) return false;
    smoothedPrices_.push(smoothed_);
    const std::size_t length = static_cast<std::size_t>(cycle_.smoothPeriod() + 0.5);
    double real = 0;
    double imaginary = 0;
    for (std::size_t i = 0; i < length; ++i) {
      const double angle = static_cast<double>(i) * 2.0 * std::numbers::pi / static_cast<double>(length);
      // Before the first there are zeros, as the window begins with them.
      const double value = i < smoothedPrices_.count() ? smoothedPrices_.newest(i) : 0.0;
      real += std::sin(angle) * value;
      imaginary += std::cos(angle) * value;
    }
    if (std::abs(imaginary) > 0.0) phase_ = std::atan(real / imaginary) * degreesPerRadian;
    else if (real != 0.0) phase_ += real < 0.0 ? -90.0 : 90.0;
    phase_ += 90.0 + 360.0 / cycle_.smoothPeriod();
    if (imaginary < 0.0) phase_ += 180.0;
    if (phase_ > 315.0) phase_ -= 360.0;
    return true;
  }

  double sine() const { return std::sin(phase_ / degreesPerRadian); }
  double leadSine() const { return std::sin((phase_ + 45.0) / degreesPerRadian); }

  double phase_ = 0;

 private:
  Window smoothedPrices_{50};
};

class CyclePhase : CycleWithPhase {
 public:
  bool next(double x, double& y) {
    if (!analysePhase(x)) return false;
    y = phase_;
    return isShown();
  }
};

class SineWave : CycleWithPhase {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  bool push(const double* in, double* out) {
    if (!analysePhase(in[0])) return false;
    out[0] = sine();
    out[1] = leadSine();
    return isShown();
  }
};

/** The price without its dominant cycle. */
class Trendline {
 public:
  double take(const Window& prices, double smoothPeriod) {
    const std::size_t length = static_cast<std::size_t>(smoothPeriod + 0.5);
    double mean = 0;
    for (std::size_t i = 0; i < length; ++i) mean += prices.newest(i);
    if (length > 0) mean /= static_cast<double>(length);
    return smoother_.take(mean);
  }

 private:
  PriceSmoother smoother_;
};

class InstantaneousTrendline : TalibCycle<37, 63> {
 public:
  bool next(double x, double& y) {
    if (!analyse(x)) return false;
    y = trendline_.take(prices_, cycle_.smoothPeriod());
    return isShown();
  }

 private:
  Trendline trendline_;
};

/** 1 while the market trends, 0 while it cycles. */
class TrendMode : CycleWithPhase {
 public:
  bool next(double x, double& y) {
    const double lastPhase = phase_;
    const double lastSine = sine_;
    const double lastLead = lead_;
    if (!analysePhase(x)) return false;
    sine_ = sine();
    lead_ = leadSine();
    const double period = cycle_.smoothPeriod();
    const double trendline = trendline_.take(prices_, period);
    bool isTrend = true;
    if ((sine_ > lead_ && lastSine <= lastLead) || (sine_ < lead_ && lastSine >= lastLead)) {
      barsInTrend_ = 0;
      isTrend = false;
    }
    barsInTrend_ += 1;
    if (barsInTrend_ < 0.5 * period) isTrend = false;
    const double change = phase_ - lastPhase;
    if (period != 0.0 && change > 0.67 * 360.0 / period && change < 1.5 * 360.0 / period) isTrend = false;
    if (trendline != 0.0 && std::abs((smoothed_ - trendline) / trendline) >= 0.015) isTrend = true;
    y = isTrend ? 1.0 : 0.0;
    return isShown();
  }

 private:
  Trendline trendline_;
  double sine_ = 0;
  double lead_ = 0;
  double barsInTrend_ = 0;
};

/** Ehlers' sine wave over a cycle of a given length. */
class MesaSineWave {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  explicit MesaSineWave(std::size_t period) : window_(period) {}

  bool push(const double* in, double* out) {
    const bool wasFull = window_.isFull();
    window_.push(in[0]);
    if (!wasFull) return false;
    // The constant as Tulip has it.
    constexpr double pi = 3.1415926;
    const double period = static_cast<double>(window_.size());
    double real = 0;
    double imaginary = 0;
    for (std::size_t j = 0; j < window_.size(); ++j) {
      const double angle = 2.0 * pi * static_cast<double>(j) / period;
      real += std::cos(angle) * window_.newest(j);
      imaginary += std::sin(angle) * window_.newest(j);
    }
    double phase = std::abs(real) > 0.001 ? std::atan(imaginary / real) : pi * (imaginary < 0.0 ? -1.0 : 1.0);
    if (real < 0.0) phase += pi;
    phase += pi / 2.0;
    if (phase < 0.0) phase += 2.0 * pi;
    if (phase > 2.0 * pi) phase -= 2.0 * pi;
    out[0] = std::sin(phase);
    out[1] = std::sin(phase + pi / 4.0);
    return true;
  }

 private:
  Window window_;
};

template <bool Talib>
std::unique_ptr<Indicator> mesa(Options options) {
  return streamed<Mesa<Talib>>(options[0], options[1]);
}

}  // namespace

void addCycles(Table& all) {
  talib(all, "ht_dcperiod", "real", "real", {}, plain<CyclePeriod>);
  talib(all, "ht_dcphase", "real", "real", {}, plain<CyclePhase>);
  talib(all, "ht_phasor", "real", "inphase quadrature", {}, plain<Phasor>);
  talib(all, "ht_sine", "real", "sine leadsine", {}, plain<SineWave>);
  talib(all, "ht_trendline", "real", "real", {}, plain<InstantaneousTrendline>);
  talib(all, "ht_trendmode", "real", "integer", {}, plain<TrendMode>);
  talib(all, "mama", "real", "mama fama", {real("fast limit", 0.5, 0.01, 0.99), real("slow limit", 0.05, 0.01, 0.99)}, mesa<true>);
  tulip(all, "mama", "real", "mama fama", {real("fast limit", 0.5, 0, 1), real("slow limit", 0.05, 0, 1)}, mesa<false>);
  tulip(all, "msw", "real", "msw_sine msw_lead", {period(5, 1)}, ofPeriods<MesaSineWave>);
}

}  // namespace syndicate::indicators
