#include <algorithm>
#include <cmath>
#include <concepts>

#include "families.hpp"
#include "ranges.hpp"

namespace syndicate::indicators {
namespace {

/** A change split into what it gained and what it lost. */
struct Change {
  double gain = 0;
  double loss = 0;
};

class Changes {
 public:
  /** False for the first value. */
  bool take(double x, Change& change) {
    const bool hasLast = begun_;
    const double step = x - last_;
    change = step > 0.0 ? Change{step, 0.0} : Change{0.0, -step};
    last_ = x;
    begun_ = true;
    return hasLast;
  }

 private:
  double last_ = 0;
  bool begun_ = false;
};

/** The gains and losses of a column that has a value before its first. */
void changesOf(const double* x, std::size_t count, double* gains, double* losses) {
  for (std::size_t i = 0; i < count; ++i) {
    const double step = x[i] - x[static_cast<std::ptrdiff_t>(i) - 1];
    gains[i] = step > 0.0 ? step : 0.0;
    // Exact, and no branch that the next price would have to be guessed for.
    losses[i] = gains[i] - step;
  }
}

/** Wilder's average in the very operations of TA-Lib, for results that hang on the last digit: where a bar brings no change, gains and losses shrink alike. */
class TalibWilderAverage {
 public:
  explicit TalibWilderAverage(std::size_t period) : period_(static_cast<double>(period)) {}
  bool next(double x, double& y) {
    if (seen_ >= period_) {
      value_ = (value_ * (period_ - 1.0) + x) / period_;
    } else {
      value_ += x;
      seen_ += 1.0;
      if (seen_ < period_) return false;
      value_ /= period_;
    }
    y = value_;
    return true;
  }

 private:
  double period_;
  double seen_ = 0;
  double value_ = 0;
};

/** Wilder's averages of gains and losses, a result each: RSI is the share of gains, TA-Lib's CMO what they have over the losses. */
template <bool Talib, bool Net, class Average = WilderAverage>
class RelativeStrength {
 public:
  explicit RelativeStrength(std::size_t period) : gains_(period), losses_(period) {}
  bool next(double x, double& y) {
    Change change;
    if (!changes_.take(x, change)) return false;
    double gain = 0;
    double loss = 0;
    gains_.next(change.gain, gain);
    if (!losses_.next(change.loss, loss)) return false;
    y = of(gain, loss);
    return true;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out)
    requires std::same_as<Average, WilderAverage>
  {
    const double* x = in[0];
    Change none;
    changes_.take(x[0], none);
    std::size_t written = 0;
    inChunks(1, count, [&](std::size_t first, std::size_t length) {
      double gains[chunk];
      double losses[chunk];
      changesOf(x + first, length, gains, losses);
      gains_.takeAll(gains, length, gains);
      const std::size_t results = losses_.takeAll(losses, length, losses);
      for (std::size_t i = 0; i < results; ++i) out[0][written + i] = of(gains[i], losses[i]);
      written += results;
    });
    changes_.take(x[count - 1], none);
    return written;
  }

 private:
  static double of(double gain, double loss) {
    const double all = gain + loss;
    const double share = 100.0 * ((Net ? gain - loss : gain) / all);
    return Talib && isZero(all) ? 0.0 : share;
  }

  Changes changes_;
  Average gains_;
  Average losses_;
};

/** Chande's momentum oscillator as Tulip has it: plain sums. */
class ChandeMomentum {
 public:
  explicit ChandeMomentum(std::size_t period) : gains_(period), losses_(period) {}
  bool next(double x, double& y) {
    Change change;
    if (!changes_.take(x, change)) return false;
    gains_.push(change.gain);
    if (!losses_.push(change.loss)) return false;
    y = 100.0 * (gains_.sum() - losses_.sum()) / (gains_.sum() + losses_.sum());
    return true;
  }

 private:
  Changes changes_;
  MovingSum gains_;
  MovingSum losses_;
};

/** Chande's intraday momentum: closes above opens against all, in percent. */
class IntradayMomentum {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit IntradayMomentum(std::size_t period) : gains_(period), losses_(period) {}
  bool push(const double* in, double* out) {
    const double step = in[1] - in[0];
    gains_.push(std::max(step, 0.0));
    if (!losses_.push(std::max(-step, 0.0))) return false;
    out[0] = 100.0 * (gains_.sum() / (gains_.sum() + losses_.sum()));
    return true;
  }

