#include "balancer_pool.hpp"

namespace syndicate {
namespace {

const Checked one(wad);

/** V3 rounds a rate that has digits beyond its own precision up before it divides by it. */
Checked rateUp(const Uint256& rate) {
  if (rate == wad) return rate;
  const Uint256 rest = divide(rate, wad)->remainder;
  return rest.isZero() ? Checked(rate) : Checked(rate) + Checked(1);
}

/** V3's scaling factors are whole numbers, here with 18 decimals. */
Checked wholeFactor(const Uint256& scaling) { return scaling == wad ? Checked(1) : Checked(scaling) / one; }

}  // namespace

Checked scaledBalance(const BalancerPool& pool, std::size_t coin) {
  if (pool.vault == BalancerVault::v3) return pool.balances[coin];
  return multiplyDown(pool.balances[coin], pool.scalingFactors[coin]);
}

Checked scaleGiven(const BalancerPool& pool, const CoinPair& pair, bool exactIn, const Uint256& amount) {
  const Checked fee(pool.swapFee);
  const std::size_t coin = exactIn ? pair.in : pair.out;
  if (pool.vault == BalancerVault::v2) {
    const Checked net = exactIn ? Checked(amount) - multiplyUp(amount, fee) : Checked(amount);
    return multiplyDown(net, pool.scalingFactors[coin]);
  }
  const Checked whole = Checked(amount) * wholeFactor(pool.scalingFactors[coin]);
  if (!exactIn) return multiplyUp(whole, rateUp(pool.rates[coin]).value);
  const Checked live = multiplyDown(whole, pool.rates[coin]);
  return live - multiplyUp(live, fee);
}

Checked unscaleAnswer(const BalancerPool& pool, const CoinPair& pair, bool exactIn, const Checked& answer) {
  const Checked fee(pool.swapFee);
  const std::size_t coin = exactIn ? pair.out : pair.in;
  if (pool.vault == BalancerVault::v2) {
    if (exactIn) return divideFixedDown(answer, pool.scalingFactors[coin]);
    return divideFixedUp(divideFixedUp(answer, pool.scalingFactors[coin]), one - fee);
  }
  const Checked factor = wholeFactor(pool.scalingFactors[coin]);
  if (exactIn) return divideFixedDown(answer, factor * rateUp(pool.rates[coin]));
  const Checked paid = answer + divideUp(answer * fee, complement(fee));
  return divideFixedUp(paid, factor * Checked(pool.rates[coin]));
}

void applyBalancerSwap(BalancerPool& pool, const CoinPair& pair, const PoolQuote& quote) {
  if (pool.vault == BalancerVault::v2) {
    pool.balances[pair.in] = pool.balances[pair.in] + quote.amountIn;
    pool.balances[pair.out] = pool.balances[pair.out] - quote.amountOut;
    return;
  }
  // The Vault keeps raw balances and derives the live ones, which were rounded down once already: within a unit.
  const auto live = [&pool](std::size_t coin, const Uint256& raw) {
    return multiplyDown(Checked(raw) * wholeFactor(pool.scalingFactors[coin]), pool.rates[coin]).value;
  };
  pool.balances[pair.in] = pool.balances[pair.in] + live(pair.in, quote.amountIn);
  pool.balances[pair.out] = pool.balances[pair.out] - live(pair.out, quote.amountOut);
}

}  // namespace syndicate
