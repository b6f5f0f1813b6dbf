#include "hop_terms.hpp"

#include <algorithm>

#include "hop_curve.hpp"

namespace syndicate {
namespace {

double keptShare(std::uint32_t feePpm) { return 1 - static_cast<double>(feePpm) / feeDenominatorPpm; }

Uint128 largestLiquidity(const V3State& pool, bool zeroForOne) {
  const auto above = std::upper_bound(pool.ticks.begin(), pool.ticks.end(), pool.tick,
                                      [](std::int32_t tick, const InitialisedTick& entry) { return tick < entry.tick; });
  Uint128 liquidity = pool.liquidity;
  Uint128 largest = liquidity;
  if (zeroForOne) {
    for (auto i = above - pool.ticks.begin(); i-- > 0;) largest = std::max(largest, liquidity -= static_cast<Uint128>(pool.ticks[i].liquidityNet));
  } else {
    for (auto tick = above; tick != pool.ticks.end(); ++tick) largest = std::max(largest, liquidity += static_cast<Uint128>(tick->liquidityNet));
  }
  return largest;
}

}  // namespace

void HopTerms::set(int direction, const HopTerm& term) {
  const auto drag = std::bit_cast<std::uint32_t>(roundedDown(term.drag));
  const auto slack = std::bit_cast<std::uint32_t>(term.slack > 0 ? roundedUp(term.slack) : 0.0F);
  rate_[direction] = term.rate > 0 ? roundedUp(term.rate) : 0;
  // Positive floats are in the order of their bits.
  rest_[direction] = (drag & ~exponentMask) | ((slack + 0x7fffff) >> 23);
}

void HopTerms::include(const HopTerms& other) {
  for (const int direction : {0, 1}) {
    if (other.rate_[direction] == 0) continue;
    const std::uint32_t with = other.rest_[direction];
    // A closed direction has no drag that could be the least.
    const std::uint32_t own = rate_[direction] == 0 ? with : rest_[direction];
    rest_[direction] = (std::min(own, with) & ~exponentMask) | std::max(own & exponentMask, with & exponentMask);
    rate_[direction] = std::max(rate_[direction], other.rate_[direction]);
  }
}

HopTerm hopTerm(const SolidlyState& pool, bool zeroForOne) {
  const double in = (zeroForOne ? pool.reserve0 : pool.reserve1).toDouble();
  const double out = (zeroForOne ? pool.reserve1 : pool.reserve0).toDouble();
  const double kept = keptShare(pool.feePpm(zeroForOne));
  if (!(in > 0 && out > 0 && kept > 0)) return {};
  return {kept * out / in, kept / in, 1 + out / in};
}

HopTerm hopTerm(const V2Side& side) {
  if (side.reserveIn == 0 || side.reserveOut == 0) return {};
  const double kept = keptShare(side.feePpm);
  const double reserveIn = static_cast<double>(side.reserveIn);
  return {kept * static_cast<double>(side.reserveOut) / reserveIn, kept / reserveIn};
}

HopTerm hopTerm(const V3State& pool, bool zeroForOne) {
  if (pool.sqrtPriceX96.isZero() || !HopCurve(pool, zeroForOne).open()) return {};
  const double kept = keptShare(pool.feePpm);
  const double price = pool.sqrtPriceX96.toDouble() * 0x1p-96;
  const double liquidity = static_cast<double>(largestLiquidity(pool, zeroForOne));
  if (zeroForOne) return {kept * price * price, kept * price / liquidity};
  return {kept / (price * price), kept / (price * liquidity)};
}

}  // namespace syndicate
