#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "../amm/exact_pool.hpp"
#include "contract_pools.hpp"
#include "hop_curve.hpp"
#include "hop_terms.hpp"
#include "packed_states.hpp"
#include "pool_kind.hpp"
#include "smooth_hop.hpp"

namespace syndicate {

/**
 * What hardly changes of a pool, seen as one pair of its tokens: a pool of many tokens is as many of these as it has pairs. `rank` is its address's
 * place in ascending order, pair by pair: ties are broken by it.
 */
struct PoolDefinition {
  PoolKind kind = PoolKind::uniswapV2;
  std::uint8_t place0 : 4 = 0;
  std::uint8_t place1 : 4 = 1;

 private:
  // Here, so that nothing is lost to alignment.
  using FeeBytes = std::array<std::uint8_t, 3>;
  std::array<FeeBytes, 2> fees_{};

 public:
  std::uint32_t rank = 0;
  /** The contract that holds the balances; its pairs stand side by side. */
  std::uint32_t contract = 0;

  /** By the token that goes in; the state of some kinds brings another. */
  std::uint32_t feePpm(bool zeroForOne) const {
    const auto& bytes = fees_[zeroForOne ? 0 : 1];
    return bytes[0] | (static_cast<std::uint32_t>(bytes[1]) << 8) | (static_cast<std::uint32_t>(bytes[2]) << 16);
  }
  /** A fee of all of the input, or more, closes a direction. */
  void setFees(std::uint32_t feePpm0, std::uint32_t feePpm1) {
    fees_[0] = bytesOf(feePpm0);
    fees_[1] = bytesOf(feePpm1);
  }

 private:
  static FeeBytes bytesOf(std::uint32_t feePpm) {
    const std::uint32_t fee = std::min(feePpm, feeDenominatorPpm);
    return {static_cast<std::uint8_t>(fee), static_cast<std::uint8_t>(fee >> 8), static_cast<std::uint8_t>(fee >> 16)};
  }
};

/** What never leaves a pool's place in memory; its state lies with the others of its kind. */
struct MarketPool {
  PoolDefinition definition;
  /** The edge (pair of tokens) it belongs to, its place among all edges' pools, and among the states of its kind. */
  std::uint32_t edge = 0;
  std::uint32_t place = 0;
  std::uint32_t state : 28 = 0;
  /** The edge's lower token is the pool's token1. */
  std::uint32_t isTurned : 1 = 0;
  std::uint32_t known : 1 = 0;
  std::uint32_t quarantined : 1 = 0;
  /** One of its tokens is. */
  std::uint32_t blocked : 1 = 0;

  bool usable() const { return known && !quarantined && !blocked; }
  /** Between the edge's directions, of which 0 is out of its lower token, and the pool's own. */
  bool zeroForOne(int direction) const { return (direction == 0) != isTurned; }
  int direction(bool zeroForOne) const { return zeroForOne == isTurned ? 1 : 0; }
};
static_assert(sizeof(MarketPool) == 28);

struct V2Reserves {
  Uint128 reserve0 = 0;
  Uint128 reserve1 = 0;
};

/**
 * All pools of one pair of tokens. tokenLow < tokenHigh; [0] holds from tokenLow to tokenHigh. What no open pool of the pair exceeds, or falls below.
 */
struct Edge {
  std::uint32_t tokenLow = 0;
  std::uint32_t tokenHigh = 0;
  std::uint32_t firstPool = 0;
  std::uint32_t poolCount = 0;
  HopTerms best;

  HopTerm bound(int direction) const { return best.term(direction); }
  /** Which of two directional figures holds for a hop out of `from`. */
  int direction(std::uint32_t from) const { return tokenLow == from ? 0 : 1; }
};
static_assert(sizeof(Edge) == 32);

struct Neighbour {
  std::uint32_t token = 0;
  std::uint32_t edge = 0;
};

struct HopQuote {
  QuoteError error = QuoteError::none;
  Uint256 amount;
  std::uint32_t ticksCrossed = 0;
  /** Steps of a V3 swap, known of a failed one too. */
  std::uint32_t steps = 0;
};

/** Where one pair's tokens stand in its contract. */
inline CoinPair coinsOf(const PoolDefinition& pool, bool zeroForOne) {
  if (zeroForOne) return {pool.place0, pool.place1};
  return {pool.place1, pool.place0};
}

/** A hop of a route takes no more V3 steps than this: some thousand gas each, they would fill a block, and hostile pools our time. */
inline constexpr std::uint32_t maxStepsOfHop = 384;

/** The pools of one chain as a graph of tokens, with a state each. Allocates in setPools and when a pool's tick table grows. */
class Market {
 public:
  /**
   * Replaces everything; two tokens and a spacing of ticks for each pool. False, and an empty market, when a definition is out of range (token order,
   * fee, spacing).
   */
  bool setPools(std::span<const PoolDefinition> definitions, std::span<const std::uint32_t> tokens, std::span<const std::int32_t> tickSpacings,
                std::uint32_t tokenCount);

