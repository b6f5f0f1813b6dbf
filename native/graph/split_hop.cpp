#include "split_hop.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/** The very end of what a pool takes is not asked for: doubles may lie a unit beyond it. */
constexpr double shortOfEnd = 1 - 1e-9;
constexpr int smoothRounds = 40;
/** Slopes as equal as this lose nothing that a double shows: what it costs goes with the square. */
constexpr double equalSlopes = 1e-12;
/** An evaluation of a curve that is no hyperbola costs so many of one that is. */
constexpr int costOfSmooth = 6;

}  // namespace

void SplitHop::start(const Market& market, const CycleHop& hop, int& budget) {
  budget_ = &budget;
  const MarketPool& pool = market.pools()[hop.pool];
  open_ = false;
  isRead_ = false;
  ranges_.clear();
  isSmooth_ = !isHyperbolic(pool.definition.kind);
  if (!pool.usable() || pool.definition.feePpm(hop.zeroForOne) >= feeDenominatorPpm) return;
  if (isSmooth_) {
    smooth_ = market.smooth(pool, hop.zeroForOne);
    if (!smooth_.open()) return;
    start_ = smooth_.at(0);
    lastInput_ = 0;
    last_ = start_;
  } else {
    next_ = market.curve(pool, hop.zeroForOne);
    if (!next_.open() || !readRange()) return;
    start_.slope = ranges_.front().curve.slopeAt(0);
  }
  rate_ = start_.slope;
  open_ = std::isfinite(rate_) && rate_ > 0;
}

bool SplitHop::spend() const {
  *budget_ -= isSmooth_ ? costOfSmooth : 1;
  return *budget_ > 0;
}

bool SplitHop::readRange() const {
  if (isRead_) return false;
  const double start = ranges_.empty() ? 0 : ranges_.back().inputEnd;
  ranges_.push_back({next_.range(), start, next_.inputEnd()});
  isRead_ = !std::isfinite(next_.inputEnd()) || ranges_.size() == maxStepsOfHop || !next_.advance();
  return true;
}

bool SplitHop::at(double input, HopPoint& point) const {
  if (isSmooth_ && input == lastInput_) {
    point = last_;
    return true;
  }
  if (!spend()) return false;
  if (isSmooth_) {
    if (input > smooth_.mostInput()) return false;
    const HopPoint found = smooth_.at(input);
    if (!std::isfinite(found.value) || !(found.slope > 0)) return false;
    lastInput_ = input;
    last_ = point = found;
    return true;
  }
  while (input > ranges_.back().inputEnd) {
    if (!readRange()) return false;
  }
  const auto range = std::lower_bound(ranges_.begin(), ranges_.end(), input, [](const Range& each, double amount) { return each.inputEnd < amount; });
  const double slope = range->curve.slopeAt(input);
  if (!(slope > 0) || !std::isfinite(slope)) return false;
  point = {range->curve.at(input), slope, -2 * range->curve.c / (range->curve.c * input + range->curve.d) * slope};
  return true;
}

double SplitHop::inputAtSlope(double slope) const {
  if (!(slope < rate_)) return 0;
  if (isSmooth_) return smoothInputAt(slope);
  spend();
  while (ranges_.back().curve.slopeAt(ranges_.back().inputEnd) > slope) {
    if (!readRange()) return ranges_.back().inputEnd * shortOfEnd;
  }
  // The first range at whose end the price is no better than this.
  const auto range = std::partition_point(ranges_.begin(), ranges_.end(), [&](const Range& each) { return each.curve.slopeAt(each.inputEnd) > slope; });
  const double input = (std::sqrt(range->curve.determinant / slope) - range->curve.d) / range->curve.c;
  // Between two ranges with nothing in between, the price jumps past `slope`.
  return std::clamp(input, range->inputStart, range->inputEnd);
}

double SplitHop::smoothInputAt(double slope) const {
  double low = 0;
  double high = smooth_.mostInput() * shortOfEnd;
  double x = lastInput_;
  HopPoint point = last_;
  if (x > 0) (point.slope > slope ? low : high) = x;
  for (int round = 0; round < smoothRounds; ++round) {
    if (std::abs(point.slope - slope) <= equalSlopes * slope) return x;
    const double curvature = -point.bend / (2 * point.slope);
    double next = curvature > 0 ? x + (std::sqrt(point.slope / slope) - 1) / curvature : infinity;
    if (!(next > low && next < high)) {
      if (std::isfinite(high)) {
        next = low > 0 && high > 4 * low ? std::sqrt(low * high) : low + (high - low) / 2;
      } else {
        next = low > 0 ? low * 16 : 1;
      }
    }
    if (next <= low || next >= high) break;
    x = next;
    if (*budget_ <= 0) return 0;
    if (!at(x, point)) {
      high = x;
      point = {};
      continue;
    }
    (point.slope > slope ? low : high) = x;
  }
  return at(x, point) ? x : low;
}

}  // namespace syndicate
