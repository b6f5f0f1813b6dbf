#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "../amm/uniswap_v2.hpp"
#include "../amm/uniswap_v3.hpp"
#include "hop_curve.hpp"
#include "hop_terms.hpp"

namespace syndicate {

enum class PoolKind : std::uint8_t { uniswapV2 = 0, uniswapV3 = 1 };

/** What never changes of a pool. `rank` is its address's place in ascending order: ties are broken by it. */
struct PoolDefinition {
  PoolKind kind = PoolKind::uniswapV2;
  std::uint32_t token0 = 0;
  std::uint32_t token1 = 0;
  /** By the token that goes in; V3 pools have one fee, the first. */
  std::array<std::uint32_t, 2> feePpm{};
  std::int32_t tickSpacing = 0;
  std::uint32_t rank = 0;
};

/** What never leaves a pool's place in memory; its state lies with the others of its kind. */
struct MarketPool {
  PoolDefinition definition;
  bool known = false;
  bool quarantined = false;
  /** The edge (pair of tokens) it belongs to, its place among all edges' pools, and among the states of its kind. */
  std::uint32_t edge = 0;
  std::uint32_t place = 0;
  std::uint32_t state = 0;

  bool usable() const { return known && !quarantined; }
};

struct V2Reserves {
  Uint128 reserve0 = 0;
  Uint128 reserve1 = 0;
};

/** All pools of one pair of tokens. tokenLow < tokenHigh; `best[0]` is the best rate from tokenLow to tokenHigh, rounded up. */
struct Edge {
  std::uint32_t tokenLow = 0;
  std::uint32_t tokenHigh = 0;
  std::uint32_t firstPool = 0;
  std::uint32_t poolCount = 0;
  float best[2] = {0, 0};

  /** Which of two directional figures holds for a hop out of `from`. */
  int direction(std::uint32_t from) const { return tokenLow == from ? 0 : 1; }
};

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

/** A hop of a route takes no more V3 steps than this: some thousand gas each, they would fill a block, and hostile pools our time. */
inline constexpr std::uint32_t maxStepsOfHop = 384;

/** The pools of one chain as a graph of tokens, with a state each. Allocates in setPools and when a pool's tick table grows. */
class Market {
 public:
  /** Replaces everything. False, and an empty market, when a definition is out of range (token order, fee, spacing). */
  bool setPools(std::span<const PoolDefinition> definitions, std::uint32_t tokenCount);

  void setV2(std::uint32_t pool, Uint128 reserve0, Uint128 reserve1);
  void setV3Price(std::uint32_t pool, const Uint256& sqrtPriceX96, std::int32_t tick, Uint128 liquidity);
  /** Ascending ticks that are multiples of the spacing; false otherwise. */
  bool setV3Ticks(std::uint32_t pool, std::span<const std::int32_t> ticks, std::span<const Int128> nets, std::int32_t knownFrom, std::int32_t knownTo);
  void setQuarantined(std::uint32_t pool, bool quarantined);

  std::span<const MarketPool> pools() const { return pools_; }
  std::span<const Edge> edges() const { return edges_; }
  std::uint32_t tokenCount() const { return tokenCount_; }
  /** Pools of all edges, an edge's side by side, and what they do to an amount: [0] from the edge's lower token. */
  std::span<const std::uint32_t> edgePools() const { return edgePools_; }
  std::span<const HopTerms> terms() const { return terms_; }
  const V3State& v3(const MarketPool& pool) const { return v3States_[pool.state]; }
  const V2Reserves& v2(const MarketPool& pool) const { return v2States_[pool.state]; }
  V2Side v2Side(const MarketPool& pool, bool zeroForOne) const {
    const V2Reserves& state = v2States_[pool.state];
    if (zeroForOne) return {state.reserve0, state.reserve1, pool.definition.feePpm[0]};
    return {state.reserve1, state.reserve0, pool.definition.feePpm[1]};
  }
  /** The pool's first range in one direction. */
  HopCurve curve(const MarketPool& pool, bool zeroForOne) const {
    return pool.definition.kind == PoolKind::uniswapV2 ? HopCurve(v2Side(pool, zeroForOne)) : HopCurve(v3(pool), zeroForOne);
  }
  /** Memory held, but for tick tables. */
  std::size_t bytesBesideTicks() const;
  /** Tokens that share a pool with `token`, ascending. */
  std::span<const Neighbour> neighbours(std::uint32_t token) const {
    return std::span(neighbours_).subspan(firstNeighbour_[token], firstNeighbour_[token + 1] - firstNeighbour_[token]);
  }

  /** The edge of two tokens that share a pool. */
  std::uint32_t edgeBetween(std::uint32_t a, std::uint32_t b) const;

  /** Exact output of one hop, as the contract would pay it. */
  HopQuote exactIn(std::uint32_t pool, bool zeroForOne, const Uint256& amountIn) const;
  /** An input that pays at least `amountOut`: the least one for V2, the contract's own exact-output answer for V3. */
  HopQuote inputFor(std::uint32_t pool, bool zeroForOne, const Uint256& amountOut) const;

 private:
  void buildEdges();
  void refreshTerms(std::uint32_t pool);

  std::vector<MarketPool> pools_;
  std::vector<V2Reserves> v2States_;
  std::vector<V3State> v3States_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> edgePools_;
  std::vector<HopTerms> terms_;
  std::vector<Neighbour> neighbours_;
  std::vector<std::uint32_t> firstNeighbour_;
  std::uint32_t tokenCount_ = 0;
};

}  // namespace syndicate
