#include <cmath>
#include <numbers>

#include "averages.hpp"
#include "families.hpp"
#include "ranges.hpp"

namespace syndicate::indicators {
namespace {

/** The straight line of least squares through the last `period` values; the oldest stands at 0. */
class Line {
 public:
  explicit Line(std::size_t period) : window_(period), count_(static_cast<double>(period)) {
    places_ = count_ * (count_ - 1.0) / 2.0;
    scale_ = 1.0 / (count_ * (count_ * (count_ - 1.0) * (2.0 * count_ - 1.0) / 6.0) - places_ * places_);
  }

  bool push(double value) {
    const bool wasFull = window_.isFull();
    const std::size_t place = window_.count();
    const double old = window_.push(value);
    if (wasFull) {
      sum_ -= old;
      products_ += value * (count_ - 1.0) - sum_;
    } else {
      products_ += value * static_cast<double>(place);
    }
    sum_ += value;
    return window_.isFull();
  }

  double slope() const { return (count_ * products_ - places_ * sum_) * scale_; }
  double at(double place) const {
    const double rise = slope();
    return (sum_ - rise * places_) / count_ + rise * place;
  }
  double count() const { return count_; }

 private:
  Window window_;
  double count_;
  double places_;
  double scale_;
  double sum_ = 0;
  double products_ = 0;
};

enum class Figure { end, slope, angle, intercept, forecast };

template <Figure What>
class LineFigure {
 public:
  explicit LineFigure(std::size_t period) : line_(period) {}
  bool next(double x, double& y) {
    if (!line_.push(x)) return false;
    if constexpr (What == Figure::slope) y = line_.slope();
    else if constexpr (What == Figure::angle) y = std::atan(line_.slope()) * (180.0 / std::numbers::pi);
    else if constexpr (What == Figure::intercept) y = line_.at(0.0);
    else y = line_.at(What == Figure::forecast ? line_.count() : line_.count() - 1.0);
    return true;
  }

 private:
  Line line_;
};

/** By how much of the value it misses what the line forecast for it, in percent. */
class ForecastOscillator {
 public:
  explicit ForecastOscillator(std::size_t period) : line_(period) {}
  bool next(double x, double& y) {
    const bool hasForecast = hasForecast_;
    y = 100.0 * (x - forecast_) / x;
    hasForecast_ = line_.push(x);
    if (hasForecast_) forecast_ = line_.at(line_.count());
    return hasForecast;
  }

 private:
  Line line_;
  double forecast_ = 0;
  bool hasForecast_ = false;
};

/** Widner's projection: highs and lows carried forward along the slope of the closes; the lowest and the highest of them. */
class Projection {
 public:
  explicit Projection(std::size_t period) : line_(period), highs_(period), lows_(period) {}

  bool take(const double* bar, double& least, double& most) {
    highs_.push(bar[0]);
    lows_.push(bar[1]);
    if (!line_.push(bar[2])) return false;
    const double slope = line_.slope();
    most = bar[0];
    least = bar[1];
    for (std::size_t j = 1; j < highs_.size(); ++j) {
      const double rise = static_cast<double>(j) * slope;
      most = std::max(most, highs_.newest(j) + rise);
      least = std::min(least, lows_.newest(j) + rise);
    }
    return true;
  }

 private:
  Line line_;
  Window highs_;
  Window lows_;
};

class ProjectionBands {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 2;
  explicit ProjectionBands(std::size_t period) : projection_(period) {}
  bool push(const double* in, double* out) { return projection_.take(in, out[0], out[1]); }

 private:
  Projection projection_;
};

/** Where the close lies between the bands, in percent, smoothed. */
class ProjectionOscillator {
 public:
  static constexpr std::size_t inputs = 3;
  static constexpr std::size_t outputs = 1;
  ProjectionOscillator(std::size_t period, std::size_t smoothing) : projection_(period), average_(smoothing) {}
  bool push(const double* in, double* out) {
    double least = 0;
    double most = 0;
    if (!projection_.take(in, least, most)) return false;
    out[0] = average_.take((in[2] - least) / (most - least) * 100.0);
    return true;
  }

 private:
  Projection projection_;
  ExponentialAverage average_;
};

/** Relative volatility as Tulip has it: squared distances from the end of the line, above it against all. */
class RelativeVolatility {
 public:
  RelativeVolatility(std::size_t smoothing, std::size_t period) : line_(period), weight_(smoothingOf(smoothing)) {}
  bool next(double x, double& y) {
    if (!line_.push(x)) return false;
    const double distance = x - line_.at(line_.count() - 1.0);
    const double square = distance * distance / line_.count();
    double& side = distance > 0.0 ? gains_ : losses_;
    side = begun_ ? (square - side) * weight_ + side : square;
    begun_ = true;
    y = gains_ + losses_ == 0.0 ? 50.0 : gains_ / (gains_ + losses_) * 100.0;
    return true;
  }

