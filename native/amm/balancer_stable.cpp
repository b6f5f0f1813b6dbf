#include "balancer_stable.hpp"

namespace syndicate {
namespace {

constexpr int maxRounds = 255;

/** The balances that trade, scaled; the pool's own share is left out. */
struct Curve {
  std::array<Checked, maxCoins> balances;
  std::size_t count = 0;
  Checked ampTimesTotal;
  Checked ampPrecision;
};

Checked numberOf(std::size_t count) { return Checked(static_cast<std::uint64_t>(count)); }

Checked sumOf(const Curve& curve) {
  Checked sum;
  for (std::size_t i = 0; i < curve.count; ++i) sum = sum + curve.balances[i];
  return sum;
}

bool hasSettled(const Checked& now, const Checked& before) { return distance(now, before) <= Uint256(1); }

Scaled invariantDown(const Curve& curve) {
  const Checked n = numberOf(curve.count);
  const Checked sum = sumOf(curve);
  if (sum.ok && sum.value.isZero()) return {QuoteError::none, sum};
  Checked invariant = sum;
  for (int i = 0; i < maxRounds; ++i) {
    Checked product = invariant;
    for (std::size_t j = 0; j < curve.count; ++j) product = product * invariant / (curve.balances[j] * n);
    const Checked before = invariant;
    invariant = (curve.ampTimesTotal * sum / curve.ampPrecision + product * n) * invariant /
                ((curve.ampTimesTotal - curve.ampPrecision) * invariant / curve.ampPrecision + (n + Checked(1)) * product);
    if (!invariant.ok) return {QuoteError::arithmetic, {}};
    if (hasSettled(invariant, before)) return {QuoteError::none, invariant};
  }
  return {QuoteError::didNotConverge, {}};
}

/** The older form, whose every division is rounded against the trader. */
Scaled invariantUp(const Curve& curve) {
  const Checked n = numberOf(curve.count);
  const Checked sum = sumOf(curve);
  if (sum.ok && sum.value.isZero()) return {QuoteError::none, sum};
  Checked invariant = sum;
  for (int i = 0; i < maxRounds; ++i) {
    Checked product = curve.balances[0] * n;
    for (std::size_t j = 1; j < curve.count; ++j) product = divideUp(product * curve.balances[j] * n, invariant);
    const Checked before = invariant;
    const Checked numerator = n * invariant * invariant + divideUp(curve.ampTimesTotal * sum * product, curve.ampPrecision);
    const Checked denominator = (n + Checked(1)) * invariant + (curve.ampTimesTotal - curve.ampPrecision) * product / curve.ampPrecision;
    invariant = divideUp(numerator, denominator);
    if (!invariant.ok) return {QuoteError::arithmetic, {}};
    if (hasSettled(invariant, before)) return {QuoteError::none, invariant};
  }
  return {QuoteError::didNotConverge, {}};
}

/** The balance of one token, rounded up, for the invariant and the other balances. */
Scaled balanceGiven(const Curve& curve, const Checked& invariant, std::size_t token, BalancerVault vault) {
  const Checked n = numberOf(curve.count);
  Checked product = curve.balances[0] * n;
  for (std::size_t j = 1; j < curve.count; ++j) product = product * curve.balances[j] * n / invariant;
  const Checked others = sumOf(curve) - curve.balances[token];
  const Checked square = invariant * invariant;
  const bool late = vault == BalancerVault::v3;
  const Checked ampProduct = curve.ampTimesTotal * product;
  const Checked ratio = late ? divideUp(square * curve.ampPrecision, ampProduct) : divideUp(square, ampProduct) * curve.ampPrecision;
  const Checked c = ratio * curve.balances[token];
  const Checked share = late ? invariant * curve.ampPrecision / curve.ampTimesTotal : invariant / curve.ampTimesTotal * curve.ampPrecision;
  const Checked b = others + share;
  Checked balance = divideUp(square + c, invariant + b);
  for (int i = 0; i < maxRounds; ++i) {
    const Checked before = balance;
    balance = divideUp(balance * balance + c, balance * Checked(2) + b - invariant);
    if (!balance.ok) return {QuoteError::arithmetic, {}};
    if (hasSettled(balance, before)) return {QuoteError::none, balance};
  }
  return {QuoteError::didNotConverge, {}};
}

Curve curveOf(const BalancerStableState& state) {
  Curve curve;
  for (std::size_t i = 0; i < state.pool.count; ++i) {
    if (i != state.bptIndex) curve.balances[curve.count++] = scaledBalance(state.pool, i);
  }
  curve.ampTimesTotal = Checked(state.amp) * numberOf(curve.count);
  curve.ampPrecision = state.ampPrecision;
  return curve;
}

Scaled answer(const BalancerStableState& state, Curve& curve, const CoinPair& pair, bool exactIn, const Checked& given) {
  const Scaled& invariant = state.invariant;
  if (invariant.error != QuoteError::none) return invariant;
  const std::size_t asked = exactIn ? pair.out : pair.in;
  Checked& changed = curve.balances[exactIn ? pair.in : pair.out];
  changed = exactIn ? changed + given : changed - given;
  if (!changed.ok) return {QuoteError::arithmetic, {}};
  const Checked before = curve.balances[asked];
  const Scaled after = balanceGiven(curve, invariant.value, asked, state.pool.vault);
  if (after.error != QuoteError::none) return after;
  return {QuoteError::none, exactIn ? before - after.value - Checked(1) : after.value - before + Checked(1)};
}

}  // namespace

void settleInvariant(BalancerStableState& state) {
  const Curve curve = curveOf(state);
  state.invariant = state.roundInvariantUp ? invariantUp(curve) : invariantDown(curve);
}

PoolQuote balancerStableSwap(const BalancerStableState& state, const CoinPair& pair, bool exactIn, const Uint256& amount) {
  const std::size_t share = state.bptIndex;
  if (pair.in == share || pair.out == share) return failedQuote(QuoteError::poolShare);
  if (!areDifferent(pair, state.pool.count)) return failedQuote(QuoteError::unknownToken);
  Curve curve = curveOf(state);
  const auto place = [share](std::size_t coin) { return coin > share ? coin - 1 : coin; };
  const CoinPair trading{place(pair.in), place(pair.out)};
  return balancerSwap(state.pool, pair, exactIn, amount,
                      [&](const Checked& given) { return answer(state, curve, trading, exactIn, given); });
}

}  // namespace syndicate
