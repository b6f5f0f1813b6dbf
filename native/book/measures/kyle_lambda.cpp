#include "kyle_lambda.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

constexpr double fewestIntervals = 10;

}  // namespace

void KyleLambda::price(double atMs, double mid) {
  advance(atMs);
  if (std::isnan(startPrice_)) startPrice_ = mid;
  price_ = mid;
}

void KyleLambda::trade(double atMs, double signedSize) {
  advance(atMs);
  flow_ += signedSize;
}

void KyleLambda::advance(double atMs) {
  const double interval = std::floor(atMs / intervalMs_);
  if (std::isnan(interval_)) {
    interval_ = interval;
    return;
  }
  if (interval <= interval_) return;
  if (!std::isnan(price_)) {
    add(flow_, price_ - startPrice_);
    addStill(interval - interval_ - 1);
  }
  interval_ = interval;
  startPrice_ = price_;
  flow_ = 0;
}

void KyleLambda::add(double flow, double change) {
  count_ += 1;
  const double flowBefore = flow - meanFlow_;
  const double changeBefore = change - meanChange_;
  meanFlow_ += flowBefore / count_;
  meanChange_ += changeBefore / count_;
  flowFlow_ += flowBefore * (flow - meanFlow_);
  flowChange_ += flowBefore * (change - meanChange_);
  changeChange_ += changeBefore * (change - meanChange_);
}

void KyleLambda::addStill(double count) {
  if (!(count > 0)) return;
  // Two groups joined (Chan, Golub and LeVeque 1979), of which one is all 0.
  const double whole = count_ + count;
  const double weight = count_ * (count / whole);
  flowFlow_ += meanFlow_ * meanFlow_ * weight;
  flowChange_ += meanFlow_ * meanChange_ * weight;
  changeChange_ += meanChange_ * meanChange_ * weight;
  meanFlow_ *= count_ / whole;
  meanChange_ *= count_ / whole;
  count_ = whole;
}

std::optional<LambdaFit> KyleLambda::fit() const {
  if (count_ < fewestIntervals || !(flowFlow_ > 0)) return std::nullopt;
  LambdaFit fit;
  fit.lambda = flowChange_ / flowFlow_;
  const double unexplained = std::max(0.0, changeChange_ - fit.lambda * flowChange_);
  fit.standardError = std::sqrt(unexplained / (count_ - 2) / flowFlow_);
  fit.rSquared = changeChange_ > 0 ? 1 - unexplained / changeChange_ : 0;
  fit.intervals = count_;
  return fit;
}

}  // namespace syndicate
