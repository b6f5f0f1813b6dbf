#pragma once

#include <cstdint>

namespace syndicate {

/** Why a swap has no result. The numbers cross the border: keep them in step with app/native.ts. */
enum class QuoteError : std::int32_t {
  none = 0,
  insufficientLiquidity = 1,
  insufficientInputAmount = 2,
  insufficientOutputAmount = 3,
  /** The swap leaves the part of the ticks that is known. */
  outOfTicks = 4,
  /** An integer passed the width that the contract gives it. */
  overflow = 5,
  notInitialised = 6,
  /** The price limit lies on the wrong side of the price or beyond the extremes. */
  priceLimit = 7,
  unknownPool = 8,
  /** A Uniswap V4 hook may change the amounts, so that nobody but the hook knows them. */
  hookChangesAmounts = 9,
  /** A sum, difference, product or quotient that the contract's checked arithmetic reverts on. */
  arithmetic = 10,
  /** Balancer: more than 30 % of the balance goes in, or comes out. */
  maxInRatio = 11,
  maxOutRatio = 12,
  /** Newton's iteration did not come to rest in the contract's number of rounds. */
  didNotConverge = 13,
  /** Solidly: the pair would refuse the swap, for it leaves less than the invariant asks. */
  invariant = 14,
  /** Curve crypto: A, gamma, D or a balance outside what its mathematics accepts. */
  unsafeValues = 15,
  /** A token that the pool does not have, or the same one on both sides. */
  unknownToken = 16,
  /** Balancer: a swap with the pool's own share is a join or an exit, which needs more state than a swap. */
  poolShare = 17,
  /** Uniswap V4: with a fee of 100 % no output can be asked for. */
  invalidFee = 18,
  /** Balancer: a power outside LogExpMath's domain. */
  powerDomain = 19,
};

}  // namespace syndicate
