#pragma once

#include "uniswap_v3.hpp"

namespace syndicate {

/** A Uniswap V4 pool: V3's curve, with the protocol's fee beside the liquidity providers' and perhaps hooks. */
struct V4State {
  /** feePpm is set from the two fees for each swap. */
  V3State curve;
  std::uint32_t lpFeePpm = 0;
  /** 24 bits: the low 12 for zeroForOne, the next 12 for the other way, in ppm. */
  std::uint32_t protocolFee = 0;
  Uint256 hooks;
};

/** p + l - p * l / 1e6 with the product rounded down (ProtocolFeeLibrary.calculateSwapFee). */
std::uint32_t v4SwapFeePpm(std::uint32_t protocolFeePpm, std::uint32_t lpFeePpm);

/** Whether the hook's address lets it return deltas from beforeSwap or afterSwap, so that it can change what a swap gives. */
bool v4HooksChangeAmounts(const Uint256& hooks);

/**
 * Pool.swap of V4: the steps are V3's, the amounts must fit int128. Errors as v3Swap, and hookChangesAmounts, and invalidFee for an
 * exact output under a fee of 100 %. A swap fee above 100 % is invalidFee too.
 */
V3Quote v4Swap(V4State& pool, const V3Request& request);

}  // namespace syndicate
