#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "connections.hpp"
#include "cycle_candidate.hpp"
#include "edge_ranking.hpp"
#include "flow_rates.hpp"
#include "hop_cache.hpp"
#include "market.hpp"
#include "search_request.hpp"

namespace syndicate {

/** What the doubles of a walk's bounds may be off, of 1; and what gas and worth may be together. */
inline constexpr double rateMargin = 1e-12;
inline constexpr double boundMargin = 1e-9;

/**
 * Walks every closed route of 2..maxHops different contracts and tokens through a touched contract and a profit token, once each, and
 * keeps those that may pay enough.
 *
 * Doubles only prune, and only what cannot pay. A chain's average rate never exceeds the product of its spot rates after fees
 * (prices get worse with size, roundings favour the pools), so a product under 1 - 1e-9 is dropped, of the best pools of whole edges
 * first. And each hop's output is at most a hyperbola's (HopTerm); a chain of hyperbolas is one: A x / (1 + C x), whose
 * largest profit (sqrt A - 1)^2 / C bounds the cycle's. Where a kind's roundings may favour the trader, both hold but for these: the bound counts
 * them in (HopTerm::slack), and a cycle that only they make pay is not looked for.
 *
 * The same bound over whole edges drops routes before their pools are looked at. Seen from the touched pool's own first token u, A is the same and
 * C_u = d0 + r0 d1 + r0 r1 d2 + ...; a profit counted in a token P of the cycle is at most (sqrt A - 1)^2 R / C_u units of it, where R is the product of the
 * rates from u to P (C_P >= C_u / R wherever A >= 1). So a route that is to bring a worth W needs (sqrt A - 1)^2 >= W C_u / R.
 *
 * The curves of pools see more than hyperbolas do. What comes back of an input x, F(x), is at most G(x) for every choice of pools: the curve of the best pool
 * for that amount at each hop. And F(x) / x falls as x grows, for F is concave. So where a worth asks for a profit w in u, no x below w / (A - 1) brings it, none
 * from there on before w / (G(x) / x - 1), and so on: once G(x) <= x there is none. A profit in P is at most R times that in u for any concave chain.
 *
 * Between two busy tokens the walk asks for connections in order of their rate and stops at the first that cannot pay; everywhere it
 * grows a route at its end with fewer neighbours.
 */
class CycleWalk {
 public:
  /** Marks what the request names, until `finish`. Keeps references to both. */
  void begin(const Market& market, const SearchRequest& request);
  void finish();

  /** Cycles through any touched contract: each is found once. */
  void throughAll(CandidateList& candidates);
  /** All cycles through one touched contract. */
  void through(std::uint32_t contract, CandidateList& candidates);
  /** All of them while they are few; of the rest only those over pools with the best rates of their edges. True when none was left out. */
  bool atLeastSomeThrough(std::uint32_t contract, CandidateList& candidates);
  /** The same; the curves of the pools drop more. */
  void through(std::uint32_t contract, CandidateList& candidates, HopCache& shapes);

  /** False for a place in the request whose contract is listed again further on. */
  bool isLastPlace(std::uint32_t place) const { return touchedOrder(request_->touched[place]) == place + 1; }

  EdgeRankings& rankings() { return rankings_; }

  /** Memory that grows with the market: marks and connections. */
  std::size_t bytes() const;

 private:
  /** A product of spot rates below this cannot pay; products of doubles are good to 1e-14. */
  static constexpr double leastProduct = 1 - 1e-9;

  static constexpr std::int64_t boundless = std::numeric_limits<std::int64_t>::max();

  /** A route under construction: hop i goes from tokens[i] over edges[i] to the next token. Hop 0 is the touched pool. */
  struct Route {
    std::uint32_t count = 0;
    /** Hops known at either end; the touched one counts to the front. */
    std::uint32_t front = 1;
    std::uint32_t back = 0;
    double rate = 1;
    std::array<std::uint32_t, maxHopCount> tokens{};
    std::array<std::uint32_t, maxHopCount> edges{};
    /** What no pool of the hop's edge exceeds, or falls below; of hop 0 the touched pool's own. */
    std::array<HopTerm, maxHopCount> bounds{};

