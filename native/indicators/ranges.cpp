#include "ranges.hpp"

#include "families.hpp"

namespace syndicate::indicators {
namespace {

template <bool Talib>
class TrueRangeKernel {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  bool push(const double* in, double* out) {
    const bool isReady = !Talib || range_.hasLast();
    out[0] = range_.take(in[0], in[1], in[2]);
    return isReady;
  }

 private:
  TrueRange range_;
};

template <bool Talib, bool Normalised>
class AverageTrueRangeKernel {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  explicit AverageTrueRangeKernel(std::size_t period) : average_(period), isPlain_(Talib && Normalised && period == 1) {}
  bool push(const double* in, double* out) {
    if (!average_.take(in, out[0])) return false;
    // TA-Lib's of one bar is the true range itself.
    if (Normalised && !isPlain_) out[0] = normalised(out[0], in[2]);
    return true;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) {
    std::size_t written = 0;
    inChunks(0, count, [&](std::size_t first, std::size_t length) {
      const std::size_t begun = written;
      const double* const bars[3] = {in[0] + first, in[1] + first, in[2] + first};
      written += average_.takeAll(bars, length, out[0] + written);
      if (!Normalised || isPlain_) return;
      const double* closes = bars[2] + length - (written - begun);
      for (std::size_t i = begun; i < written; ++i) out[0][i] = normalised(out[0][i], closes[i - begun]);
    });
    return written;
  }

 private:
  static double normalised(double range, double close) { return Talib && isZero(close) ? 0.0 : 100.0 * range / close; }

  AverageTrueRange<Talib> average_;
  bool isPlain_;
};

/** Takes bars one by one. */
template <class Kernel>
std::size_t oneByOne(Kernel& kernel, const double* const* in, std::size_t count, double* const* out) {
  std::size_t written = 0;
  for (std::size_t i = 0; i < count; ++i) {
    double result[3];
    if (!kernel.push(in[0] + i, result)) continue;
    for (std::size_t k = 0; k < 3; ++k) out[k][written] = result[k];
    ++written;
  }
  return written;
}

/** Three columns of what `figure` makes of means and variances. */
template <class Kernel, class Of, class Figure>
std::size_t batchOfMoments(Kernel& kernel, Of& moments, const double* const* in, std::size_t count, double* const* out, Figure figure) {
  const std::size_t period = moments.window().size();
  const std::size_t first = oneByOne(kernel, in, std::min(count, period), out);
  if (count <= period) return first;
  const double scale = 1.0 / static_cast<double>(period);
  double sum = moments.sum();
  double squares = moments.squares();
  const double* x = in[0];
  inChunks(period, count, [&](std::size_t begin, std::size_t length) {
    double means[chunk];
    double meanSquares[chunk];
    sum = slide(x + begin, x + begin - period, length, scale, sum, means);
    squares = slideSquares(x + begin, x + begin - period, length, scale, squares, meanSquares);
    double* const to[3] = {out[0] + begin - period + 1, out[1] + begin - period + 1, out[2] + begin - period + 1};
    for (std::size_t i = 0; i < length; ++i) figure(means[i], meanSquares[i] - means[i] * means[i], to[0][i], to[1][i], to[2][i]);
  });
  moments.fill(x + count, sum, squares);
  return count - period + 1;
}

/** Bollinger: an average and a multiple of the deviation above and below. Tulip: lower, middle, upper. */
class TulipBollingerBands {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 3;
  TulipBollingerBands(std::size_t period, double deviations) : moments_(period), deviations_(deviations) {}
  bool push(const double* in, double* out) {
    if (!moments_.push(in[0])) return false;
    const double width = deviations_ * moments_.deviation();
    out[1] = moments_.mean();
    out[0] = out[1] - width;
    out[2] = out[1] + width;
    return true;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) {
    const double deviations = deviations_;
    return batchOfMoments(*this, moments_, in, count, out, [deviations](double mean, double variance, double& lower, double& middle, double& upper) {
      const double width = deviations * std::sqrt(std::max(variance, 0.0));
      lower = mean - width;
      middle = mean;
      upper = mean + width;
    });
  }

