#include "market.hpp"

#include <algorithm>
#include <numeric>

namespace syndicate {
namespace {

bool isValid(const PoolDefinition& pool, std::uint32_t tokenCount) {
  const bool tokensFit = pool.token0 < tokenCount && pool.token1 < tokenCount && pool.token0 != pool.token1;
  const bool spacingFits = pool.kind == PoolKind::uniswapV2 || (pool.tickSpacing > 0 && pool.tickSpacing < 16384);
  return tokensFit && spacingFits && pool.feePpm[0] < feeDenominatorPpm && pool.feePpm[1] < feeDenominatorPpm;
}

}  // namespace

bool Market::setPools(std::span<const PoolDefinition> definitions, std::uint32_t tokenCount) {
  pools_.clear();
  v2States_.clear();
  v3States_.clear();
  terms_.clear();
  edges_.clear();
  edgePools_.clear();
  neighbours_.clear();
  tokenCount_ = 0;
  firstNeighbour_.assign(1, 0);
  // Memory goes with the number of tokens: far more than any market has.
  if (tokenCount > (1U << 24)) return false;
  if (!std::all_of(definitions.begin(), definitions.end(), [&](const auto& pool) { return isValid(pool, tokenCount); })) return false;
  tokenCount_ = tokenCount;
  pools_.resize(definitions.size());
  const auto v3Count = std::count_if(definitions.begin(), definitions.end(), [](const auto& pool) { return pool.kind == PoolKind::uniswapV3; });
  v3States_.reserve(static_cast<std::size_t>(v3Count));
  v2States_.reserve(definitions.size() - static_cast<std::size_t>(v3Count));
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    pools_[i].definition = definitions[i];
    if (definitions[i].kind == PoolKind::uniswapV2) {
      pools_[i].state = static_cast<std::uint32_t>(v2States_.size());
      v2States_.emplace_back();
    } else {
      pools_[i].state = static_cast<std::uint32_t>(v3States_.size());
      v3States_.emplace_back().feePpm = definitions[i].feePpm[0];
      v3States_.back().tickSpacing = definitions[i].tickSpacing;
    }
  }
  buildEdges();
  return true;
}

void Market::buildEdges() {
  const auto key = [&](std::uint32_t pool) {
    const auto& d = pools_[pool].definition;
    return (static_cast<std::uint64_t>(std::min(d.token0, d.token1)) << 32) | std::max(d.token0, d.token1);
  };
  edgePools_.resize(pools_.size());
  std::iota(edgePools_.begin(), edgePools_.end(), 0U);
  std::sort(edgePools_.begin(), edgePools_.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) != key(b) ? key(a) < key(b) : a < b; });
  for (std::uint32_t i = 0; i < edgePools_.size(); ++i) {
    const std::uint64_t pair = key(edgePools_[i]);
    const auto low = static_cast<std::uint32_t>(pair >> 32);
    const auto high = static_cast<std::uint32_t>(pair);
    if (edges_.empty() || edges_.back().tokenLow != low || edges_.back().tokenHigh != high) edges_.push_back({low, high, i, 0, {0, 0}});
    ++edges_.back().poolCount;
    pools_[edgePools_[i]].edge = static_cast<std::uint32_t>(edges_.size() - 1);
    pools_[edgePools_[i]].place = i;
  }
  edges_.shrink_to_fit();
  terms_.resize(pools_.size());
  firstNeighbour_.assign(tokenCount_ + 1, 0);
  for (const Edge& edge : edges_) {
    ++firstNeighbour_[edge.tokenLow + 1];
    ++firstNeighbour_[edge.tokenHigh + 1];
  }
  std::partial_sum(firstNeighbour_.begin(), firstNeighbour_.end(), firstNeighbour_.begin());
  neighbours_.resize(2 * edges_.size());
  std::vector<std::uint32_t> next(firstNeighbour_.begin(), firstNeighbour_.end() - 1);
  for (std::uint32_t i = 0; i < edges_.size(); ++i) {
    neighbours_[next[edges_[i].tokenLow]++] = {edges_[i].tokenHigh, i};
    neighbours_[next[edges_[i].tokenHigh]++] = {edges_[i].tokenLow, i};
  }
  for (std::uint32_t token = 0; token < tokenCount_; ++token) {
    std::sort(neighbours_.begin() + firstNeighbour_[token], neighbours_.begin() + firstNeighbour_[token + 1],
              [](const Neighbour& a, const Neighbour& b) { return a.token < b.token; });
  }
}

void Market::setV2(std::uint32_t index, Uint128 reserve0, Uint128 reserve1) {
  pools_[index].known = true;
  v2States_[pools_[index].state] = {reserve0, reserve1};
  refreshTerms(index);
}