    bool passes(std::uint32_t token) const;
    /** First hop that is known again, behind the gap. */
    std::uint32_t backStart() const { return count - back; }
    std::uint32_t firstToken() const { return tokens[front]; }
    std::uint32_t lastToken() const { return tokens[back == 0 ? 0 : backStart()]; }
  };
  /** What a route has to bring, and what it can. */
  struct Demand {
    /** In wei, before costs and after what roundings may add; not above zero: anything will do. */
    double worth = 0;
    /** Wei of one unit of the route's first token, at the best rates on the way to the profit token. */
    double value = 0;
    /** Products of rates below this cannot pay it. */
    double leastRate = 0;
    /** What has to be gained in units of the route's first token; of positive worths. */
    double gain = 0;
  };
  struct Choice {
    std::array<std::uint32_t, maxHopCount> contracts{};
    std::array<HopTerm, maxHopCount> terms{};
    std::array<std::uint32_t, maxHopCount> hops{};
    /** Best product of the rates from this hop to the last. */
    std::array<double, maxHopCount + 1> rest{};
    /** Of the pools chosen, where curves are asked. */
    std::array<std::uint32_t, maxHopCount> shapes{};
    /** Of hops whose edges are worth ranking. */
    std::array<EdgeRankings::Range, maxHopCount> ranked{};
    std::uint32_t start = 0;
    std::uint32_t profitIndex = 0;
    Demand demand;
    bool asksCurves = false;

    bool passes(std::uint32_t contract, std::uint32_t known) const {
      for (std::uint32_t i = 1; i < known; ++i) {
        if (contracts[i] == contract) return true;
      }
      return false;
    }
  };

  /** Place of a touched contract in the request + 1, 0 when untouched. */
  std::uint32_t touchedOrder(std::uint32_t contract) const {
    const std::uint32_t number = touchedContracts_.numberOf(contract);
    return number == 0 ? 0 : touchedPlaces_[number - 1];
  }
  void throughContract(std::uint32_t contract);
  void throughPool(std::uint32_t pool);
  void close(Route& route);
  void growFront(Route& route);
  void growBack(Route& route);
  void connect(Route& route);
  /** What a route asks of the connection that fills its gap. */
  struct Gap {
    double leastRate = 0;
    /** As of a Demand; `value` at a product of rates of 1 where the profit token lies behind the gap, and grows with it. */
    double worth = 0;
    double value = 0;
    bool behind = false;
    /** Drags of the hops before the gap but for the first, seen from the route's first token, and the product of their rates. */
    double drag = 0;
    double front = 1;
  };
  Gap gapOf(const Route& route, std::uint32_t start, const HopTerm& best) const;
  static bool fills(const Route& route, const Gap& gap, const Connection& connection);
  void addConnection(Route& route, std::uint32_t middle, std::uint32_t first, std::uint32_t second);
  void choosePools(const Route& route);
  bool meetsDemand(const Route& route, Choice& choice) const;
  /** What the pools chosen so far make of a flow. */
  struct Reached {
    double rate = 1;
    double drag = 0;
    /** An input of the route below which nothing brings what is asked, what they make of it, and by how much more of more. */
    double input = 0;
    double amount = 0;
    double slope = 1;
  };
  void choose(const Route& route, Choice& choice, std::uint32_t hop, const Reached& reached);
  static bool meetsWorth(const Choice& choice, std::uint32_t hop, const Reached& reached, double rate, double drag);
  void chooseAt(const Route& route, Choice& choice, std::uint32_t hop, std::uint32_t place, const Reached& reached);
  /**
   * False when no pools of the hops from `known` on can bring what is asked with those chosen before. `reached`: as of the hops before the last of these, and
   * then of that one too.
   */
  bool mayBring(const Route& route, const Choice& choice, std::uint32_t known, Reached& reached);
  void add(const Route& route, const Choice& choice, double rate);
  /** Worth that a cycle of so many hops needs before costs. */
  double neededWorth(std::uint32_t hops) const;
  void setBound(Route& route, std::uint32_t hop, std::uint32_t edge) const;

  const Market* market_ = nullptr;
  const SearchRequest* request_ = nullptr;
  CandidateList* candidates_ = nullptr;
  /** Null where no curves are asked. */
  HopCache* shapes_ = nullptr;
  /** The touched contract whose cycles are being walked, its place in the request + 1, and the pair of it. */
  std::uint32_t contract_ = 0;
  std::uint32_t touched_ = 0;
  std::uint32_t touchedPool_ = 0;
  /** Cycles through contracts touched before this one are left out. */
  bool skipsEarlier_ = false;
  /** Touched contracts, and their places in the request + 1 (the last, when listed twice). */
  PlaceTable<std::uint32_t> touchedContracts_;
  std::vector<std::uint32_t> touchedPlaces_;
  /** Per token: index in the profit tokens, or none. */
  std::vector<std::uint32_t> profitIndex_;
  /** Per profit token: wei of one unit. */
  std::vector<double> weiOfUnit_;
  /** By number of hops: wei that the cheapest execution costs. */
  std::array<double, maxHopCount + 1> leastCost_{};
  Connections connections_;
  EdgeRankings rankings_;
  FlowRates flowRates_;
  /** Pools that may still be tried before a walk becomes narrow, and whether that left any out. */
  std::int64_t triesLeft_ = boundless;
  bool leftOut_ = false;
};

}  // namespace syndicate
