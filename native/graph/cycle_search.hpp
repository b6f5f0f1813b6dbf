#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "cycle_walk.hpp"
#include "hop_cache.hpp"
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
 * The walk at first asks for a share of the best bound it has met. What then is found exactly shows whether that was too much: if so, it walks again for
 * everything that could beat it. Where many pools stand between the same tokens, the first walk tries a few of each pair, and what it finds is
 * improved by exchanging pools: the nearer to the best, the less the second walk looks at.
 *
 * Holds its buffers between calls: no allocation once they have grown to the market's size.
 */
class CycleSearch {
 public:
  /** The cycles, best first; valid until the next call. Of all of them `limit`, or of the best of each touched pool. */
  std::span<const FoundCycle> run(const Market& market, const SearchRequest& request);
  std::size_t bytes() const { return walk_.bytes() + candidates_.bytes() + shapes_.bytes(); }

 private:
  void findAll();
  void findBestOfEachPool();
  void orderTouched();
  void takeFromOthers(std::uint32_t contract);
  CandidateList::Wanted solveSome(std::span<CycleCandidate> candidates, std::size_t first);
  bool findGoodOne(std::uint32_t contract, std::size_t first);
  void exchangePools(std::uint32_t contract, std::size_t first);
  CyclePath exchanged(const CyclePath& path, double amount, std::uint32_t contract);
  /**
   * Keeps the best `limit` of what the candidates and found_ (from `first` on) hold; found_ is a heap there, the worst in front. Gives up after so many
   * guesses: then some of the candidates are left, at the front.
   */
  std::span<CycleCandidate> solveBest(std::span<CycleCandidate> candidates, std::size_t limit, std::size_t first,
                                      std::size_t guesses = std::numeric_limits<std::size_t>::max());
  std::span<CycleCandidate> thin(std::span<CycleCandidate> candidates, double worst, const FoundCycle& like);
  bool refined(CycleCandidate& candidate, double worst, const FoundCycle& like);
  std::optional<FoundCycle> solve(CycleCandidate& candidate, double enough);
  double refinedBound(const CycleCandidate& candidate, double enough, const FoundCycle& like);
  void keep(const FoundCycle& cycle, std::size_t limit, std::size_t first);
  /** Net of the worst kept cycle, a little less; minus infinity while there is room for more. */
  double worstKept(std::size_t limit, std::size_t first) const;

  const Market* market_ = nullptr;
  const SearchRequest* request_ = nullptr;
  CycleWalk walk_;
  CandidateList candidates_;
  HopCache shapes_;
  std::vector<FoundCycle> found_;
  /** What there is to walk through a touched contract, and the contract. */
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order_;
};

}  // namespace syndicate
