#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "../uint256.hpp"
#include "optimal_input.hpp"
#include "split_flow.hpp"

namespace syndicate {

/** Swaps of a closed route whose legs go over several pools at once, with whole amounts. */
struct SplitSwap {
  CycleHop hop;
  Uint256 amountIn;
  Uint256 amountOut;
  std::uint32_t ticksCrossed = 0;
};

struct SplitRoute {
  /** One of its pools has a moving fee: the flow is only roughly the best. */
  bool isUneven = false;
  std::uint32_t legs = 0;
  std::array<std::uint32_t, maxHopCount> counts{};
  std::array<std::array<SplitSwap, maxParallelPools>, maxHopCount> swaps{};
  Uint256 amountIn;
  Uint256 amountOut;

  std::uint32_t swapCount() const;
  std::uint32_t ticksCrossed() const;
};

/**
 * Whole amounts near those of `flow`, by exact swaps alone: each leg hands on all that it got, every pool of it but one takes a fixed amount and that one the
 * rest. Amounts are then moved, one by one and between the pools of a leg, as long as that brings more, in strides down to a unit, or to what is worth a
 * sixteenth of `grain`, in units of the profit token: less than that is nothing. The number of swaps asked is bounded. Nothing when a pool refuses every such
 * distribution.
 */
std::optional<SplitRoute> exactSplit(const Market& market, const SplitRoute& pools, const SplitFlow& flow, double grain);

}  // namespace syndicate