 private:
  MovingSum gains_;
  MovingSum losses_;
};

/** Where a value lies between a window's extremes, 0 to `Scale`; 0 where they are equal. */
template <int Scale>
class PlaceInRange {
 public:
  explicit PlaceInRange(std::size_t period) : highest_(period), lowest_(period) {}
  bool take(double high, double low, double value, double& y) {
    highest_.push(high);
    if (!lowest_.push(low)) return false;
    const double range = highest_.value() - lowest_.value();
    y = range == 0.0 ? 0.0 : Scale * ((value - lowest_.value()) / range);
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
};

/** %K and %D, each smoothed by any average. */
class Stochastic {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 2;
  Stochastic(std::size_t period, std::size_t slowing, std::size_t slowingKind, std::size_t signal, std::size_t signalKind)
      : place_(period), slowing_(slowing, slowingKind), signal_(signal, signalKind) {}
  bool push(const double* in, double* out) {
    double place = 0;
    return place_.take(in[0], in[1], in[2], place) && slowing_.next(place, out[0]) && signal_.next(out[0], out[1]);
  }

 private:
  PlaceInRange<100> place_;
  MovingAverage slowing_;
  MovingAverage signal_;
};

/** TA-Lib: fast stochastic of the RSI. */
class TalibStochasticStrength {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  TalibStochasticStrength(std::size_t period, std::size_t place, std::size_t signal, std::size_t kind) : strength_(period), stochastic_(place, 1, 0, signal, kind) {}
  bool push(const double* in, double* out) {
    double bar[3];
    if (!strength_.next(in[0], bar[0])) return false;
    bar[1] = bar[2] = bar[0];
    return stochastic_.push(bar, out);
  }

 private:
  RelativeStrength<true, false, TalibWilderAverage> strength_;
  Stochastic stochastic_;
};

/** Tulip: where the RSI lies in its own range, 0 to 1. */
class TulipStochasticStrength {
 public:
  explicit TulipStochasticStrength(std::size_t period) : strength_(period), place_(period) {}
  bool next(double x, double& y) {
    double strength = 0;
    return strength_.next(x, strength) && place_.take(strength, strength, strength, y);
  }

 private:
  RelativeStrength<false, false> strength_;
  PlaceInRange<1> place_;
};

/** Williams' %R: -100 at the low, 0 at the high. */
class WilliamsRange {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  explicit WilliamsRange(std::size_t period) : highest_(period), lowest_(period) {}
  bool push(const double* in, double* out) {
    highest_.push(in[0]);
    if (!lowest_.push(in[1])) return false;
    const double range = highest_.value() - lowest_.value();
    out[0] = range == 0.0 ? 0.0 : -100.0 * ((highest_.value() - in[2]) / range);
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
};

/** Lambert's channel index. Tulip waits for twice the window; TA-Lib answers 0 where there is no deviation. */
template <bool Talib>
class ChannelIndex {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  explicit ChannelIndex(std::size_t period) : prices_(period), warmUp_((Talib ? 1 : 2) * (period - 1)) {}
  bool push(const double* in, double* out) {
    const double price = Talib ? (in[0] + in[1] + in[2]) / 3.0 : (in[0] + in[1] + in[2]) * (1.0 / 3.0);
    prices_.push(price);
    if (bars_++ < warmUp_) return false;
    const double count = static_cast<double>(prices_.window().size());
    // TA-Lib adds the window up anew for each bar, in the order of its places; a running sum would tell equal prices apart from their mean.
    double mean = prices_.sum() * (1.0 / count);
    if constexpr (Talib) {
      double sum = 0;
      prices_.window().each([&](double value) { sum += value; });
      mean = sum / count;
    }
    double distance = 0;
    prices_.window().each([&](double value) { distance += std::abs(value - mean); });
    const double step = price - mean;
    if (Talib && (step == 0.0 || distance == 0.0)) out[0] = 0.0;
    else out[0] = step / (0.015 * (distance / count));
    return true;
  }