 private:
  Line line_;
  double weight_;
  double gains_ = 0;
  double losses_ = 0;
  bool begun_ = false;
};

/** Sums of two series, their squares and their product over a window. */
class PairedMoments {
 public:
  explicit PairedMoments(std::size_t period) : x_(period), y_(period), xx_(period), yy_(period), xy_(period) {}
  bool push(double x, double y) {
    x_.push(x);
    y_.push(y);
    xx_.push(x * x);
    yy_.push(y * y);
    return xy_.push(x * y);
  }
  double x() const { return x_.sum(); }
  double y() const { return y_.sum(); }
  double xx() const { return xx_.sum(); }
  double yy() const { return yy_.sum(); }
  double xy() const { return xy_.sum(); }

 private:
  MovingSum x_;
  MovingSum y_;
  MovingSum xx_;
  MovingSum yy_;
  MovingSum xy_;
};

/** Pearson's correlation. */
class Correlation {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit Correlation(std::size_t period) : moments_(period), count_(static_cast<double>(period)) {}
  bool push(const double* in, double* out) {
    if (!moments_.push(in[0], in[1])) return false;
    const double spread = (moments_.xx() - moments_.x() * moments_.x() / count_) * (moments_.yy() - moments_.y() * moments_.y() / count_);
    out[0] = spread < talibEpsilon ? 0.0 : (moments_.xy() - moments_.x() * moments_.y() / count_) / std::sqrt(spread);
    return true;
  }

 private:
  PairedMoments moments_;
  double count_;
};

/** Slope of the second series' returns over the first's. */
class Beta {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  explicit Beta(std::size_t period) : moments_(period), count_(static_cast<double>(period)) {}
  bool push(const double* in, double* out) {
    const double x = isZero(last_[0]) ? 0.0 : (in[0] - last_[0]) / last_[0];
    const double y = isZero(last_[1]) ? 0.0 : (in[1] - last_[1]) / last_[1];
    const bool hasReturn = begun_;
    begun_ = true;
    last_[0] = in[0];
    last_[1] = in[1];
    if (!hasReturn || !moments_.push(x, y)) return false;
    const double spread = count_ * moments_.xx() - moments_.x() * moments_.x();
    out[0] = isZero(spread) ? 0.0 : (count_ * moments_.xy() - moments_.x() * moments_.y()) / spread;
    return true;
  }

 private:
  PairedMoments moments_;
  double count_;
  double last_[2] = {};
  bool begun_ = false;
};

}  // namespace

void addRegression(Table& all) {
  talib(all, "linearreg", "real", "real", {period(14)}, ofPeriods<LineFigure<Figure::end>>);
  talib(all, "linearreg_angle", "real", "real", {period(14)}, ofPeriods<LineFigure<Figure::angle>>);
  talib(all, "linearreg_intercept", "real", "real", {period(14)}, ofPeriods<LineFigure<Figure::intercept>>);
  talib(all, "linearreg_slope", "real", "real", {period(14)}, ofPeriods<LineFigure<Figure::slope>>);
  talib(all, "tsf", "real", "real", {period(14)}, ofPeriods<LineFigure<Figure::forecast>>);
  talib(all, "correl", "real0 real1", "real", {period(30, 1)}, ofPeriods<Correlation>);
  talib(all, "beta", "real0 real1", "real", {period(5, 1)}, ofPeriods<Beta>);
  tulip(all, "linreg", "real", "linreg", {period(14, 1)}, ofPeriods<LineFigure<Figure::end>>);
  tulip(all, "linregintercept", "real", "linregintercept", {period(14, 1)}, ofPeriods<LineFigure<Figure::intercept>>);
  tulip(all, "linregslope", "real", "linregslope", {period(14, 1)}, ofPeriods<LineFigure<Figure::slope>>);
  tulip(all, "tsf", "real", "tsf", {period(14, 1)}, ofPeriods<LineFigure<Figure::forecast>>);
  tulip(all, "fosc", "real", "fosc", {period(14, 1)}, ofPeriods<ForecastOscillator>);
  tulip(all, "pbands", "high low close", "pbands_lower pbands_upper", {period(14, 1)}, ofPeriods<ProjectionBands>);
  tulip(all, "posc", "high low close", "posc", {period(14, 1), period(3, 1, "smoothing period")}, ofPeriods<ProjectionOscillator, 2>);
  tulip(all, "rvi", "real", "rvi", {period(14, 1, "smoothing period"), period(10, 1, "deviation period")}, ofPeriods<RelativeVolatility, 2>);
}

}  // namespace syndicate::indicators
