#include "exact_pool.hpp"

#include <type_traits>

namespace syndicate {
namespace {

constexpr bool isTwoTokenPair(const CoinPair& pair) { return areDifferent(pair, 2); }

AnyQuote onlyAmounts(const PoolQuote& quote) {
  AnyQuote any;
  any.quote = quote;
  return any;
}

AnyQuote quoteOf(V2State& pool, const AnySwap& swap) {
  if (!isTwoTokenPair(swap.pair)) return onlyAmounts(failedQuote(QuoteError::unknownToken));
  const bool down = swap.pair.in == 0;
  const V2Side side{down ? pool.reserve0 : pool.reserve1, down ? pool.reserve1 : pool.reserve0, down ? pool.feePpm0 : pool.feePpm1};
  const V2Quote quote = swap.exactIn ? v2ExactIn(side, swap.amount) : v2ExactOut(side, swap.amount);
  return onlyAmounts({quote.error, quote.amountIn, quote.amountOut, {}, {}});
}

template <typename Pool, typename Swap>
AnyQuote quoteOfTicks(Pool& pool, const AnySwap& swap, const Swap& run) {
  if (!isTwoTokenPair(swap.pair)) return onlyAmounts(failedQuote(QuoteError::unknownToken));
  const V3Quote quote = run(pool, V3Request{swap.pair.in == 0, swap.exactIn, swap.amount, swap.sqrtPriceLimitX96});
  AnyQuote any = onlyAmounts({quote.error, quote.amountIn, quote.amountOut, {}, {}});
  any.sqrtPriceX96 = quote.sqrtPriceX96;
  any.liquidity = quote.liquidity;
  any.tick = quote.tick;
  any.filled = quote.filled;
  return any;
}

AnyQuote quoteOf(V3State& pool, const AnySwap& swap) { return quoteOfTicks(pool, swap, v3Swap); }
AnyQuote quoteOf(V4State& pool, const AnySwap& swap) { return quoteOfTicks(pool, swap, v4Swap); }

AnyQuote quoteOf(SolidlyState& pool, const AnySwap& swap) {
  if (!isTwoTokenPair(swap.pair)) return onlyAmounts(failedQuote(QuoteError::unknownToken));
  const bool down = swap.pair.in == 0;
  return onlyAmounts(swap.exactIn ? solidlyExactIn(pool, down, swap.amount) : solidlyExactOut(pool, down, swap.amount));
}

AnyQuote quoteOf(BalancerWeightedState& pool, const AnySwap& swap) {
  return onlyAmounts(balancerWeightedSwap(pool, swap.pair, swap.exactIn, swap.amount));
}

AnyQuote quoteOf(BalancerStableState& pool, const AnySwap& swap) {
  return onlyAmounts(balancerStableSwap(pool, swap.pair, swap.exactIn, swap.amount));
}

AnyQuote quoteOf(CurveStableState& pool, const AnySwap& swap) {
  return onlyAmounts(swap.exactIn ? curveStableExactIn(pool, swap.pair, swap.amount) : curveStableExactOut(pool, swap.pair, swap.amount));
}

AnyQuote quoteOf(CurveMetaState& pool, const AnySwap& swap) {
  if (!swap.exactIn) return onlyAmounts(curveMetaExactOut(pool, swap.pair, swap.underlying, swap.amount));
  return onlyAmounts(swap.underlying ? curveMetaUnderlyingExactIn(pool, swap.pair, swap.amount)
                                     : curveMetaExactIn(pool, swap.pair, swap.amount));
}

AnyQuote quoteOf(CurveCryptoState& pool, const AnySwap& swap) {
  return onlyAmounts(swap.exactIn ? curveCryptoExactIn(pool, swap.pair, swap.amount) : curveCryptoExactOut(pool, swap.pair, swap.amount));
}

AnyQuote quoteOf(std::monostate&, const AnySwap&) { return onlyAmounts(failedQuote(QuoteError::notInitialised)); }

void moveBalances(Coins& balances, const CoinPair& pair, const PoolQuote& quote) {
  balances[pair.in] = balances[pair.in] + quote.amountIn - quote.feeIn;
  balances[pair.out] = balances[pair.out] - quote.amountOut - quote.feeOut;
}

void applyTo(V2State& pool, const AnySwap& swap, const AnyQuote& any) {
  const Uint128 in = any.quote.amountIn.low128();
  const Uint128 out = any.quote.amountOut.low128();
  const bool down = swap.pair.in == 0;
  pool.reserve0 = down ? pool.reserve0 + in : pool.reserve0 - out;
  pool.reserve1 = down ? pool.reserve1 - out : pool.reserve1 + in;
}

void applyTo(V3State& pool, const AnySwap&, const AnyQuote& any) {
  pool.sqrtPriceX96 = any.sqrtPriceX96;
  pool.liquidity = any.liquidity;
  pool.tick = any.tick;
}

void applyTo(V4State& pool, const AnySwap& swap, const AnyQuote& any) { applyTo(pool.curve, swap, any); }

void applyTo(SolidlyState& pool, const AnySwap& swap, const AnyQuote& any) {
  Uint256& in = swap.pair.in == 0 ? pool.reserve0 : pool.reserve1;
  Uint256& out = swap.pair.in == 0 ? pool.reserve1 : pool.reserve0;
  in = in + any.quote.amountIn - any.quote.feeIn;
  out = out - any.quote.amountOut;
}

void applyTo(BalancerWeightedState& state, const AnySwap& swap, const AnyQuote& any) { applyBalancerSwap(state.pool, swap.pair, any.quote); }
void applyTo(BalancerStableState& state, const AnySwap& swap, const AnyQuote& any) {
  applyBalancerSwap(state.pool, swap.pair, any.quote);
  settleInvariant(state);
}
void applyTo(CurveStableState& pool, const AnySwap& swap, const AnyQuote& any) {
  moveBalances(pool.balances, swap.pair, any.quote);
  settleInvariant(pool);
}
void applyTo(CurveCryptoState& pool, const AnySwap& swap, const AnyQuote& any) { moveBalances(pool.balances, swap.pair, any.quote); }

void applyTo(CurveMetaState& state, const AnySwap& swap, const AnyQuote& any) {
  if (!swap.underlying) moveBalances(state.pool.balances, swap.pair, any.quote);
}

void applyTo(std::monostate&, const AnySwap&, const AnyQuote&) {}

}  // namespace

AnyQuote ExactPool::quote(const AnySwap& swap) {
  if (!isKnown_) return onlyAmounts(failedQuote(QuoteError::notInitialised));
  return std::visit([&swap](auto& pool) { return quoteOf(pool, swap); }, state_);
}

void ExactPool::apply(const AnySwap& swap, const AnyQuote& quote) {
  std::visit([&](auto& pool) { applyTo(pool, swap, quote); }, state_);
  isKnown_ = !swap.underlying && !std::holds_alternative<CurveCryptoState>(state_);
}

}  // namespace syndicate
