#include "solidly.hpp"

#include "checked.hpp"
#include "least_input.hpp"

namespace syndicate {
namespace {

const Checked one(wad);

Checked product18(const Checked& a, const Checked& b) { return a * b / one; }

/** x^3 y + y^3 x at 18 decimals, as the pair's invariant has it. */
Checked invariantOf(const Checked& x, const Checked& y) { return product18(product18(x, y), product18(x, x) + product18(y, y)); }

Checked curveAt(SolidlyCurve curve, const Checked& x, const Checked& y) {
  if (curve == SolidlyCurve::neighbour) return invariantOf(x, y);
  const Checked y3 = product18(product18(y, y), y);
  const Checked x3 = product18(product18(x, x), x);
  return product18(x, y3) + product18(x3, y);
}

Checked slopeAt(const Checked& x, const Checked& y) { return product18(Checked(3) * x, product18(y, y)) + product18(product18(x, x), x); }

struct Solution {
  QuoteError error = QuoteError::none;
  Checked y;
};

constexpr int maxRounds = 255;

Solution solveNeighbour(const Checked& x, const Checked& target, Checked y) {
  for (int i = 0; i < maxRounds; ++i) {
    const Checked k = curveAt(SolidlyCurve::neighbour, x, y);
    const Checked slope = slopeAt(x, y);
    if (!k.ok || !y.ok) return {QuoteError::arithmetic, {}};
    const bool below = k.value < target.value;
    Checked step = (below ? target - k : k - target) * one / slope;
    if (!step.ok) return {QuoteError::arithmetic, {}};
    if (step.value.isZero()) {
      if (k.value == target.value) return {QuoteError::none, y};
      const Checked next = below ? y + Checked(1) : y - Checked(1);
      const Checked beside = curveAt(SolidlyCurve::neighbour, x, next);
      if (!beside.ok) return {QuoteError::arithmetic, {}};
      if (below && beside.value > target.value) return {QuoteError::none, next};
      if (!below && beside.value < target.value) return {QuoteError::none, y};
      step = Checked(1);
    }
    y = below ? y + step : y - step;
  }
  return {QuoteError::didNotConverge, {}};
}

Solution solveLastStep(const Checked& x, const Checked& target, Checked y) {
  for (int i = 0; i < maxRounds; ++i) {
    const Checked before = y;
    const Checked k = curveAt(SolidlyCurve::lastStep, x, y);
    const bool below = k.value < target.value;
    const Checked step = (below ? target - k : k - target) * one / slopeAt(x, y);
    y = below ? y + step : y - step;
    if (!y.ok) return {QuoteError::arithmetic, {}};
    if (distance(y, before) <= Uint256(1)) break;
  }
  return {QuoteError::none, y};
}

PoolQuote stableOut(const SolidlyState& pool, bool zeroForOne, const Uint256& amountIn, const Checked& fee) {
  const Checked unit0(pool.unit0);
  const Checked unit1(pool.unit1);
  const Checked x0 = Checked(pool.reserve0) * one / unit0;
  const Checked x1 = Checked(pool.reserve1) * one / unit1;
  const Checked target = invariantOf(x0, x1);
  const Checked& in = zeroForOne ? x0 : x1;
  const Checked& out = zeroForOne ? x1 : x0;
  const Checked& unitIn = zeroForOne ? unit0 : unit1;
  const Checked& unitOut = zeroForOne ? unit1 : unit0;
  const Checked added = (Checked(amountIn) - fee) * one / unitIn;
  const Checked x = in + added;
  if (!target.ok || !x.ok) return failedQuote(QuoteError::arithmetic);
  const Solution solution = pool.curve == SolidlyCurve::neighbour ? solveNeighbour(x, target, out) : solveLastStep(x, target, out);
  if (solution.error != QuoteError::none) return failedQuote(solution.error);
  const Checked paid = (out - solution.y) * unitOut / one;
  if (!paid.ok) return failedQuote(QuoteError::arithmetic);
  return {QuoteError::none, amountIn, paid.value, {}, fee.value};
}

PoolQuote volatileOut(const SolidlyState& pool, bool zeroForOne, const Uint256& amountIn, const Checked& fee) {
  const Checked in(zeroForOne ? pool.reserve0 : pool.reserve1);
  const Checked out(zeroForOne ? pool.reserve1 : pool.reserve0);
  const Checked rest = Checked(amountIn) - fee;
  const Checked paid = rest * out / (in + rest);
  if (!paid.ok) return failedQuote(QuoteError::arithmetic);
  return {QuoteError::none, amountIn, paid.value, {}, fee.value};
}

/** What Pool.swap checks at its end. */
bool keepsInvariant(const SolidlyState& pool, bool zeroForOne, const PoolQuote& quote) {
  const Checked in = Checked(zeroForOne ? pool.reserve0 : pool.reserve1) + quote.amountIn - quote.feeIn;
  const Checked out = Checked(zeroForOne ? pool.reserve1 : pool.reserve0) - quote.amountOut;
  const auto k = [&pool](const Checked& r0, const Checked& r1) {
    if (!pool.stable) return r0 * r1;
    return invariantOf(r0 * one / Checked(pool.unit0), r1 * one / Checked(pool.unit1));
  };
  const Checked after = zeroForOne ? k(in, out) : k(out, in);
  const Checked before = k(pool.reserve0, pool.reserve1);
  return after.ok && before.ok && after.value >= before.value;
}

/** getAmountOut, which does not ask whether the swap would pass. */
PoolQuote amountOutOf(const SolidlyState& pool, bool zeroForOne, const Uint256& amountIn) {
  if (amountIn.isZero()) return failedQuote(QuoteError::insufficientInputAmount);
  if (pool.reserve0.isZero() || pool.reserve1.isZero()) return failedQuote(QuoteError::insufficientLiquidity);
  const Checked fee = Checked(amountIn) * Checked(pool.feePpm(zeroForOne)) / Checked(1'000'000);
  if (!fee.ok) return failedQuote(QuoteError::arithmetic);
  const PoolQuote quote = pool.stable ? stableOut(pool, zeroForOne, amountIn, fee) : volatileOut(pool, zeroForOne, amountIn, fee);
  if (quote.error != QuoteError::none) return quote;
  return quote.amountOut < (zeroForOne ? pool.reserve1 : pool.reserve0) ? quote : failedQuote(QuoteError::insufficientLiquidity);
}

/** The least input above one that the pair refuses for which it lets the output go: more input only adds to its side. */
PoolQuote untilAllowed(const SolidlyState& pool, bool zeroForOne, const PoolQuote& refused) {
  const auto quoteAt = [&](const Uint256& amountIn) {
    PoolQuote quote = amountOutOf(pool, zeroForOne, amountIn);
    quote.amountOut = refused.amountOut;
    return quote;
  };
  const auto isAllowed = [&](const PoolQuote& quote) { return quote.error == QuoteError::none && keepsInvariant(pool, zeroForOne, quote); };
  Uint256 low = refused.amountIn;
  Uint256 high = low + Uint256(1);
  for (Uint256 step(1); !isAllowed(quoteAt(high)); step = step << 1) {
    if (step.bitLength() > refused.amountIn.bitLength()) return failedQuote(QuoteError::invariant);
    low = high;
    high = high + step;
  }
  while (high - low > Uint256(1)) {
    const Uint256 middle = low + ((high - low) >> 1);
    (isAllowed(quoteAt(middle)) ? high : low) = middle;
  }
  return quoteAt(high);
}

}  // namespace

PoolQuote solidlyExactIn(const SolidlyState& pool, bool zeroForOne, const Uint256& amountIn) {
  const PoolQuote quote = amountOutOf(pool, zeroForOne, amountIn);
  if (quote.error != QuoteError::none || keepsInvariant(pool, zeroForOne, quote)) return quote;
  return failedQuote(QuoteError::invariant);
}

PoolQuote solidlyExactOut(const SolidlyState& pool, bool zeroForOne, const Uint256& amountOut) {
  const Uint256& in = zeroForOne ? pool.reserve0 : pool.reserve1;
  const Uint256& out = zeroForOne ? pool.reserve1 : pool.reserve0;
  if (amountOut.isZero()) return failedQuote(QuoteError::insufficientOutputAmount);
  if (amountOut >= out) return failedQuote(QuoteError::insufficientLiquidity);
  const auto guess = mulDivRoundingUp(in, amountOut, out - amountOut);
  const auto quoteIn = [&](const Uint256& amountIn) { return amountOutOf(pool, zeroForOne, amountIn); };
  const PoolQuote quote = leastInput(quoteIn, amountOut, guess.value_or(in));
  if (quote.error != QuoteError::none || keepsInvariant(pool, zeroForOne, quote)) return quote;
  return untilAllowed(pool, zeroForOne, quote);
}

}  // namespace syndicate