 private:
  Moments<false> moments_;
  double deviations_;
};

/** TA-Lib: upper, middle, lower, round any average. */
class TalibBollingerBands {
 public:
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 3;
  TalibBollingerBands(std::size_t period, double up, double down, std::size_t kind)
      : moments_(period), average_(period, kind), isSimple_(kind == 0), up_(up), down_(down) {}
  bool push(const double* in, double* out) {
    const bool hasMoments = moments_.push(in[0]);
    if (!average_.next(in[0], out[1]) || !hasMoments) return false;
    const double variance = moments_.variance();
    const double deviation = variance < talibEpsilon ? 0.0 : std::sqrt(variance);
    out[0] = out[1] + up_ * deviation;
    out[2] = out[1] - down_ * deviation;
    return true;
  }

  std::size_t batch(const double* const* in, std::size_t count, double* const* out) {
    if (!isSimple_) return oneByOne(*this, in, count, out);
    const double up = up_;
    const double down = down_;
    const std::size_t written = batchOfMoments(*this, moments_, in, count, out, [up, down](double mean, double variance, double& upper, double& middle, double& lower) {
      const double deviation = variance < talibEpsilon ? 0.0 : std::sqrt(variance);
      upper = mean + up * deviation;
      middle = mean;
      lower = mean - down * deviation;
    });
    const std::size_t period = moments_.window().size();
    if (count > period) average_.follow(in[0] + count, period, moments_.sum());
    return written;
  }

 private:
  Moments<true> moments_;
  MovingAverage average_;
  bool isSimple_;
  double up_;
  double down_;
};

/** Headley's acceleration bands. TA-Lib: upper, middle, lower; Tulip: lower, upper, middle. */
template <bool Talib>
class AccelerationBands {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 3;
  explicit AccelerationBands(std::size_t period) : upper_(period), middle_(period), lower_(period) {}
  bool push(const double* in, double* out) {
    const double sum = in[0] + in[1];
    const double width = Talib && isZero(sum) ? 0.0 : 4.0 * (in[0] - in[1]) / sum;
    upper_.next(in[0] * (1.0 + width), out[Talib ? 0 : 1]);
    lower_.next(in[1] * (1.0 - width), out[Talib ? 2 : 0]);
    return middle_.next(in[2], out[Talib ? 1 : 2]);
  }

 private:
  SimpleAverage upper_;
  SimpleAverage middle_;
  SimpleAverage lower_;
};

/** Keltner's channel: an exponential average of closes, and a multiple of that of true ranges: lower, middle, upper. */
class KeltnerChannel {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 3;
  KeltnerChannel(std::size_t period, double multiple) : price_(period), range_(period), multiple_(multiple) {}
  bool push(const double* in, double* out) {
    const double width = multiple_ * range_.take(trueRange_.take(in[0], in[1], in[2]));
    out[1] = price_.take(in[2]);
    out[0] = out[1] - width;
    out[2] = out[1] + width;
    return true;
  }

 private:
  TrueRange trueRange_;
  ExponentialAverage price_;
  ExponentialAverage range_;
  double multiple_;
};

/** Chandelier exit: the highest high less, and the lowest low plus, a multiple of the average true range. */
class ChandelierExit {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 2;
  ChandelierExit(std::size_t period, double multiple) : range_(period), highest_(period), lowest_(period), multiple_(multiple) {}
  bool push(const double* in, double* out) {
    highest_.push(in[0]);
    lowest_.push(in[1]);
    double range = 0;
    if (!range_.take(in, range)) return false;
    out[0] = highest_.value() - multiple_ * range;
    out[1] = lowest_.value() + multiple_ * range;
    return true;
  }

