#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "hop_cache.hpp"
#include "search_request.hpp"
#include "split_exact.hpp"
#include "split_flow.hpp"

namespace syndicate {

struct SplitRequest {
  CyclePath path;
  ProfitToken profitToken;
  Uint256 gasPrice;
  GasModel gas;
  DataFee dataFee;
  /** Swaps of the whole route, at least those of the path. */
  std::uint32_t mostSwaps = 0;
  std::uint32_t topCandidates = 0;
};

struct FoundSplit {
  SplitRoute route;
  std::uint32_t gasUnits = 0;
  /** Two's complement wei. */
  Uint256 net;
};

/**
 * A cycle's tokens over more pools than one each: which of the parallel pools to use, and how much goes into each, by net after the gas of every swap.
 *
 * Which: beginning with the cycle's own pools, and again with all that could help, one pool is added or left out, or where that brings nothing two are
 * added in different legs or one takes another's place, as long as the net of the best flow (SplitFlow, doubles) grows. What a pool can add at most is known beforehand: at the prices of the present flow, what it would earn by
 * itself (Lagrange's bound). So a pool whose gas is more than that is not tried, and where no pool is left that may earn its
 * gas, no larger set is better; and one that earns more than its gas at those prices is not left out. How much: exactSplit.
 *
 * Holds its buffers between calls.
 */
class SplitSearch {
 public:
  /** Nothing when the best single cycle over these pools' own path brings as much; never a result that brings less than that. */
  std::optional<FoundSplit> run(const Market& market, const SplitRequest& request);

 private:
  struct Candidate {
    CycleHop hop;
    std::uint32_t leg = 0;
    std::uint32_t contract = 0;
    SplitHop curve;
  };
  using Set = std::uint64_t;
  struct Solved {
    Set set = 0;
    double net = 0;
    SplitFlow flow;
  };

  /** What a set may bring at most that differs in one candidate. */
  struct Promise {
    double net = 0;
    std::size_t candidate = 0;
  };
  struct PairPromise {
    double net = 0;
    Set changed = 0;
  };

  void gather(const Market& market, const SplitRequest& request);
  bool solve(Set set, double near, Solved& solved);
  Solved improve(Solved from);
  bool tryAdding(Solved& best, const Solved& from);
  bool tryChangingTwo(Solved& best, const Solved& from);
  bool tryLeavingOut(Solved& best, const Solved& from, bool must);
  double mostOf(const Solved& solved) const;
  double mostEarned(const Candidate& candidate, const Solved& solved) const;
  bool collides(Set set, std::size_t candidate) const;
  std::uint32_t countOf(Set set, std::uint32_t leg) const;
  double gasOf(std::size_t candidate) const;
  SplitRoute routeOf(Set set) const;
  void orderFirstLeg(const Market& market, SplitRoute& route) const;
  std::optional<FoundSplit> priced(const Market& market, const SplitRequest& request, const SplitRoute& route) const;

  std::vector<Candidate> candidates_;
  std::vector<PairPromise> pairs_;
  std::size_t used_ = 0;
  std::uint32_t legs_ = 0;
  std::uint32_t mostSwaps_ = 0;
  /** Flows that may still be solved, and evaluations of curves for them. */
  int budget_ = 0;
  int evaluations_ = 0;
  /** Wei of a unit of the profit token, and of a swap of each kind. */
  double weiOfUnit_ = 0;
  double gasPrice_ = 0;
  double perHop_ = 0;
  GasModel gas_;
  HopCache shapes_;
  const Market* market_ = nullptr;
};

}  // namespace syndicate
