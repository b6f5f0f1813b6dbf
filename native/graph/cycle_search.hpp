#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cycle_walk.hpp"
#include "market.hpp"
#include "optimal_input.hpp"
#include "search_request.hpp"

namespace syndicate {

struct FoundCycle {
  CyclePath path;
  ExactCycle exact;
  std::uint32_t profitToken = 0;
  std::uint32_t gasUnits = 0;
  /** Two's complement wei. */
  Uint256 net;
};

/**
 * Finds every closed route of 2..maxHops different pools through at least one touched pool, starting in a profit token, that
 * ends with more than it began with, and ranks them by exact net.
 *
 * Doubles only prune (CycleWalk): a cycle whose upper bound of net is below what is already found exactly is not solved. The bound is
 * first that of the pools' hyperbolas; where it is not enough, that of their real ranges. Amounts, net and order come from
 * whole-number arithmetic; ties go to the smaller pool addresses in hop order.
 *
 * Holds its buffers between calls: no allocation once they have grown to the market's size.
 */
class CycleSearch {
 public:
  /** The cycles, best first; valid until the next call. Of all of them `limit`, or of the best of each touched pool. */
  std::span<const FoundCycle> run(const Market& market, const SearchRequest& request);
  std::size_t bytes() const { return walk_.bytes(); }

 private:
  void solveBest(const Market& market, const SearchRequest& request, std::span<CycleCandidate> candidates);
  void solveBestOfEachPool(const Market& market, const SearchRequest& request, std::span<CycleCandidate> candidates);
  std::optional<FoundCycle> solve(const Market& market, const SearchRequest& request, CycleCandidate& candidate, double enough);
  void keep(const Market& market, std::uint32_t limit, const FoundCycle& cycle);
  void keepBestOfPools();

  CycleWalk walk_;
  std::vector<FoundCycle> found_;
  /** Per place in `touched` + 1: its best cycle's net (a little less) and place in found_. */
  struct BestOfPool {
    double net;
    std::uint32_t found;
  };
  std::vector<BestOfPool> bestOfPool_;
  std::vector<std::uint32_t> firstOfPool_;
};

}  // namespace syndicate