void Market::setV3Price(std::uint32_t index, const Uint256& sqrtPriceX96, std::int32_t tick, Uint128 liquidity) {
  pools_[index].known = true;
  V3State& state = v3States_[pools_[index].state];
  state.sqrtPriceX96 = sqrtPriceX96;
  state.tick = tick;
  state.liquidity = liquidity;
  refreshTerms(index);
}

bool Market::setV3Ticks(std::uint32_t index, std::span<const std::int32_t> ticks, std::span<const Int128> nets, std::int32_t knownFrom,
                        std::int32_t knownTo) {
  V3State& state = v3States_[pools_[index].state];
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    if (ticks[i] < minTick || ticks[i] > maxTick || ticks[i] % state.tickSpacing != 0) return false;
    if (i > 0 && ticks[i] <= ticks[i - 1]) return false;
  }
  state.ticks.resize(ticks.size());
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    InitialisedTick& entry = state.ticks[i];
    if (entry.tick != ticks[i] || entry.sqrtRatio.isZero()) {
      entry.tick = ticks[i];
      entry.sqrtRatio = sqrtRatioAtTick(ticks[i]);
      entry.price = entry.sqrtRatio.toDouble() * 0x1p-96;
    }
    entry.liquidityNet = nets[i];
  }
  state.knownFrom = std::max(knownFrom, minTick);
  state.knownTo = std::min(knownTo, maxTick);
  return true;
}

void Market::setQuarantined(std::uint32_t index, bool quarantined) {
  pools_[index].quarantined = quarantined;
  refreshTerms(index);
}

void Market::refreshTerms(std::uint32_t index) {
  const MarketPool& pool = pools_[index];
  Edge& edge = edges_[pool.edge];
  const bool isV2 = pool.definition.kind == PoolKind::uniswapV2;
  for (const bool zeroForOne : {true, false}) {
    const int direction = edge.direction(zeroForOne ? pool.definition.token0 : pool.definition.token1);
    terms_[pool.place].set(direction, !pool.usable() ? HopTerm{} : isV2 ? hopTerm(v2Side(pool, zeroForOne)) : hopTerm(v3(pool), zeroForOne));
  }
  edge.best[0] = edge.best[1] = 0;
  for (const HopTerms& each : std::span(terms_).subspan(edge.firstPool, edge.poolCount)) {
    for (const int direction : {0, 1}) {
      if (each.rate(direction) > 0) edge.best[direction] = std::max(edge.best[direction], roundedUp(each.rate(direction)));
    }
  }
}

std::size_t Market::bytesBesideTicks() const {
  return pools_.capacity() * sizeof(MarketPool) + v2States_.capacity() * sizeof(V2Reserves) + v3States_.capacity() * (sizeof(V3State) - sizeof(V3State::ticks)) +
         edges_.capacity() * sizeof(Edge) + edgePools_.capacity() * sizeof(std::uint32_t) + terms_.capacity() * sizeof(HopTerms) +
         neighbours_.capacity() * sizeof(Neighbour) + firstNeighbour_.capacity() * sizeof(std::uint32_t);
}

std::uint32_t Market::edgeBetween(std::uint32_t a, std::uint32_t b) const {
  const bool fromA = neighbours(a).size() <= neighbours(b).size();
  const auto list = neighbours(fromA ? a : b);
  return std::lower_bound(list.begin(), list.end(), fromA ? b : a, [](const Neighbour& each, std::uint32_t token) { return each.token < token; })->edge;
}

HopQuote Market::exactIn(std::uint32_t index, bool zeroForOne, const Uint256& amountIn) const {
  const MarketPool& pool = pools_[index];
  if (pool.definition.kind == PoolKind::uniswapV2) {
    const V2Quote quote = v2ExactIn(v2Side(pool, zeroForOne), amountIn);
    return {quote.error, quote.amountOut, 0, 0};
  }
  const V3Quote quote = v3Amounts(v3(pool), {zeroForOne, true, amountIn, std::nullopt, maxStepsOfHop});
  return {quote.error, quote.amountOut, quote.ticksCrossed, quote.steps};
}

HopQuote Market::inputFor(std::uint32_t index, bool zeroForOne, const Uint256& amountOut) const {
  const MarketPool& pool = pools_[index];
  if (pool.definition.kind == PoolKind::uniswapV2) {
    const V2Quote quote = v2LeastInput(v2Side(pool, zeroForOne), amountOut);
    return {quote.error, quote.amountIn, 0, 0};
  }
  const V3Quote quote = v3Amounts(v3(pool), {zeroForOne, false, amountOut, std::nullopt, maxStepsOfHop});
  return {quote.error, quote.amountIn, quote.ticksCrossed, quote.steps};
}

}  // namespace syndicate
