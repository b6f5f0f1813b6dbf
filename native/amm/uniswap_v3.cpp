#include "uniswap_v3.hpp"

#include <algorithm>

#include "swap_math.hpp"

namespace syndicate {
namespace {

constexpr std::int32_t wordSize = 256;

constexpr std::int32_t floorDivide(std::int32_t a, std::int32_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

/** Where the next step ends: an initialised tick of the table, or the edge of a bitmap word. */
struct NextTick {
  std::int32_t tick;
  const InitialisedTick* entry;
};

/** Walks a pool's table in one direction as the tick bitmap would be read. */
class TickWalk {
 public:
  TickWalk(const V3State& pool, bool zeroForOne) : pool_(pool), zeroForOne_(zeroForOne) {
    const auto above = std::upper_bound(pool.ticks.begin(), pool.ticks.end(), pool.tick,
                                        [](std::int32_t tick, const InitialisedTick& entry) { return tick < entry.tick; });
    index_ = static_cast<std::ptrdiff_t>(above - pool.ticks.begin()) - (zeroForOne ? 1 : 0);
  }

  NextTick next(std::int32_t tick, bool stepThroughWords) const {
    const InitialisedTick* entry = index_ >= 0 && index_ < static_cast<std::ptrdiff_t>(pool_.ticks.size()) ? &pool_.ticks[index_] : nullptr;
    // Without liquidity nothing is exchanged and nothing rounds, so the words on the way can be passed over (but for a limit
    // that may stand exactly on one).
    const std::int32_t edge = stepThroughWords ? wordEdge(tick) : (zeroForOne_ ? minTick : maxTick);
    if (entry != nullptr && (zeroForOne_ ? entry->tick >= edge : entry->tick <= edge)) return {entry->tick, entry};
    return {std::clamp(edge, minTick, maxTick), nullptr};
  }

  void pass() { index_ += zeroForOne_ ? -1 : 1; }

 private:
  std::int32_t wordEdge(std::int32_t tick) const {
    const std::int32_t compressed = floorDivide(tick, pool_.tickSpacing);
    if (zeroForOne_) return floorDivide(compressed, wordSize) * wordSize * pool_.tickSpacing;
    return (floorDivide(compressed + 1, wordSize) * wordSize + wordSize - 1) * pool_.tickSpacing;
  }

  const V3State& pool_;
  bool zeroForOne_;
  std::ptrdiff_t index_;
};

struct Progress {
  Uint256 price;
  std::int32_t tick;
  Uint128 liquidity;
  Uint256 remaining;
  Uint256 in;
  Uint256 out;
  std::uint32_t crossed = 0;
  std::uint32_t steps = 0;
  /** The price stands on a tick whose crossing set `tick`, so no logarithm is needed. */
  bool tickIsExact = true;
  /** The price is that of `priceTick`. */
  bool isOnTick = false;
  std::int32_t priceTick = 0;
};

QuoteError checkRequest(const V3State& pool, const V3Request& request, const Uint256& limit) {
  if (request.amount.isZero()) return request.exactIn ? QuoteError::insufficientInputAmount : QuoteError::insufficientOutputAmount;
  if (request.amount.bitLength() > 255) return QuoteError::overflow;
  if (pool.sqrtPriceX96.isZero()) return QuoteError::notInitialised;
  const bool limitFits = request.zeroForOne ? limit < pool.sqrtPriceX96 && limit > minSqrtRatio : limit > pool.sqrtPriceX96 && limit < maxSqrtRatio;
  if (!limitFits) return request.sqrtPriceLimitX96 ? QuoteError::priceLimit : QuoteError::insufficientLiquidity;
  if (pool.tick < pool.knownFrom || pool.tick > pool.knownTo) return QuoteError::outOfTicks;
  return QuoteError::none;
}

/** Adds the signed net of a crossed tick; false where uint128 would be left. */
bool crossTick(Uint128& liquidity, Int128 net, bool zeroForOne) {
  const bool adds = (net >= 0) != zeroForOne;
  const Uint128 size = net < 0 ? -static_cast<Uint128>(net) : static_cast<Uint128>(net);
  const Uint128 before = liquidity;
  liquidity = adds ? liquidity + size : liquidity - size;
  return net == 0 || (adds ? liquidity >= before : size <= before);
}

bool book(Progress& now, const SwapStep& step, bool exactIn) {
  const Uint256& paid = step.paid;
  if (paid.bitLength() > 255) return false;
  now.remaining = now.remaining - (exactIn ? paid : step.amountOut);
  now.in = now.in + paid;
  now.out = now.out + step.amountOut;
  return now.in.bitLength() <= 255;
}

QuoteError run(const V3State& pool, const V3Request& request, const Uint256& limit, Progress& now) {
  const bool down = request.zeroForOne;
  TickWalk walk(pool, down);
  while (!now.remaining.isZero() && now.price != limit) {
    if (++now.steps > request.maxSteps) return QuoteError::outOfTicks;
    const NextTick next = walk.next(now.tick, pool.stepsByWord && (now.liquidity != 0 || request.sqrtPriceLimitX96.has_value()));
    // Beyond the known window there may be ticks we have not seen: the step may end before the window's edge, not reach it.
    const bool leaves = down ? next.tick < pool.knownFrom : next.tick > pool.knownTo;
    const std::int32_t edge = leaves ? (down ? pool.knownFrom : pool.knownTo) : next.tick;
    const Uint256 edgePrice = next.entry != nullptr && !leaves ? next.entry->sqrtRatio : cachedSqrtRatioAtTick(edge);
    const bool limitFirst = down ? edgePrice < limit : edgePrice > limit;
    if (leaves && !limitFirst && (down ? now.price <= edgePrice : now.price >= edgePrice)) return QuoteError::outOfTicks;
    const Uint256& target = limitFirst ? limit : edgePrice;
    std::optional<SwapStep> step;
    if (now.isOnTick && !limitFirst && now.priceTick != edge) {
      const TickGap& gap = down ? cachedTickGap(edge, now.priceTick, edgePrice, now.price) : cachedTickGap(now.priceTick, edge, now.price, edgePrice);
      step = stepAcross(gap, edgePrice, now.liquidity, now.remaining, request.exactIn, down, pool.feePpm);
    }
    if (!step) step = computeSwapStep(now.price, target, now.liquidity, now.remaining, request.exactIn, pool.feePpm);
    if (!step || !book(now, *step, request.exactIn)) return QuoteError::overflow;
    const bool moved = step->sqrtPriceNext != now.price;
    now.price = step->sqrtPriceNext;
    if (now.price != edgePrice) {
      if (moved) now.tickIsExact = now.isOnTick = false;
      continue;
    }
    now.isOnTick = true;
    now.priceTick = edge;
    if (leaves) return QuoteError::outOfTicks;
    if (next.entry != nullptr) {
      if (!crossTick(now.liquidity, next.entry->liquidityNet, down)) return QuoteError::overflow;
      ++now.crossed;
      walk.pass();
    }
    now.tick = down ? next.tick - 1 : next.tick;
    now.tickIsExact = true;
  }
  return QuoteError::none;
}

V3Quote swap(const V3State& pool, const V3Request& request, bool wantTick) {
  V3Quote quote;
  const Uint256 lastPrice = request.zeroForOne ? minSqrtRatio + Uint256(1) : maxSqrtRatio - Uint256(1);
  const Uint256 limit = request.sqrtPriceLimitX96.value_or(lastPrice);
  quote.error = checkRequest(pool, request, limit);
  if (quote.error != QuoteError::none) return quote;
  Progress now{pool.sqrtPriceX96, pool.tick, pool.liquidity, request.amount, {}, {}};
  quote.error = run(pool, request, limit, now);
  quote.steps = now.steps;
  if (quote.error != QuoteError::none) return quote;
  quote.filled = now.remaining.isZero();
  if (!quote.filled && !request.sqrtPriceLimitX96) {
    quote.error = QuoteError::insufficientLiquidity;
    return quote;
  }
  quote.amountIn = now.in;
  quote.amountOut = now.out;
  quote.sqrtPriceX96 = now.price;
  quote.liquidity = now.liquidity;
  quote.ticksCrossed = now.crossed;
  if (wantTick) quote.tick = now.tickIsExact ? now.tick : tickAtSqrtRatio(now.price);
  return quote;
}

}  // namespace

V3Quote v3Swap(const V3State& pool, const V3Request& request) { return swap(pool, request, true); }

V3Quote v3Amounts(const V3State& pool, const V3Request& request) { return swap(pool, request, false); }

}  // namespace syndicate
