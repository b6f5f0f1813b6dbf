#include "curve_crypto.hpp"

#include <algorithm>

#include "checked.hpp"
#include "least_input.hpp"
#include "tricrypto_ng.hpp"
#include "twocrypto_ng.hpp"

namespace syndicate {
namespace {

constexpr int maxRounds = 255;
const Checked one(wad);
const Checked convergence(100'000'000'000'000ULL);
const Checked ampMultiplier(10'000);
const Checked feeUnit(10'000'000'000ULL);
/** Between these, a balance is near enough to D for the mathematics to hold. */
const Uint256 leastFraction = powerOfTen(16);
const Uint256 mostFraction = powerOfTen(20);
const Uint256 leastInvariant = powerOfTen(17);
const Uint256 mostInvariant = powerOfTen(33);

using Scaled = std::array<Checked, maxCoins>;

struct Solution {
  QuoteError error = QuoteError::none;
  Checked value;
};

bool isSafe(const Checked& balance, const Checked& invariant) {
  const Checked fraction = balance * one / invariant;
  return fraction.ok && fraction.value >= leastFraction && fraction.value <= mostFraction;
}

/** The sums and the product of the balances that stay, and the first guess of the one that is sought. */
struct Others {
  Checked sum;
  Checked product;
  Checked guess;
  Uint256 limit;
};

Others gather(const CurveCryptoState& pool, const Scaled& xp, std::size_t sought) {
  const Checked n(static_cast<std::uint64_t>(pool.count));
  const Checked d(pool.invariant);
  std::array<Uint256, maxCoins> sorted;
  std::size_t size = 0;
  for (std::size_t i = 0; i < pool.count; ++i) {
    if (i != sought) sorted[size++] = xp[i].value;
  }
  std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(size));
  Others others;
  others.product = one;
  if (pool.count == 2) {
    others.guess = d * d / (Checked(sorted[0]) * n * n);
  } else {
    others.guess = d / n;
    for (std::size_t i = 0; i < size; ++i) others.guess = others.guess * d / (Checked(sorted[i]) * n);
  }
  for (std::size_t i = size; i-- > 0;) {
    others.product = others.product * Checked(sorted[i]) * n / d;
    others.sum = others.sum + Checked(sorted[i]);
  }
  const Uint256 largest = size > 0 ? sorted[size - 1] : Uint256();
  others.limit = std::max({(Checked(largest) / convergence).value, (d / convergence).value, Uint256(100)});
  return others;
}

/** newton_y without its bounds: the balance of coin `sought` for D and the other balances. */
Solution iterate(const CurveCryptoState& pool, const Scaled& xp, std::size_t sought) {
  const Checked n(static_cast<std::uint64_t>(pool.count));
  const Checked d(pool.invariant);
  const Checked gamma(pool.gamma);
  const Others others = gather(pool, xp, sought);
  Checked y = others.guess;
  for (int i = 0; i < maxRounds; ++i) {
    const Checked before = y;
    const Checked k0 = others.product * y * n / d;
    const Checked sum = others.sum + y;
    const Checked edge = gamma + one;
    if (!k0.ok) return {QuoteError::arithmetic, {}};
    const Checked g = (edge.value > k0.value ? edge - k0 : k0 - edge) + Checked(1);
    const Checked first = one * d / gamma * g / gamma * g * ampMultiplier / Checked(pool.amp);
    const Checked second = one + Checked(2) * one * k0 / g;
    const Checked rising = one * y + sum * second + first;
    const Checked falling = d * second;
    if (!rising.ok || !falling.ok) return {QuoteError::arithmetic, {}};
    if (rising.value < falling.value) {
      y = before / Checked(2);
      continue;
    }
    const Checked slopeTimesY = rising - falling;
    const Checked slope = slopeTimesY / y;
    const Checked minus = first / slope;
    const Checked plus = (slopeTimesY + one * d) / slope + minus * one / k0;
    const Checked allMinus = minus + one * sum / slope;
    if (!plus.ok || !allMinus.ok) return {QuoteError::arithmetic, {}};
    y = plus.value < allMinus.value ? before / Checked(2) : plus - allMinus;
    if (distance(y, before) < std::max(others.limit, (y / convergence).value)) return {QuoteError::none, y};
  }
  return {QuoteError::didNotConverge, {}};
}

Solution solve(const CurveCryptoState& pool, const Scaled& xp, std::size_t sought) {
  const Checked d(pool.invariant);
  if (d.value < leastInvariant || d.value > mostInvariant) return {QuoteError::unsafeValues, {}};
  for (std::size_t i = 0; i < pool.count; ++i) {
    if (i != sought && !isSafe(xp[i], d)) return {QuoteError::unsafeValues, {}};
  }
  const Solution solution = iterate(pool, xp, sought);
  if (solution.error != QuoteError::none || isSafe(solution.value, d)) return solution;
  return {QuoteError::unsafeValues, {}};
}

/** get_y of Twocrypto NG, version 2.1.0: the bounds of the balances grow narrower as gamma grows. */
Solution solveTwocrypto(const CurveCryptoState& pool, const Scaled& xp, std::size_t sought) {
  const Uint256 smallGamma = Uint256(2) * powerOfTen(16);
  const bool ampFits = pool.amp >= Uint256(4'000) && pool.amp <= Uint256(40'000'000);
  const bool gammaFits = pool.gamma >= powerOfTen(10) && pool.gamma <= Uint256(199) * powerOfTen(15);
  const bool invariantFits = pool.invariant >= leastInvariant && pool.invariant <= mostInvariant;
  if (!ampFits || !gammaFits || !invariantFits) return {QuoteError::unsafeValues, {}};
  const Checked d(pool.invariant);
  const Checked& other = xp[1 - sought];
  const Checked most = pool.gamma > smallGamma ? Checked(mostFraction) * Checked(smallGamma) / Checked(pool.gamma) : Checked(mostFraction);
  const Checked share = one * Checked(2) * other / d;
  if (!share.ok || share.value < (Checked(powerOfTen(36)) / most).value || share.value > most.value) return {QuoteError::unsafeValues, {}};
  const TwocryptoRoot root = twocryptoRoot({pool.amp, pool.gamma, d, other});
  if (!root.ok) return {QuoteError::arithmetic, {}};
  if (!root.isClosedForm) return iterate(pool, xp, sought);
  const Checked fraction = root.balance * one / d;
  const Checked least = Checked(powerOfTen(36)) / Checked(2) / most;
  const bool fits = fraction.ok && fraction.value >= least.value && fraction.value <= (most / Checked(2)).value;
  return fits ? Solution{QuoteError::none, root.balance} : Solution{QuoteError::unsafeValues, {}};
}

/** get_y of Tricrypto NG. */
Solution solveTricrypto(const CurveCryptoState& pool, const Scaled& xp, std::size_t sought) {
  const Checked d(pool.invariant);
  const bool ampFits = pool.amp >= Uint256(2'700) && pool.amp <= Uint256(270'000'000);
  const bool gammaFits = pool.gamma >= powerOfTen(10) && pool.gamma <= Uint256(5) * powerOfTen(16);
  if (!ampFits || !gammaFits || d.value < leastInvariant || d.value > mostInvariant) return {QuoteError::unsafeValues, {}};
  const std::size_t first = sought == 0 ? 1 : 0;
  const std::size_t second = sought == 2 ? 1 : 2;
  if (!isSafe(xp[first], d) || !isSafe(xp[second], d)) return {QuoteError::unsafeValues, {}};
  const TricryptoRoot root = tricryptoRoot({pool.amp, pool.gamma, d, xp[first], xp[second]});
  if (!root.ok) return {QuoteError::arithmetic, {}};
  if (!root.isClosedForm) return solve(pool, xp, sought);
  const Checked fraction = root.balance * one / d;
  const bool fits = fraction.ok && fraction.value + Uint256(1) >= leastFraction && fraction.value <= mostFraction;
  return fits ? Solution{QuoteError::none, root.balance} : Solution{QuoteError::unsafeValues, {}};
}

/** Between the middle and the outer fee, by how far the balances are from even. */
Checked feeShare(const CurveCryptoState& pool, const Scaled& xp) {
  const Checked n(static_cast<std::uint64_t>(pool.count));
  Checked sum;
  for (std::size_t i = 0; i < pool.count; ++i) sum = sum + xp[i];
  Checked even = one;
  if (pool.count == 2) {
    even = one * Checked(4) * xp[0] / sum * xp[1] / sum;
  } else {
    for (std::size_t i = 0; i < pool.count; ++i) even = even * n * xp[i] / sum;
  }
  // The pools of three coins skip this when the parameter is 0; those of two then divide 0 by what is missing to one.
  const Checked feeGamma(pool.feeGamma);
  if (pool.count == 2 || !feeGamma.value.isZero()) even = feeGamma * one / (feeGamma + one - even);
  return (Checked(pool.midFee) * even + Checked(pool.outFee) * (one - even)) / one;
}

}  // namespace

PoolQuote curveCryptoExactIn(const CurveCryptoState& pool, const CoinPair& pair, const Uint256& amountIn) {
  if (!areDifferent(pair, pool.count)) return failedQuote(QuoteError::unknownToken);
  if (amountIn.isZero()) return failedQuote(QuoteError::insufficientInputAmount);
  Scaled xp;
  for (std::size_t i = 0; i < pool.count; ++i) {
    xp[i] = Checked(pool.balances[i]) + (i == pair.in ? Checked(amountIn) : Checked(0));
    xp[i] = i == 0 ? xp[i] * Checked(pool.precisions[0]) : xp[i] * Checked(pool.priceScale[i - 1]) * Checked(pool.precisions[i]) / one;
    if (!xp[i].ok) return failedQuote(QuoteError::arithmetic);
  }
  const Solution y = !pool.closedForm   ? solve(pool, xp, pair.out)
                     : pool.count == 2 ? solveTwocrypto(pool, xp, pair.out)
                                       : solveTricrypto(pool, xp, pair.out);
  if (y.error != QuoteError::none) return failedQuote(y.error);
  Checked out = xp[pair.out] - y.value - Checked(1);
  xp[pair.out] = y.value;
  if (pair.out > 0) out = out * one / Checked(pool.priceScale[pair.out - 1]);
  out = out / Checked(pool.precisions[pair.out]);
  out = out - feeShare(pool, xp) * out / feeUnit;
  if (!out.ok) return failedQuote(QuoteError::arithmetic);
  return {QuoteError::none, amountIn, out.value, {}, {}};
}

PoolQuote curveCryptoExactOut(const CurveCryptoState& pool, const CoinPair& pair, const Uint256& amountOut) {
  if (!areDifferent(pair, pool.count)) return failedQuote(QuoteError::unknownToken);
  if (amountOut >= pool.balances[pair.out]) return failedQuote(QuoteError::insufficientLiquidity);
  const auto guess = mulDiv(amountOut, pool.balances[pair.in], pool.balances[pair.out] - amountOut);
  const auto quoteIn = [&](const Uint256& amountIn) { return curveCryptoExactIn(pool, pair, amountIn); };
  return leastInput(quoteIn, amountOut, guess.value_or(pool.balances[pair.in]));
}

}  // namespace syndicate
