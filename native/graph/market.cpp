#include "market.hpp"

#include <algorithm>
#include <cmath>
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
  edges_.clear();
  edgePools_.clear();
  neighbours_.clear();
  tokenCount_ = 0;
  firstNeighbour_.assign(1, 0);
  if (!std::all_of(definitions.begin(), definitions.end(), [&](const auto& pool) { return isValid(pool, tokenCount); })) return false;
  tokenCount_ = tokenCount;
  pools_.resize(definitions.size());
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    pools_[i].definition = definitions[i];
    pools_[i].v3.feePpm = definitions[i].feePpm[0];
    pools_[i].v3.tickSpacing = definitions[i].tickSpacing;
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
    if (edges_.empty() || edges_.back().tokenLow != low || edges_.back().tokenHigh != high) edges_.push_back({low, high, i, 0, {noRate, noRate}});
    ++edges_.back().poolCount;
    pools_[edgePools_[i]].edge = static_cast<std::uint32_t>(edges_.size() - 1);
  }
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
  MarketPool& pool = pools_[index];
  pool.known = true;
  pool.reserve0 = reserve0;
  pool.reserve1 = reserve1;
  refreshRates(index);
}

void Market::setV3Price(std::uint32_t index, const Uint256& sqrtPriceX96, std::int32_t tick, Uint128 liquidity) {
  MarketPool& pool = pools_[index];
  pool.known = true;
  pool.v3.sqrtPriceX96 = sqrtPriceX96;
  pool.v3.tick = tick;
  pool.v3.liquidity = liquidity;
  refreshRates(index);
}

bool Market::setV3Ticks(std::uint32_t index, std::span<const std::int32_t> ticks, std::span<const Int128> nets, std::int32_t knownFrom,
                        std::int32_t knownTo) {
  V3State& state = pools_[index].v3;
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
  refreshRates(index);
}

void Market::refreshRates(std::uint32_t index) {
  MarketPool& pool = pools_[index];
  double logPrice = 0;
  bool open = pool.usable();
  if (pool.definition.kind == PoolKind::uniswapV2) {
    open = open && pool.reserve0 != 0 && pool.reserve1 != 0;
    if (open) logPrice = std::log(static_cast<double>(pool.reserve1)) - std::log(static_cast<double>(pool.reserve0));
  } else {
    open = open && !pool.v3.sqrtPriceX96.isZero();
    if (open) logPrice = 2 * std::log(pool.v3.sqrtPriceX96.toDouble() * 0x1p-96);
  }
  const bool isV2 = pool.definition.kind == PoolKind::uniswapV2;
  const auto logKept = [&](int side) { return std::log1p(-static_cast<double>(pool.definition.feePpm[isV2 ? side : 0]) / feeDenominatorPpm); };
  pool.logRate[0] = open ? logPrice + logKept(0) : noRate;
  pool.logRate[1] = open ? -logPrice + logKept(1) : noRate;
  for (const bool zeroForOne : {true, false}) {
    HopCurve& curve = pool.curve[zeroForOne ? 0 : 1];
    curve = pool.definition.kind == PoolKind::uniswapV2 ? HopCurve(pool.side(zeroForOne)) : HopCurve(pool.v3, zeroForOne);
    if (!curve.open()) pool.logRate[zeroForOne ? 0 : 1] = noRate;
  }
  Edge& edge = edges_[pool.edge];
  edge.best[0] = edge.best[1] = noRate;
  for (const std::uint32_t other : poolsOf(edge)) {
    const bool upwards = pools_[other].definition.token0 == edge.tokenLow;
    edge.best[0] = std::max(edge.best[0], pools_[other].logRate[upwards ? 0 : 1]);
    edge.best[1] = std::max(edge.best[1], pools_[other].logRate[upwards ? 1 : 0]);
  }
}

HopQuote Market::exactIn(std::uint32_t index, bool zeroForOne, const Uint256& amountIn) const {
  const MarketPool& pool = pools_[index];
  if (pool.definition.kind == PoolKind::uniswapV2) {
    const V2Quote quote = v2ExactIn(pool.side(zeroForOne), amountIn);
    return {quote.error, quote.amountOut, 0, 0};
  }
  const V3Quote quote = v3Amounts(pool.v3, {zeroForOne, true, amountIn, std::nullopt, maxStepsOfHop});
  return {quote.error, quote.amountOut, quote.ticksCrossed, quote.steps};
}

HopQuote Market::inputFor(std::uint32_t index, bool zeroForOne, const Uint256& amountOut) const {
  const MarketPool& pool = pools_[index];
  if (pool.definition.kind == PoolKind::uniswapV2) {
    const V2Quote quote = v2LeastInput(pool.side(zeroForOne), amountOut);
    return {quote.error, quote.amountIn, 0, 0};
  }
  const V3Quote quote = v3Amounts(pool.v3, {zeroForOne, false, amountOut, std::nullopt, maxStepsOfHop});
  return {quote.error, quote.amountIn, quote.ticksCrossed, quote.steps};
}

}  // namespace syndicate
