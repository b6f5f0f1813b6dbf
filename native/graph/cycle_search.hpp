#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "market.hpp"
#include "optimal_input.hpp"

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
};

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
 * Doubles only prune, and only what cannot pay: a chain's average rate never exceeds the product of its spot rates after
 * fees (prices get worse with size, roundings favour the pools), so a product under 1 - 1e-9 is dropped; and once `limit` exact
 * results are known, a cycle whose upper bound of net is below the worst of them is not searched. Amounts, net and order come
 * from whole-number arithmetic; ties go to the smaller pool addresses in hop order.
 *
 * Holds its buffers between calls: no allocation once they have grown to the market's size.
 */
class CycleSearch {
 public:
  /** The cycles, best first; valid until the next call. */
  std::span<const FoundCycle> run(const Market& market, const SearchRequest& request);

 private:
  struct Candidate {
    CyclePath path;
    std::uint32_t profitIndex = 0;
    OptimumGuess guess;
    double netBound = 0;
  };
  struct Bound {
    double netBound;
    std::uint32_t candidate;
    bool operator<(const Bound& other) const { return netBound < other.netBound; }
  };
  struct Through {
    std::uint32_t pool;
    std::uint32_t order;
  };

  void prepare(const Market& market, const SearchRequest& request);
  void throughPool(const Market& market, const SearchRequest& request, Through touched);
  void twoHops(const Market& market, Through touched);
  void threeHops(const Market& market, Through touched, std::uint32_t token, std::uint32_t edgeFrom1, std::uint32_t edgeTo0);
  void threeHopsOneWay(const Market& market, Through touched, bool zeroForOne, std::uint32_t token, std::uint32_t nextEdge, std::uint32_t lastEdge);
  void add(const Market& market, const CyclePath& unrotated);
  bool seenBefore(std::uint32_t pool, const Through& touched) const;
  void solve(const Market& market, const SearchRequest& request);
  void keep(const Market& market, const SearchRequest& request, const Candidate& candidate);

  /** Per pool: place in `touched` + 1, 0 when untouched. */
  std::vector<std::uint32_t> touchedOrder_;
  /** Per token: index in `profitTokens`, or noProfit. */
  std::vector<std::uint32_t> profitIndex_;
  std::vector<Candidate> candidates_;
  std::vector<Bound> byBound_;
  std::vector<FoundCycle> found_;
  const SearchRequest* request_ = nullptr;
};

}  // namespace syndicate