 private:
  AverageTrueRange<false> range_;
  Highest highest_;
  Lowest lowest_;
  double multiple_;
};

/** Chaikin's volatility: change of the average range over the period. */
class ChaikinVolatility {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit ChaikinVolatility(std::size_t period) : average_(period), lag_(period), warmUp_(2 * period - 1) {}
  bool push(const double* in, double* out) {
    const double value = average_.take(in[0] - in[1]);
    // The first average is not among those looked back at.
    const double old = bars_ == 0 ? 0.0 : lag_.push(value);
    out[0] = 100.0 * (value - old) / old;
    return bars_++ >= warmUp_;
  }

 private:
  ExponentialAverage average_;
  Window lag_;
  std::size_t warmUp_;
  std::size_t bars_ = 0;
};

/** Dorsey's mass index: sum of the ratio of a range's average to that average's own. */
class MassIndex {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit MassIndex(std::size_t period) : first_(9), second_(9), sum_(period) {}
  bool push(const double* in, double* out) {
    const double first = first_.take(in[0] - in[1]);
    const std::size_t bar = bars_++;
    if (bar < 8) return false;
    const double second = second_.take(first);
    if (bar < 16 || !sum_.push(first / second)) return false;
    out[0] = sum_.sum();
    return true;
  }

 private:
  ExponentialAverage first_;
  ExponentialAverage second_;
  MovingSum sum_;
  std::size_t bars_ = 0;
};

std::unique_ptr<Indicator> tulipBollinger(Options options) { return streamed<TulipBollingerBands>(whole(options[0]), options[1]); }
std::unique_ptr<Indicator> talibBollinger(Options options) {
  return streamed<TalibBollingerBands>(whole(options[0]), options[1], options[2], whole(options[3]));
}
std::unique_ptr<Indicator> keltner(Options options) { return streamed<KeltnerChannel>(whole(options[0]), options[1]); }
std::unique_ptr<Indicator> chandelier(Options options) { return streamed<ChandelierExit>(whole(options[0]), options[1]); }

}  // namespace

void addRanges(Table& all) {
  const char* bar = "high low close";
  talib(all, "trange", bar, "real", {}, plain<TrueRangeKernel<true>>);
  tulip(all, "tr", bar, "tr", {}, plain<TrueRangeKernel<false>>);
  talib(all, "atr", bar, "real", {period(14, 1)}, ofPeriods<AverageTrueRangeKernel<true, false>>);
  talib(all, "natr", bar, "real", {period(14, 1)}, ofPeriods<AverageTrueRangeKernel<true, true>>);
  tulip(all, "atr", bar, "atr", {period(14, 1)}, ofPeriods<AverageTrueRangeKernel<false, false>>);
  tulip(all, "natr", bar, "natr", {period(14, 1)}, ofPeriods<AverageTrueRangeKernel<false, true>>);
  const auto up = real("deviations up", 2, -3e37, 3e37);
  const auto down = real("deviations down", 2, -3e37, 3e37);
  talib(all, "bbands", "real", "upperband middleband lowerband", {period(5), up, down, averageKind()}, talibBollinger);
  tulip(all, "bbands", "real", "bbands_lower bbands_middle bbands_upper", {period(20, 1), real("deviations", 2)}, tulipBollinger);
  talib(all, "accbands", bar, "upperband middleband lowerband", {period(20)}, ofPeriods<AccelerationBands<true>>);
  tulip(all, "abands", bar, "abands_lower abands_upper abands_middle", {period(20, 1)}, ofPeriods<AccelerationBands<false>>);
  tulip(all, "kc", bar, "kc_lower kc_middle kc_upper", {period(20, 1), real("multiple", 1, 0, 100)}, keltner);
  tulip(all, "ce", bar, "ce_high ce_low", {period(22, 1), real("coefficient", 3)}, chandelier);
  tulip(all, "cvi", "high low", "cvi", {period(10, 2)}, ofPeriods<ChaikinVolatility>);
  tulip(all, "mass", "high low", "mass", {period(25, 1)}, ofPeriods<MassIndex>);
}

}  // namespace syndicate::indicators
