#include "curve_meta.hpp"

#include "least_input.hpp"

namespace syndicate {
namespace {

const Checked one(wad);
const Checked feeUnit(10'000'000'000ULL);

CurveStableState metaPool(const CurveMetaState& state) {
  CurveStableState pool = state.pool;
  pool.rates[1] = state.baseVirtualPrice;
  return pool;
}

/** calc_token_amount of a deposit of one coin: no fee. */
CurveSolution shareForDeposit(const CurveMetaState& state, std::size_t coin, const Uint256& amount) {
  const CurveSolution before = curveInvariant(state.base, curveScaled(state.base));
  CurveStableState added = state.base;
  const Checked balance = Checked(added.balances[coin]) + Checked(amount);
  added.balances[coin] = balance.value;
  const CurveSolution after = curveInvariant(added, curveScaled(added));
  if (before.error != QuoteError::none) return before;
  if (after.error != QuoteError::none) return after;
  const Checked share = (after.value - before.value) * Checked(state.baseTotalSupply) / before.value;
  return {share.ok && balance.ok ? QuoteError::none : QuoteError::arithmetic, share};
}

/** calc_withdraw_one_coin: the fee falls on what each balance is away from its share of the smaller invariant. */
CurveSolution coinForShare(const CurveMetaState& state, std::size_t coin, const Checked& share) {
  const CurveStableState& base = state.base;
  const Checked n(static_cast<std::uint64_t>(base.count));
  const Checked fee = Checked(base.fee) * n / (Checked(4) * (n - Checked(1)));
  const CurveBalances xp = curveScaled(base);
  const CurveSolution d0 = curveInvariant(base, xp);
  if (d0.error != QuoteError::none) return d0;
  const Checked d1 = d0.value - share * d0.value / Checked(state.baseTotalSupply);
  if (!d1.ok) return {QuoteError::arithmetic, {}};
  const CurveSolution without = curveBalanceAt(base, coin, xp, d1);
  if (without.error != QuoteError::none) return without;
  CurveBalances reduced = xp;
  for (std::size_t j = 0; j < base.count; ++j) {
    const Checked expected = xp[j] * d1 / d0.value;
    const Checked moved = j == coin ? expected - without.value : xp[j] - expected;
    reduced[j] = reduced[j] - fee * moved / feeUnit;
    if (!reduced[j].ok) return {QuoteError::arithmetic, {}};
  }
  const CurveSolution left = curveBalanceAt(base, coin, reduced, d1);
  if (left.error != QuoteError::none) return left;
  const Checked paid = (reduced[coin] - left.value - Checked(1)) * one / Checked(base.rates[coin]);
  return {paid.ok ? QuoteError::none : QuoteError::arithmetic, paid};
}

/** A meta swap's output in 18 decimals: what the base pool's share is worth, or the coin. */
PoolQuote throughMeta(const CurveMetaState& state, const CoinPair& pair, const Uint256& amountIn) {
  CurveStableState pool = metaPool(state);
  const CurvePoint at = curvePoint(pool);
  const CurveBalances& xp = at.xp;
  const Checked price(state.baseVirtualPrice);
  const bool fromCoin = pair.in == 0;
  Checked x;
  if (fromCoin) {
    x = xp[0] + Checked(amountIn) * Checked(pool.rates[0]) / one;
  } else {
    const CurveSolution share = shareForDeposit(state, pair.in - 1, amountIn);
    if (share.error != QuoteError::none) return failedQuote(share.error);
    const Checked worth = share.value * price / one;
    // Half the base pool's fee stands in for what the deposit really costs.
    x = worth - worth * Checked(state.base.fee) / (Checked(2) * feeUnit) + xp[1];
  }
  if (!x.ok) return failedQuote(QuoteError::arithmetic);
  // Towards the base pool the contract divides by the virtual price exactly as the plain swap does by its rate.
  PoolQuote quote = curveOutput(pool, fromCoin ? CoinPair{0, 1} : CoinPair{1, 0}, x, at);
  quote.amountIn = amountIn;
  if (quote.error != QuoteError::none || !fromCoin) return quote;
  const CurveSolution paid = coinForShare(state, pair.out - 1, quote.amountOut);
  if (paid.error != QuoteError::none) return failedQuote(paid.error);
  quote.amountOut = paid.value.value;
  return quote;
}

}  // namespace

PoolQuote curveMetaExactIn(const CurveMetaState& state, const CoinPair& pair, const Uint256& amountIn) {
  return curveStableExactIn(metaPool(state), pair, amountIn);
}

PoolQuote curveMetaUnderlyingExactIn(const CurveMetaState& state, const CoinPair& pair, const Uint256& amountIn) {
  if (!areDifferent(pair, state.base.count + 1)) return failedQuote(QuoteError::unknownToken);
  if (pair.in > 0 && pair.out > 0) return curveStableExactIn(state.base, {pair.in - 1, pair.out - 1}, amountIn);
  return throughMeta(state, pair, amountIn);
}

PoolQuote curveMetaExactOut(const CurveMetaState& state, const CoinPair& pair, bool underlying, const Uint256& amountOut) {
  if (!underlying) return curveStableExactOut(metaPool(state), pair, amountOut);
  if (!areDifferent(pair, state.base.count + 1)) return failedQuote(QuoteError::unknownToken);
  const auto rate = [&state](std::size_t coin) { return coin == 0 ? state.pool.rates[0] : state.base.rates[coin - 1]; };
  const auto guess = mulDiv(amountOut, rate(pair.out), rate(pair.in));
  const auto quoteIn = [&](const Uint256& amountIn) { return curveMetaUnderlyingExactIn(state, pair, amountIn); };
  return leastInput(quoteIn, amountOut, guess.value_or(amountOut));
}

}  // namespace syndicate