 private:
  MovingSum prices_;
  std::size_t warmUp_;
  std::size_t bars_ = 0;
};

/** Williams' ultimate oscillator: buying pressure against true range over three windows, the shortest the heaviest. */
template <bool Talib>
class UltimateOscillator {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  UltimateOscillator(std::size_t fast, std::size_t middle, std::size_t slow)
      : pressures_{MovingSum(fast), MovingSum(middle), MovingSum(slow)}, ranges_{MovingSum(fast), MovingSum(middle), MovingSum(slow)} {}
  bool push(const double* in, double* out) {
    const bool hasLast = range_.hasLast();
    const double pressure = in[2] - std::min(in[1], close_);
    const double range = range_.take(in[0], in[1], in[2]);
    close_ = in[2];
    if (!hasLast) return false;
    bool isReady = true;
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      pressures_[i].push(pressure);
      isReady = ranges_[i].push(range) && isReady;
      if (!Talib || !isZero(ranges_[i].sum())) sum += weights[i] * (pressures_[i].sum() / ranges_[i].sum());
    }
    out[0] = 100.0 * (sum / 7.0);
    return isReady;
  }

 private:
  static constexpr double weights[3] = {4.0, 2.0, 1.0};
  TrueRange range_;
  MovingSum pressures_[3];
  MovingSum ranges_[3];
  double close_ = 0;
};

/** Ehlers' Fisher transform of the middle's place in its range; the signal is the last result. */
class FisherTransform {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 2;
  explicit FisherTransform(std::size_t period) : highest_(period), lowest_(period) {}
  bool push(const double* in, double* out) {
    const double middle = 0.5 * (in[0] + in[1]);
    highest_.push(middle);
    if (!lowest_.push(middle)) return false;
    double range = highest_.value() - lowest_.value();
    if (range == 0.0) range = 0.001;
    place_ = 0.33 * 2.0 * ((middle - lowest_.value()) / range - 0.5) + 0.67 * place_;
    if (place_ > 0.99) place_ = 0.999;
    if (place_ < -0.99) place_ = -0.999;
    out[1] = value_;
    value_ = 0.5 * std::log((1.0 + place_) / (1.0 - place_)) + 0.5 * value_;
    out[0] = value_;
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
  double place_ = 0;
  double value_ = 0;
};

/** Altman's relative momentum: gains over a lag against all, smoothed. */
class RelativeMomentum {
 public:
  RelativeMomentum(std::size_t period, std::size_t lag) : lag_(lag), gains_(period), losses_(period) {}
  bool next(double x, double& y) {
    const bool wasFull = lag_.isFull();
    const double step = x - lag_.push(x);
    if (!wasFull) return false;
    const double gain = gains_.take(std::max(step, 0.0));
    y = gain / (gain + losses_.take(std::max(-step, 0.0))) * 100.0;
    return true;
  }

 private:
  Window lag_;
  ExponentialAverage gains_;
  ExponentialAverage losses_;
};

/** Blau's stochastic momentum: distance from the middle of the range against the range, both smoothed twice. */
class StochasticMomentum {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  StochasticMomentum(std::size_t period, std::size_t first, std::size_t second)
      : highest_(period), lowest_(period), distance_{ExponentialAverage(first), ExponentialAverage(second)}, range_{ExponentialAverage(first), ExponentialAverage(second)} {}
  bool push(const double* in, double* out) {
    highest_.push(in[0]);
    if (!lowest_.push(in[1])) return false;
    const double high = highest_.value();
    const double low = lowest_.value();
    const double distance = distance_[1].take(distance_[0].take(in[2] - 0.5 * (high + low)));
    out[0] = 100.0 * distance / (0.5 * range_[1].take(range_[0].take(high - low)));
    return true;
  }

 private:
  Highest highest_;
  Lowest lowest_;
  ExponentialAverage distance_[2];
  ExponentialAverage range_[2];
};

/** Blau's true strength: change against its size, both smoothed twice. */
class TrueStrength {
 public:
  TrueStrength(std::size_t first, std::size_t second)
      : change_{ExponentialAverage(first), ExponentialAverage(second)}, size_{ExponentialAverage(first), ExponentialAverage(second)} {}
  bool next(double x, double& y) {
    const bool hasLast = begun_;
    const double step = x - last_;
    begun_ = true;
    last_ = x;
    if (!hasLast) return false;
    const double change = change_[1].take(change_[0].take(step));
    const double size = size_[1].take(size_[0].take(std::abs(step)));
    y = size == 0.0 ? 0.0 : 100.0 * (change / size);
    return true;
  }

