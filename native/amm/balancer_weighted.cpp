#include "balancer_weighted.hpp"

namespace syndicate {
namespace {

const Checked one(wad);
/** 30 %. */
const Checked maxRatio(300'000'000'000'000'000ULL);

Scaled outGivenIn(const BalancerWeightedState& state, const CoinPair& pair, const Checked& amountIn) {
  const Checked balanceIn = scaledBalance(state.pool, pair.in);
  const Checked balanceOut = scaledBalance(state.pool, pair.out);
  const Checked most = multiplyDown(balanceIn, maxRatio);
  if (!most.ok || !balanceOut.ok) return {QuoteError::arithmetic, {}};
  if (amountIn.value > most.value) return {QuoteError::maxInRatio, {}};
  const Checked base = divideFixedUp(balanceIn, balanceIn + amountIn);
  const Checked exponent = divideFixedDown(state.weights[pair.in], state.weights[pair.out]);
  const Power remaining = powerUp(base, exponent, state.powShortcuts);
  if (remaining.error != QuoteError::none) return {remaining.error, {}};
  return {QuoteError::none, multiplyDown(balanceOut, complement(remaining.value))};
}

Scaled inGivenOut(const BalancerWeightedState& state, const CoinPair& pair, const Checked& amountOut) {
  const Checked balanceIn = scaledBalance(state.pool, pair.in);
  const Checked balanceOut = scaledBalance(state.pool, pair.out);
  const Checked most = multiplyDown(balanceOut, maxRatio);
  if (!most.ok || !balanceIn.ok) return {QuoteError::arithmetic, {}};
  if (amountOut.value > most.value) return {QuoteError::maxOutRatio, {}};
  const Checked base = divideFixedUp(balanceOut, balanceOut - amountOut);
  const Checked exponent = divideFixedUp(state.weights[pair.out], state.weights[pair.in]);
  const Power grown = powerUp(base, exponent, state.powShortcuts);
  if (grown.error != QuoteError::none) return {grown.error, {}};
  return {QuoteError::none, multiplyUp(balanceIn, grown.value - one)};
}

}  // namespace

PoolQuote balancerWeightedSwap(const BalancerWeightedState& state, const CoinPair& pair, bool exactIn, const Uint256& amount) {
  return balancerSwap(state.pool, pair, exactIn, amount,
                      [&](const Checked& given) { return exactIn ? outGivenIn(state, pair, given) : inGivenOut(state, pair, given); });
}

}  // namespace syndicate
