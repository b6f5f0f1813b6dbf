#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "connections.hpp"
#include "market.hpp"
#include "optimal_input.hpp"
#include "search_request.hpp"

namespace syndicate {

/** A cycle that may pay, not yet solved, rotated to begin in its profit token. */
struct CycleCandidate {
  /** Not below the net of any input: in doubles, with a margin for their errors. */
  double netBound = 0;
  /** A pool's index twice, plus 1 where token0 goes in. */
  std::array<std::uint32_t, maxHopCount> hops{};
  std::uint32_t count = 0;
  std::uint32_t profitIndex = 0;

  CyclePath path() const {
    CyclePath path;
    path.count = count;
    for (std::uint32_t i = 0; i < count; ++i) path.hops[i] = {hops[i] >> 1, (hops[i] & 1) != 0};
    return path;
  }
};

/**
 * Walks every closed route of 2..maxHops different contracts and tokens through a touched contract and a profit token, once each, and
 * keeps those that may pay.
 *
 * Doubles only prune, and only what cannot pay. A chain's average rate never exceeds the product of its spot rates after fees
 * (prices get worse with size, roundings favour the pools), so a product under 1 - 1e-9 is dropped, of the best pools of whole edges
 * first. And each hop's output is at most a hyperbola's (HopTerm); a chain of hyperbolas is one: A x / (1 + C x), whose
 * largest profit (sqrt A - 1)^2 / C bounds the cycle's. Where a kind's roundings may favour the trader, both hold but for these: the bound counts
 * them in (HopTerm::slack), and a cycle that only they make pay is not looked for.
 *
 * Between two busy tokens the walk asks for connections in order of their rate and stops at the first that cannot pay; everywhere it
 * grows a route at its end with fewer neighbours.
 */
class CycleWalk {
 public:
  std::span<CycleCandidate> run(const Market& market, const SearchRequest& request);
  /** Place of a touched contract in the request + 1 (the last, when listed twice), 0 when untouched. Valid until `finish`. */
  std::uint32_t touchedOrder(std::uint32_t contract) const { return touchedOrder_[contract]; }
  void finish(const SearchRequest& request);
  /** Memory that grows with the market: marks and connections. */
  std::size_t bytes() const;

 private:
  /** A route under construction: hop i goes from tokens[i] over edges[i] to the next token. Hop 0 is the touched pool. */
  struct Route {
    std::uint32_t count = 0;
    /** Hops known at either end; the touched one counts to the front. */
    std::uint32_t front = 1;
    std::uint32_t back = 0;
    double rate = 1;
    std::array<std::uint32_t, maxHopCount> tokens{};
    std::array<std::uint32_t, maxHopCount> edges{};

    bool passes(std::uint32_t token) const;
  };
  struct Choice {
    std::array<std::uint32_t, maxHopCount> contracts{};
    std::array<HopTerm, maxHopCount> terms{};
    std::array<std::uint32_t, maxHopCount> hops{};
    /** Best product of the rates from this hop to the last. */
    std::array<double, maxHopCount + 1> rest{};
    std::uint32_t start = 0;
    std::uint32_t profitIndex = 0;

    bool passes(std::uint32_t contract, std::uint32_t hops) const {
      for (std::uint32_t i = 1; i < hops; ++i) {
        if (contracts[i] == contract) return true;
      }
      return false;
    }
  };

  void throughPool(std::uint32_t pool);
  void close(Route& route);
  void growFront(Route& route);
  void growBack(Route& route);
  void connect(Route& route);
  void addConnection(Route& route, std::uint32_t middle, std::uint32_t first, std::uint32_t second);
  void choosePools(const Route& route);
  void choose(const Route& route, Choice& choice, std::uint32_t hop, double rate);
  void add(const Route& route, const Choice& choice, double rate);

  const Market* market_ = nullptr;
  const SearchRequest* request_ = nullptr;
  std::uint32_t touched_ = 0;
  /** The pair of the touched contract whose cycles are being walked. */
  std::uint32_t touchedPool_ = 0;
  std::vector<std::uint32_t> touchedOrder_;
  /** Per token: index in the profit tokens, or none. */
  std::vector<std::uint32_t> profitIndex_;
  /** Per profit token: wei of one unit. */
  std::vector<double> weiOfUnit_;
  ConnectionCache connections_;
  std::vector<CycleCandidate> candidates_;
};

}  // namespace syndicate