  /** A state of the contract's own kind and number of tokens; false otherwise. */
  bool setState(std::uint32_t contract, AnyPoolState&& state);
  void setV2(std::uint32_t pool, Uint128 reserve0, Uint128 reserve1);
  void setV3Price(std::uint32_t pool, const Uint256& sqrtPriceX96, std::int32_t tick, Uint128 liquidity);
  /** Ascending ticks that are multiples of the spacing; false otherwise. */
  bool setV3Ticks(std::uint32_t pool, std::span<const std::int32_t> ticks, std::span<const Int128> nets, std::int32_t knownFrom, std::int32_t knownTo);
  void setQuarantined(std::uint32_t contract, bool quarantined);
  /** No cycle passes a blocked token. `token` has just changed in `blocked`, which has an entry a token. */
  void setBlocked(std::uint32_t token, const std::vector<bool>& blocked);

  /** Pairs of all contracts, a contract's side by side. */
  std::span<const MarketPool> pools() const { return pools_; }
  std::uint32_t contractCount() const { return contractPools_.count(); }
  std::uint32_t firstPool(std::uint32_t contract) const { return contractPools_.first(contract); }
  std::uint32_t endPool(std::uint32_t contract) const { return contractPools_.first(contract + 1); }
  std::span<const Edge> edges() const { return edges_; }
  std::uint32_t tokenCount() const { return tokenCount_; }
  std::uint32_t tokenIn(const MarketPool& pool, bool zeroForOne) const {
    const Edge& edge = edges_[pool.edge];
    return pool.direction(zeroForOne) == 0 ? edge.tokenLow : edge.tokenHigh;
  }
  /** Pools of all edges, an edge's side by side, and what they do to an amount: [0] from the edge's lower token. */
  std::span<const std::uint32_t> edgePools() const { return edgePools_; }
  std::span<const HopTerms> terms() const { return terms_; }
  /** A V3 or V4 pool with the fee of one direction. */
  const V3State& v3(const MarketPool& pool, bool zeroForOne) const {
    V3State& state = v3States_[pool.state];
    state.feePpm = pool.definition.feePpm(zeroForOne);
    return state;
  }
  const V2Reserves& v2(const MarketPool& pool) const { return v2States_[pool.state]; }
  V2Side v2Side(const MarketPool& pool, bool zeroForOne) const {
    const V2Reserves& state = v2States_[pool.state];
    if (zeroForOne) return {state.reserve0, state.reserve1, pool.definition.feePpm(true)};
    return {state.reserve1, state.reserve0, pool.definition.feePpm(false)};
  }
  /** The first range of a hyperbolic pool in one direction. */
  HopCurve curve(const MarketPool& pool, bool zeroForOne) const;
  /** The curve of any other. */
  SmoothHop smooth(const MarketPool& pool, bool zeroForOne) const;
  /** Memory held, but for tick tables. */
  std::size_t bytesBesideTicks() const;
  /** Tokens that share a pool with `token`, ascending. */
  std::span<const Neighbour> neighbours(std::uint32_t token) const {
    return std::span(neighbours_).subspan(firstNeighbour_[token], firstNeighbour_[token + 1] - firstNeighbour_[token]);
  }

  /** The edge of two tokens, or nothing. */
  std::optional<std::uint32_t> edgeBetween(std::uint32_t a, std::uint32_t b) const;

  /** Exact output of one hop, as the contract would pay it. */
  HopQuote exactIn(std::uint32_t pool, bool zeroForOne, const Uint256& amountIn) const;
  /**
   * An input that pays at least `amountOut`: the least one for V2, Solidly and Curve, the contract's own exact-output answer for V3, V4 and Balancer.
   */
  HopQuote inputFor(std::uint32_t pool, bool zeroForOne, const Uint256& amountOut) const;

 private:
  void buildEdges(std::span<const std::uint32_t> tokens);
  void refreshTerms(std::uint32_t contract);
  void refreshPair(MarketPool& pool);
  HopQuote tickQuote(const MarketPool& pool, bool zeroForOne, bool exactIn, const Uint256& amount) const;
  PoolQuote otherExactIn(const MarketPool& pool, bool zeroForOne, const Uint256& amountIn) const;
  PoolQuote otherInputFor(const MarketPool& pool, bool zeroForOne, const Uint256& amountOut) const;
  HopTerm termOf(const MarketPool& pool, bool zeroForOne) const;
  template <typename State>
  State stateOf(const MarketPool& pool) const {
    return others_.get<State>(pool.state);
  }

  std::vector<MarketPool> pools_;
  std::vector<V2Reserves> v2States_;
  /** Mutable for the fee of the direction that is being asked, which V4 has two of; the rest only setters change. */
  mutable std::vector<V3State> v3States_;
  PackedStates others_;
  ContractPools contractPools_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> edgePools_;
  std::vector<HopTerms> terms_;
  std::vector<Neighbour> neighbours_;
  std::vector<std::uint32_t> firstNeighbour_;
  std::uint32_t tokenCount_ = 0;
};

}  // namespace syndicate
