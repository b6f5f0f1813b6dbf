#include "curve_stable.hpp"

#include "least_input.hpp"

namespace syndicate {
namespace {

constexpr int maxRounds = 255;
const Checked one(wad);
const Checked feeUnit(10'000'000'000ULL);

Checked numberOf(std::size_t count) { return Checked(static_cast<std::uint64_t>(count)); }

Checked productTerm(const CurveStableState& pool, const CurveBalances& xp, const Checked& invariant) {
  const Checked n = numberOf(pool.count);
  Checked term = invariant;
  Checked nToTheN(1);
  for (std::size_t i = 0; i < pool.count; ++i) {
    if (pool.invariant == CurveInvariant::together) {
      term = term * invariant / xp[i];
      nToTheN = nToTheN * n;
    } else {
      term = term * invariant / (xp[i] * n + Checked(pool.invariant == CurveInvariant::plusOne ? 1 : 0));
    }
  }
  return pool.invariant == CurveInvariant::together ? term / nToTheN : term;
}

/** y^2 + (S + D / Ann - D) y = D^(n+1) / (n^n P Ann), by Newton from D downwards. */
CurveSolution solve(const CurveStableState& pool, const Checked& invariant, const Checked& sum, Checked c) {
  const Checked n = numberOf(pool.count);
  const Checked ann = Checked(pool.amp) * n;
  c = c * invariant * Checked(pool.ampPrecision) / (ann * n);
  const Checked b = sum + invariant * Checked(pool.ampPrecision) / ann;
  Checked y = invariant;
  for (int i = 0; i < maxRounds; ++i) {
    const Checked before = y;
    y = (y * y + c) / (Checked(2) * y + b - invariant);
    if (!y.ok) return {QuoteError::arithmetic, {}};
    if (distance(y, before) <= Uint256(1)) return {QuoteError::none, y};
  }
  return {QuoteError::didNotConverge, {}};
}

Checked feeShare(const CurveStableState& pool, const Checked& xpIn, const Checked& xpOut) {
  const Checked multiplier(pool.offpegMultiplier);
  if (multiplier.value <= feeUnit.value) return pool.fee;
  const Checked sum = xpIn + xpOut;
  return multiplier * Checked(pool.fee) / ((multiplier - feeUnit) * Checked(4) * xpIn * xpOut / (sum * sum) + feeUnit);
}

}  // namespace

CurveBalances curveScaled(const CurveStableState& pool) {
  CurveBalances xp;
  for (std::size_t i = 0; i < pool.count; ++i) xp[i] = Checked(pool.rates[i]) * Checked(pool.balances[i]) / one;
  return xp;
}

CurveSolution curveInvariant(const CurveStableState& pool, const CurveBalances& xp) {
  const Checked n = numberOf(pool.count);
  const Checked ann = Checked(pool.amp) * n;
  const Checked precision(pool.ampPrecision);
  Checked sum;
  for (std::size_t i = 0; i < pool.count; ++i) sum = sum + xp[i];
  if (!sum.ok) return {QuoteError::arithmetic, {}};
  if (sum.value.isZero()) return {QuoteError::none, sum};
  Checked invariant = sum;
  for (int i = 0; i < maxRounds; ++i) {
    const Checked term = productTerm(pool, xp, invariant);
    const Checked before = invariant;
    invariant = (ann * sum / precision + term * n) * invariant / ((ann - precision) * invariant / precision + (n + Checked(1)) * term);
    if (!invariant.ok) return {QuoteError::arithmetic, {}};
    if (distance(invariant, before) <= Uint256(1)) return {QuoteError::none, invariant};
  }
  return {QuoteError::didNotConverge, {}};
}

CurveSolution curveBalanceAfter(const CurveStableState& pool, const CoinPair& pair, const Checked& x, const CurveBalances& xp,
                                const Checked& invariant) {
  const Checked n = numberOf(pool.count);
  Checked sum;
  Checked c = invariant;
  for (std::size_t i = 0; i < pool.count; ++i) {
    if (i == pair.out) continue;
    const Checked& balance = i == pair.in ? x : xp[i];
    sum = sum + balance;
    c = c * invariant / (balance * n);
  }
  return solve(pool, invariant, sum, c);
}

CurveSolution curveBalanceAt(const CurveStableState& pool, std::size_t i, const CurveBalances& xp, const Checked& invariant) {
  const Checked n = numberOf(pool.count);
  Checked sum;
  Checked c = invariant;
  for (std::size_t k = 0; k < pool.count; ++k) {
    if (k == i) continue;
    sum = sum + xp[k];
    c = c * invariant / (xp[k] * n);
  }
  return solve(pool, invariant, sum, c);
}

void settleInvariant(CurveStableState& pool) { pool.settled = curveInvariant(pool, curveScaled(pool)); }

CurvePoint curvePoint(const CurveStableState& pool) {
  CurvePoint point;
  point.xp = curveScaled(pool);
  const CurveSolution invariant = pool.settled ? *pool.settled : curveInvariant(pool, point.xp);
  point.error = invariant.error;
  point.invariant = invariant.value;
  return point;
}

PoolQuote curveOutput(const CurveStableState& pool, const CoinPair& pair, const Checked& x, const CurvePoint& at) {
  if (at.error != QuoteError::none) return failedQuote(at.error);
  const CurveBalances& xp = at.xp;
  const CurveSolution y = curveBalanceAfter(pool, pair, x, xp, at.invariant);
  if (y.error != QuoteError::none) return failedQuote(y.error);
  const bool offpeg = pool.offpegMultiplier > feeUnit.value;
  // The Aave pools alone, which take their growing fee in token units, give away the last unit.
  const Checked kept(pool.feeInToken && offpeg ? 0 : 1);
  const Checked gross = xp[pair.out] - y.value - kept;
  const Checked share = feeShare(pool, (xp[pair.in] + x) / Checked(2), (xp[pair.out] + y.value) / Checked(2));
  const Checked rate(pool.rates[pair.out]);
  Checked net;
  Checked admin;
  if (pool.feeInToken) {
    const Checked tokens = gross * one / rate;
    const Checked fee = share * tokens / feeUnit;
    net = tokens - fee;
    admin = fee * Checked(pool.adminFee) / feeUnit;
  } else {
    const Checked fee = share * gross / feeUnit;
    net = (gross - fee) * one / rate;
    admin = fee * Checked(pool.adminFee) / feeUnit * one / rate;
  }
  if (!net.ok || !admin.ok) return failedQuote(QuoteError::arithmetic);
  return {QuoteError::none, {}, net.value, admin.value, {}};
}

namespace {

PoolQuote exactInFrom(const CurveStableState& pool, const CurvePoint& at, const CoinPair& pair, const Uint256& amountIn) {
  PoolQuote quote = curveOutput(pool, pair, at.xp[pair.in] + Checked(amountIn) * Checked(pool.rates[pair.in]) / one, at);
  quote.amountIn = amountIn;
  return quote;
}

}  // namespace

PoolQuote curveStableExactIn(const CurveStableState& pool, const CoinPair& pair, const Uint256& amountIn) {
  if (!areDifferent(pair, pool.count)) return failedQuote(QuoteError::unknownToken);
  return exactInFrom(pool, curvePoint(pool), pair, amountIn);
}

PoolQuote curveStableExactOut(const CurveStableState& pool, const CoinPair& pair, const Uint256& amountOut) {
  if (!areDifferent(pair, pool.count)) return failedQuote(QuoteError::unknownToken);
  if (amountOut >= pool.balances[pair.out]) return failedQuote(QuoteError::insufficientLiquidity);
  const CurvePoint at = curvePoint(pool);
  const auto guess = mulDiv(amountOut, pool.rates[pair.out], pool.rates[pair.in]);
  const auto quoteIn = [&](const Uint256& amountIn) { return exactInFrom(pool, at, pair, amountIn); };
  return leastInput(quoteIn, amountOut, guess.value_or(amountOut));
}

}  // namespace syndicate
