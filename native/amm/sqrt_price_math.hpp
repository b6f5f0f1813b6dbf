#pragma once

#include <optional>

#include "../uint256.hpp"

namespace syndicate {

/**
 * Amounts and prices of a constant-liquidity range, with the roundings of Uniswap V3's SqrtPriceMath: always in favour
 * of the pool. Prices are square roots in Q64.96. Nothing is answered where the contract would revert.
 */

/** token0 between two prices: liquidity * 2^96 * (upper - lower) / upper / lower. Order of the prices is irrelevant; the lower is above 0. */
std::optional<Uint256> amount0Delta(Uint256 priceA, Uint256 priceB, Uint128 liquidity, bool roundUp);

/** token1 between two prices: liquidity * (upper - lower) / 2^96. */
std::optional<Uint256> amount1Delta(Uint256 priceA, Uint256 priceB, Uint128 liquidity, bool roundUp);

/** The price after `amountIn` (fee already taken) went in. */
std::optional<Uint256> nextSqrtPriceFromInput(const Uint256& price, Uint128 liquidity, const Uint256& amountIn, bool zeroForOne);

/** The price after `amountOut` went out. */
std::optional<Uint256> nextSqrtPriceFromOutput(const Uint256& price, Uint128 liquidity, const Uint256& amountOut, bool zeroForOne);

}  // namespace syndicate
