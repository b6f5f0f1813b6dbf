#include "hop_cache.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

constexpr std::size_t leastSlots = 256;

std::size_t startOf(std::uint32_t hop, std::size_t size) { return static_cast<std::size_t>((hop * 0x9E3779B97F4A7C15ULL) >> 32) & (size - 1); }

HopShape shapeOf(const Market& market, std::uint32_t index, bool zeroForOne) {
  const MarketPool& pool = market.pools()[index];
  HopShape shape;
  if (!isHyperbolic(pool.definition.kind)) {
    const SmoothHop& hop = shape.form.emplace<SmoothHop>(market.smooth(pool, zeroForOne));
    shape.open = hop.open();
    if (shape.open) shape.rate = hop.above(0).slope;
    return shape;
  }
  const HopCurve& hop = shape.form.emplace<HopCurve>(market.curve(pool, zeroForOne));
  shape.open = hop.open();
  if (shape.open) shape.rate = hop.range().slopeAt(0);
  // One unit of input, where a fee is rounded down.
  if (pool.definition.kind == PoolKind::solidlyVolatile) shape.rounding = 1 + shape.rate;
  return shape;
}

}  // namespace

template <bool leastFee>
std::optional<HopPoint> HopShape::point(double input) const {
  const auto usable = [](const HopPoint& hop) { return std::isfinite(hop.value) && hop.slope > 0 ? std::optional(hop) : std::nullopt; };
  if (const SmoothHop* curve = smooth()) {
    if (input > curve->mostInput()) return std::nullopt;
    return usable(leastFee ? curve->above(input) : curve->at(input));
  }
  const HopCurve& ranges = *std::get_if<HopCurve>(&form);
  const auto on = [&](const Moebius& range) {
    const double slope = range.slopeAt(input);
    return usable({range.at(input), slope, -2 * range.c / (range.c * input + range.d) * slope});
  };
  if (!(input > ranges.inputEnd())) return on(ranges.range());
  HopCurve further = ranges;
  // A swap of more steps than this is refused.
  for (std::uint32_t steps = 0; input > further.inputEnd(); ++steps) {
    if (steps == maxStepsOfHop || !further.advance()) return std::nullopt;
  }
  return on(further.range());
}

template std::optional<HopPoint> HopShape::point<false>(double input) const;
template std::optional<HopPoint> HopShape::point<true>(double input) const;

void HopCache::clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  shapes_.clear();
}

void HopCache::grow() {
  std::vector<Slot> old(std::max(leastSlots, 2 * slots_.size()));
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.shape == 0) continue;
    std::size_t i = startOf(slot.hop, slots_.size());
    while (slots_[i].shape != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = slot;
  }
}

std::uint32_t HopCache::place(const Market& market, std::uint32_t pool, bool zeroForOne) {
  if (2 * (shapes_.size() + 1) > slots_.size()) grow();
  const std::uint32_t hop = 2 * pool + (zeroForOne ? 1 : 0);
  std::size_t i = startOf(hop, slots_.size());
  while (slots_[i].shape != 0) {
    if (slots_[i].hop == hop) return slots_[i].shape - 1;
    i = (i + 1) & (slots_.size() - 1);
  }
  shapes_.push_back(shapeOf(market, pool, zeroForOne));
  slots_[i] = {hop, static_cast<std::uint32_t>(shapes_.size())};
  return slots_[i].shape - 1;
}

}  // namespace syndicate
