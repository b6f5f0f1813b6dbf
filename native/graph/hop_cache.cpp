#include "hop_cache.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

HopPoint onRange(const Moebius& range, double input) {
  const double slope = range.slopeAt(input);
  return {range.at(input), slope, -2 * range.c / (range.c * input + range.d) * slope};
}

HopShape shapeOf(const Market& market, std::uint32_t index, bool zeroForOne) {
  const MarketPool& pool = market.pools()[index];
  HopShape shape;
  if (!isHyperbolic(pool.definition.kind)) {
    const SmoothHop& hop = shape.form.emplace<SmoothHop>(market.smooth(pool, zeroForOne));
    shape.open = hop.open();
    if (shape.open) shape.start = hop.above(0);
    return shape;
  }
  const HopCurve& hop = shape.form.emplace<HopCurve>(market.curve(pool, zeroForOne));
  shape.open = hop.open();
  if (shape.open) shape.start = onRange(hop.range(), 0);
  // One unit of input, where a fee is rounded down.
  if (pool.definition.kind == PoolKind::solidlyVolatile) shape.rounding = 1 + shape.start.slope;
  return shape;
}

}  // namespace

template <bool leastFee>
std::optional<HopPoint> HopShape::taken(double input) const {
  if (const SmoothHop* curve = smooth()) {
    if (input > curve->mostInput()) return std::nullopt;
    return leastFee ? curve->above(input) : curve->at(input);
  }
  const HopCurve& ranges = *std::get_if<HopCurve>(&form);
  if (!(input > ranges.inputEnd())) return onRange(ranges.range(), input);
  HopCurve further = ranges;
  // A swap of more steps than this is refused.
  for (std::uint32_t steps = 0; input > further.inputEnd(); ++steps) {
    if (steps == maxStepsOfHop || !further.advance()) return std::nullopt;
  }
  return onRange(further.range(), input);
}

template <bool leastFee>
std::optional<HopPoint> HopShape::point(double input) const {
  const auto hop = taken<leastFee>(input);
  return hop && std::isfinite(hop->value) && hop->slope > 0 ? hop : std::nullopt;
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

std::uint32_t HopCache::place(const Market& market, std::uint32_t pool, bool zeroForOne) {
  const auto found = places_.of(2 * std::uint64_t{pool} + (zeroForOne ? 1 : 0));
  if (found.isNew) shapes_.push_back(shapeOf(market, pool, zeroForOne));
  return found.place;
}

}  // namespace syndicate