 private:
  ExponentialAverage change_[2];
  ExponentialAverage size_[2];
  double last_ = 0;
  bool begun_ = false;
};

/** The periods of TA-Lib's may come in any order. */
std::unique_ptr<Indicator> sortedUltimate(Options options) {
  double periods[3] = {options[0], options[1], options[2]};
  std::sort(periods, periods + 3);
  return ofPeriods<UltimateOscillator<true>, 3>(periods);
}

std::unique_ptr<Indicator> fastStochastic(Options options) {
  return streamed<Stochastic>(whole(options[0]), std::size_t{1}, std::size_t{0}, whole(options[1]), whole(options[2]));
}

std::unique_ptr<Indicator> simpleStochastic(Options options) {
  return streamed<Stochastic>(whole(options[0]), whole(options[1]), std::size_t{0}, whole(options[2]), std::size_t{0});
}

}  // namespace

void addOscillators(Table& all) {
  const char* bar = "high low close";
  talib(all, "rsi", "real", "real", {period(14)}, ofPeriods<RelativeStrength<true, false>>);
  tulip(all, "rsi", "real", "rsi", {period(14, 1)}, ofPeriods<RelativeStrength<false, false>>);
  talib(all, "cmo", "real", "real", {period(14)}, ofPeriods<RelativeStrength<true, true>>);
  tulip(all, "cmo", "real", "cmo", {period(14, 1)}, ofPeriods<ChandeMomentum>);
  talib(all, "imi", "open close", "real", {period(14)}, ofPeriods<IntradayMomentum>);
  talib(all, "stoch", bar, "slowk slowd",
        {period(5, 1, "fast k period"), period(3, 1, "slow k period"), averageKind("slow k average kind"), period(3, 1, "slow d period"),
         averageKind("slow d average kind")},
        ofPeriods<Stochastic, 5>);
  const std::vector<Option> fast = {period(5, 1, "fast k period"), period(3, 1, "fast d period"), averageKind("fast d average kind")};
  talib(all, "stochf", bar, "fastk fastd", fast, fastStochastic);
  talib(all, "stochrsi", "real", "fastk fastd", {period(14), fast[0], fast[1], fast[2]}, ofPeriods<TalibStochasticStrength, 4>);
  tulip(all, "stoch", bar, "stoch_k stoch_d", {period(5, 1, "k period"), period(3, 1, "k slowing period"), period(3, 1, "d period")}, simpleStochastic);
  tulip(all, "stochrsi", "real", "stochrsi", {period(14)}, ofPeriods<TulipStochasticStrength>);
  talib(all, "willr", bar, "real", {period(14)}, ofPeriods<WilliamsRange>);
  tulip(all, "willr", bar, "willr", {period(14, 1)}, ofPeriods<WilliamsRange>);
  talib(all, "cci", bar, "real", {period(14)}, ofPeriods<ChannelIndex<true>>);
  tulip(all, "cci", bar, "cci", {period(20, 1)}, ofPeriods<ChannelIndex<false>>);
  const std::vector<Option> three = {period(7, 1, "short period"), period(14, 1, "medium period"), period(28, 1, "long period")};
  talib(all, "ultosc", bar, "real", three, sortedUltimate);
  tulip(all, "ultosc", bar, "ultosc", three, ofRisingPeriods<UltimateOscillator<false>, 3>);
  tulip(all, "fisher", "high low", "fisher fisher_signal", {period(10, 1)}, ofPeriods<FisherTransform>);
  tulip(all, "rmi", "real", "rmi", {period(14, 1), period(5, 1, "lookback period")}, ofPeriods<RelativeMomentum, 2>);
  tulip(all, "smi", bar, "smi", {period(13, 1, "q period"), period(25, 1, "r period"), period(2, 1, "s period")}, ofPeriods<StochasticMomentum, 3>);
  tulip(all, "tsi", "real", "tsi", {period(25, 1, "y period"), period(13, 1, "z period")}, ofPeriods<TrueStrength, 2>);
}

}  // namespace syndicate::indicators
