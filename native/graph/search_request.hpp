#pragma once

#include <cstdint>
#include <span>

#include "../uint256.hpp"
#include "market.hpp"

namespace syndicate {

/** A token that cycles may start and end in; wei = amount * weiNumerator / weiDenominator, rounded down. */
struct ProfitToken {
  std::uint32_t token = 0;
  Uint256 weiNumerator;
  Uint256 weiDenominator;
};

/** Gas units of an execution, by what it does. */
struct GasModel {
  std::uint32_t base = 0;
  std::uint32_t v2FirstHop = 0;
  std::uint32_t v2FurtherHop = 0;
  std::uint32_t v3FirstHop = 0;
  std::uint32_t v3FurtherHop = 0;
  std::uint32_t v3TickCrossed = 0;

  std::uint32_t hop(PoolKind kind, bool first) const {
    if (kind == PoolKind::uniswapV2) return first ? v2FirstHop : v2FurtherHop;
    return first ? v3FirstHop : v3FurtherHop;
  }
};

struct SearchRequest {
  std::span<const std::uint32_t> touched;
  std::span<const ProfitToken> profitTokens;
  Uint256 gasPrice;
  GasModel gas;
  std::uint32_t maxHops = 3;
  std::uint32_t limit = 0;
  /** Amounts on the flat top that findOptimum tries. */
  std::uint32_t topCandidates = 0;
  /** Only the best cycle of each touched pool. */
  bool bestOfEachPool = false;
};

}  // namespace syndicate
