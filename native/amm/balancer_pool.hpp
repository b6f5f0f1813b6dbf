#pragma once

#include "fixed_point.hpp"
#include "pool_quote.hpp"

namespace syndicate {

enum class BalancerVault : std::uint8_t { v2 = 2, v3 = 3 };

/** What weighted and stable pools share: balances, scaling and the swap fee, with the rounding of their Vault. */
struct BalancerPool {
  std::size_t count = 0;
  BalancerVault vault = BalancerVault::v2;
  /** V2: what the Vault holds. V3: live balances, scaled to 18 decimals with their rates applied. */
  Coins balances;
  /** 18 decimals. V2: rates included. V3: 10^(18 - decimals), the rates apart. */
  Coins scalingFactors;
  Coins rates;
  /** 18 decimals. */
  Uint256 swapFee;
};

/** An amount or balance after scaling, with the reason if there is none. */
struct Scaled {
  QuoteError error = QuoteError::none;
  Checked value;
};

/** A balance as the pool's mathematics sees it. */
Checked scaledBalance(const BalancerPool& pool, std::size_t coin);

/**
 * One swap around `curve`, which maps the scaled amount given to the scaled amount asked for:
 * V2 takes the fee off the raw input or adds it to the raw input; V3 does both on the scaled amounts.
 */
template <typename Curve>
PoolQuote balancerSwap(const BalancerPool& pool, const CoinPair& pair, bool exactIn, const Uint256& amount, const Curve& curve);

/** The amount given as the curve sees it. */
Checked scaleGiven(const BalancerPool& pool, const CoinPair& pair, bool exactIn, const Uint256& amount);
/** The raw amount that the curve's answer means. */
Checked unscaleAnswer(const BalancerPool& pool, const CoinPair& pair, bool exactIn, const Checked& answer);
/** The balances after a quote, in the units that the pool keeps. */
void applyBalancerSwap(BalancerPool& pool, const CoinPair& pair, const PoolQuote& quote);

template <typename Curve>
PoolQuote balancerSwap(const BalancerPool& pool, const CoinPair& pair, bool exactIn, const Uint256& amount, const Curve& curve) {
  if (!areDifferent(pair, pool.count)) return failedQuote(QuoteError::unknownToken);
  const Checked given = scaleGiven(pool, pair, exactIn, amount);
  if (!given.ok) return failedQuote(QuoteError::arithmetic);
  const Scaled answer = curve(given);
  if (answer.error != QuoteError::none) return failedQuote(answer.error);
  const Checked raw = unscaleAnswer(pool, pair, exactIn, answer.value);
  if (!raw.ok) return failedQuote(QuoteError::arithmetic);
  return {QuoteError::none, exactIn ? amount : raw.value, exactIn ? raw.value : amount, {}, {}};
}

}  // namespace syndicate
