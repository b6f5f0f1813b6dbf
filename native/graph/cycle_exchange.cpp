#include <array>
#include <limits>

#include "cycle_search.hpp"

namespace syndicate {
namespace {

/** So often the pools of a good cycle are exchanged for better ones. */
constexpr int exchangeRounds = 4;

}  // namespace

/** Improves a cycle by other pools of the same pairs, as long as that brings more. */
void CycleSearch::exchangePools(std::uint32_t contract, std::size_t first) {
  CyclePath path = found_[first].path;
  double amountIn = found_[first].exact.amount[0].toDouble();
  double bound = 0;
  for (int round = 0; round < exchangeRounds; ++round) {
    const CyclePath next = exchanged(path, amountIn, contract);
    if (next == path) break;
    const auto guess = guessOptimum(shapes_, *market_, next);
    if (!guess || guess->grossBound <= bound) break;
    path = next;
    amountIn = guess->amountIn;
    bound = guess->grossBound;
  }
  if (path == found_[first].path) return;
  CycleCandidate better;
  better.netBound = std::numeric_limits<double>::infinity();
  better.count = path.count;
  better.profitIndex = found_[first].profitToken;
  for (std::uint32_t i = 0; i < path.count; ++i) better.hops[i] = 2 * path.hops[i].pool + (path.hops[i].zeroForOne ? 1 : 0);
  if (const auto cycle = solve(better, -std::numeric_limits<double>::infinity())) keep(*cycle, 1, first);
}

/** A path with, at each hop but that of `contract`, the pool of its edge that pays most for what gets there of an amount. */
CyclePath CycleSearch::exchanged(const CyclePath& path, double amount, std::uint32_t contract) {
  CyclePath next = path;
  std::array<std::uint32_t, maxHopCount> contracts{};
  for (std::uint32_t hop = 0; hop < next.count; ++hop) contracts[hop] = market_->pools()[path.hops[hop].pool].definition.contract;
  const auto isElsewhere = [&](std::uint32_t each, std::uint32_t hop) {
    for (std::uint32_t i = 0; i < next.count; ++i) {
      if (i != hop && contracts[i] == each) return true;
    }
    return false;
  };
  const auto paid = [&](std::uint32_t pool, bool zeroForOne, double amount) {
    const auto point = shapes_[shapes_.place(*market_, pool, zeroForOne)].at(amount);
    return point ? point->value : 0;
  };
  for (std::uint32_t hop = 0; hop < next.count; ++hop) {
    CycleHop& best = next.hops[hop];
    const MarketPool& pool = market_->pools()[best.pool];
    const int direction = pool.direction(best.zeroForOne);
    double most = paid(best.pool, best.zeroForOne, amount);
    if (contracts[hop] != contract) {
      EdgeRankings& rankings = walk_.rankings();
      for (const RankedPool& each : rankings.pools(rankings.of(*market_, pool.edge, direction))) {
        if (each.rate * amount <= most) break;
        const std::uint32_t index = market_->edgePools()[each.place];
        const MarketPool& other = market_->pools()[index];
        if (isElsewhere(other.definition.contract, hop)) continue;
        const double out = paid(index, other.zeroForOne(direction), amount);
        if (!(out > most)) continue;
        most = out;
        best = {index, other.zeroForOne(direction)};
      }
      contracts[hop] = market_->pools()[best.pool].definition.contract;
    }
    amount = most;
  }
  return next;
}

}  // namespace syndicate
