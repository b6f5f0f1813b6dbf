#pragma once

#include <array>
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
  std::uint32_t tickCrossed = 0;
  /** By kind of pool. */
  std::array<std::uint32_t, poolKindCount> firstHop{};
  std::array<std::uint32_t, poolKindCount> furtherHop{};

  std::uint32_t hop(PoolKind kind, bool first) const {
    const auto place = static_cast<std::size_t>(kind);
    return first ? firstHop[place] : furtherHop[place];
  }
};

/** What a rollup asks in wei for putting the transaction's data on its parent chain, whatever gas costs. */
struct DataFee {
  Uint256 base;
  Uint256 perHop;

  Uint256 of(std::uint32_t hops) const { return base + perHop * Uint256(hops); }
};

struct SearchRequest {
  /** Contracts. */
  std::span<const std::uint32_t> touched;
  std::span<const ProfitToken> profitTokens;
  Uint256 gasPrice;
  GasModel gas;
  DataFee dataFee;
  std::uint32_t maxHops = 3;
  std::uint32_t limit = 0;
  /** Amounts on the flat top that findOptimum tries. */
  std::uint32_t topCandidates = 0;
  /** Only the best cycle of each touched pool. */
  bool bestOfEachPool = false;
};

}  // namespace syndicate
