#include "hop_cache.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

/** What a tangent loses over the curve grows with the square of this. */
constexpr double nearShare = 0.04;
constexpr std::size_t mostShapes = 3000;

HopPoint onRange(const Moebius& range, double input) {
  const double slope = range.slopeAt(input);
  return {range.at(input), slope, -2 * range.c / (range.c * input + range.d) * slope};
}

}  // namespace

HopShape::HopShape(const Market& market, std::uint32_t index, bool zeroForOne) {
  const MarketPool& pool = market.pools()[index];
  if (!isHyperbolic(pool.definition.kind)) {
    const SmoothHop& hop = form_.emplace<SmoothHop>(market.smooth(pool, zeroForOne));
    open = hop.open();
    if (open) start = hop.above(0);
    return;
  }
  const HopCurve& hop = form_.emplace<HopCurve>(market.curve(pool, zeroForOne));
  firstRange_ = hop.range();
  firstEnd_ = hop.inputEnd();
  open = hop.open();
  if (open) start = onRange(firstRange_, 0);
  // One unit of input, where a fee is rounded down.
  if (pool.definition.kind == PoolKind::solidlyVolatile) rounding = 1 + start.slope;
}

template <bool leastFee>
std::optional<HopPoint> HopShape::taken(double input) const {
  if (const SmoothHop* curve = smooth()) {
    if (input > curve->mostInput()) return std::nullopt;
    return leastFee ? curve->above(input) : curve->at(input);
  }
  if (!(input > firstEnd_)) return onRange(firstRange_, input);
  HopCurve& ranges = *std::get_if<HopCurve>(&form_);
  // Inputs asked for one after the other are near to each other: the range of the last one is as a rule that of the next.
  if (steps_ > 0 && !(input > ranges.inputStart())) {
    ranges.restart();
    steps_ = 0;
  }
  for (; input > ranges.inputEnd(); ++steps_) {
    // A swap of more steps than this is refused.
    if (steps_ == maxStepsOfHop || !ranges.advance()) return std::nullopt;
  }
  return onRange(ranges.range(), input);
}

template <bool leastFee>
std::optional<HopPoint> HopShape::point(double input) const {
  const auto hop = taken<leastFee>(input);
  return hop && std::isfinite(hop->value) && hop->slope > 0 ? hop : std::nullopt;
}

std::optional<HopTangent> HopShape::tangentNear(double input, std::size_t slot) const {
  HopTangent& kept = tangents_[slot];
  if (kept.slope > 0 && std::abs(input - kept.input) <= nearShare * kept.input) return kept;
  const auto point = above(input);
  if (!point) return std::nullopt;
  return kept = {input, point->value, point->slope};
}

double HopShape::mostRateFrom(double input) const {
  if (!open) return 0;
  const auto hop = taken<true>(input);
  if (!hop) return 0;
  // The curve stays below its tangent, which stays below a line through 0 and where it touches, or below one of its own slope.
  const double most = std::max(hop->value / input, hop->slope);
  return std::isfinite(most) ? std::min(most, start.slope) : start.slope;
}

template std::optional<HopPoint> HopShape::point<false>(double input) const;
template std::optional<HopPoint> HopShape::point<true>(double input) const;

void HopCache::clear() {
  places_.clear();
  shapes_.clear();
}

void HopCache::trim() {
  if (shapes_.size() > mostShapes) clear();
}

std::uint32_t HopCache::place(const Market& market, std::uint32_t pool, bool zeroForOne) {
  const auto found = places_.of(2 * std::uint64_t{pool} + (zeroForOne ? 1 : 0));
  if (found.isNew) shapes_.emplace_back(market, pool, zeroForOne);
  return found.place;
}

}  // namespace syndicate
