#include "market.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "../amm/least_input.hpp"

namespace syndicate {
namespace {

/** A search for the least input counts as so many steps: it asks some ten quotes. */
constexpr std::uint32_t stepsOfOtherInput = 80;

bool isValid(const PoolDefinition& pool, std::span<const std::uint32_t> tokens, std::int32_t tickSpacing, std::uint32_t tokenCount) {
  const bool tokensFit = tokens[0] < tokenCount && tokens[1] < tokenCount && tokens[0] != tokens[1];
  const bool placesFit = pool.place0 < pool.place1 && pool.place1 < maxCoins;
  const bool spacingFits = !hasTicks(pool.kind) || (tickSpacing > 0 && tickSpacing <= 32767);
  return tokensFit && placesFit && spacingFits && pool.feePpm(true) < feeDenominatorPpm && pool.feePpm(false) < feeDenominatorPpm;
}

/** Contracts are numbered from 0 in the order of their pairs, and all pairs of one, no more than there can be, are of one kind. */
bool areGrouped(std::span<const PoolDefinition> pools) {
  if (!pools.empty() && pools[0].contract != 0) return false;
  std::uint32_t pairs = 1;
  for (std::size_t i = 1; i < pools.size(); ++i) {
    const bool same = pools[i].contract == pools[i - 1].contract;
    pairs = same ? pairs + 1 : 1;
    if (pairs > ContractPools::mostPairs) return false;
    if (same ? pools[i].kind != pools[i - 1].kind || pools[i].kind <= PoolKind::solidlyStable : pools[i].contract != pools[i - 1].contract + 1) return false;
  }
  return true;
}

/** An input near to the one that the curve answers with `out`. */
Uint256 guessInput(const SmoothHop& hop, const Uint256& out) {
  if (!hop.open()) return Uint256(1);
  const double wanted = out.toDouble();
  double input = wanted / hop.above(0).slope;
  for (int i = 0; i < 6 && input < hop.mostInput(); ++i) {
    const HopPoint at = hop.at(input);
    if (!(at.slope > 0)) break;
    const double step = (wanted - at.value) / at.slope;
    input = std::max(input + step, input / 4);
    if (std::abs(step) < 1e-15 * input) break;
  }
  return fromDouble(std::min(input, hop.mostInput()));
}

}  // namespace

bool Market::setPools(std::span<const PoolDefinition> definitions, std::span<const std::uint32_t> tokens, std::span<const std::int32_t> tickSpacings,
                      std::uint32_t tokenCount) {
  pools_.clear();
  v2States_.clear();
  v3States_.clear();
  others_.clear();
  terms_.clear();
  edges_.clear();
  edgePools_.clear();
  neighbours_.clear();
  contractPools_.clear();
  tokenCount_ = 0;
  firstNeighbour_.assign(1, 0);
  // Memory goes with the number of tokens: far more than any market has.
  if (tokenCount > (1U << 24)) return false;
  // Places of states have 28 bits.
  if (definitions.size() >= (1U << 28) || tickSpacings.size() != definitions.size() || tokens.size() != 2 * definitions.size()) return false;
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    if (!isValid(definitions[i], tokens.subspan(2 * i, 2), tickSpacings[i], tokenCount)) return false;
  }
  if (!areGrouped(definitions)) return false;
  tokenCount_ = tokenCount;
  pools_.resize(definitions.size());
  std::array<std::size_t, poolKindCount> counts{};
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    if (i == 0 || definitions[i].contract != definitions[i - 1].contract) ++counts[static_cast<std::size_t>(definitions[i].kind)];
  }
  const auto countOf = [&](PoolKind kind) { return counts[static_cast<std::size_t>(kind)]; };
  v2States_.reserve(countOf(PoolKind::uniswapV2));
  v3States_.reserve(countOf(PoolKind::uniswapV3) + countOf(PoolKind::uniswapV4));
  const auto added = [](auto& states) {
    states.emplace_back();
    return static_cast<std::uint32_t>(states.size() - 1);
  };
  contractPools_.reserve(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    pools_[i].definition = definitions[i];
    if (i > 0 && definitions[i].contract == definitions[i - 1].contract) {
      pools_[i].state = pools_[i - 1].state;
      continue;
    }
    contractPools_.add(static_cast<std::uint32_t>(i));
    switch (definitions[i].kind) {
      case PoolKind::uniswapV2:
        pools_[i].state = added(v2States_);
        break;
      case PoolKind::uniswapV3:
      case PoolKind::uniswapV4:
        pools_[i].state = added(v3States_);
        v3States_.back().tickSpacing = tickSpacings[i];
        break;
      default:
        pools_[i].state = others_.add();
        break;
    }
  }
  contractPools_.add(static_cast<std::uint32_t>(definitions.size()));
  buildEdges(tokens);
  return true;
}

void Market::buildEdges(std::span<const std::uint32_t> tokens) {
  const auto key = [&](std::uint32_t pool) {
    const std::uint32_t token0 = tokens[2 * std::size_t{pool}];
    const std::uint32_t token1 = tokens[2 * std::size_t{pool} + 1];
    return (static_cast<std::uint64_t>(std::min(token0, token1)) << 32) | std::max(token0, token1);
  };
  edgePools_.resize(pools_.size());
  std::iota(edgePools_.begin(), edgePools_.end(), 0U);
  std::sort(edgePools_.begin(), edgePools_.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) != key(b) ? key(a) < key(b) : a < b; });
  for (std::uint32_t i = 0; i < edgePools_.size(); ++i) {
    const std::uint64_t pair = key(edgePools_[i]);
    const auto low = static_cast<std::uint32_t>(pair >> 32);
    const auto high = static_cast<std::uint32_t>(pair);
    if (edges_.empty() || edges_.back().tokenLow != low || edges_.back().tokenHigh != high) edges_.push_back({low, high, i, 0, {}});
    ++edges_.back().poolCount;
    pools_[edgePools_[i]].edge = static_cast<std::uint32_t>(edges_.size() - 1);
    pools_[edgePools_[i]].place = i;
    pools_[edgePools_[i]].isTurned = tokens[2 * std::size_t{edgePools_[i]}] != low;
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
  v2States_[pools_[index].state] = {reserve0, reserve1};
  refreshTerms(pools_[index].definition.contract);
}

void Market::setV3Price(std::uint32_t index, const Uint256& sqrtPriceX96, std::int32_t tick, Uint128 liquidity) {
  V3State& state = v3States_[pools_[index].state];
  state.sqrtPriceX96 = sqrtPriceX96;
  state.tick = tick;
  state.liquidity = liquidity;
  refreshTerms(pools_[index].definition.contract);
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
  // A window that knows nothing stays one.
  state.knownFrom = std::clamp(knownFrom, minTick, maxTick + 1);
  state.knownTo = std::clamp(knownTo, minTick - 1, maxTick);
  return true;
}

namespace {

std::size_t coinCount(const AnyPoolState& state) {
  struct Count {
    std::size_t operator()(const BalancerWeightedState& pool) const { return pool.pool.count; }
    std::size_t operator()(const BalancerStableState& pool) const { return pool.pool.count; }
    std::size_t operator()(const CurveStableState& pool) const { return pool.count; }
    std::size_t operator()(const CurveMetaState& pool) const { return pool.pool.count; }
    std::size_t operator()(const CurveCryptoState& pool) const { return pool.count; }
    std::size_t operator()(const std::monostate&) const { return 0; }
    std::size_t operator()(const V2State&) const { return 2; }
    std::size_t operator()(const V3State&) const { return 2; }
    std::size_t operator()(const V4State&) const { return 2; }
    std::size_t operator()(const SolidlyState&) const { return 2; }
  };
  return std::visit(Count{}, state);
}

CurvePool priced(const CurveStableState& state) { return {state, curvePoint(state)}; }

}  // namespace

bool Market::setState(std::uint32_t contract, AnyPoolState&& any) {
  MarketPool& pool = pools_[firstPool(contract)];
  PoolDefinition& definition = pool.definition;
  for (std::uint32_t i = firstPool(contract); i < endPool(contract); ++i) {
    if (pools_[i].definition.place1 >= coinCount(any)) return false;
  }
  switch (definition.kind) {
    case PoolKind::uniswapV2: {
      const auto* state = std::get_if<V2State>(&any);
      if (state == nullptr) return false;
      definition.setFees(state->feePpm0, state->feePpm1);
      v2States_[pool.state] = {state->reserve0, state->reserve1};
      break;
    }
    case PoolKind::uniswapV3: {
      auto* state = std::get_if<V3State>(&any);
      if (state == nullptr || state->tickSpacing != v3States_[pool.state].tickSpacing) return false;
      definition.setFees(state->feePpm, state->feePpm);
      v3States_[pool.state] = std::move(*state);
      break;
    }
    case PoolKind::uniswapV4: {
      auto* state = std::get_if<V4State>(&any);
      if (state == nullptr || state->curve.tickSpacing != v3States_[pool.state].tickSpacing) return false;
      const auto feeOf = [&](std::uint32_t protocolFee) { return std::min(v4SwapFeePpm(protocolFee & 0xfff, state->lpFeePpm), feeDenominatorPpm); };
      definition.setFees(feeOf(state->protocolFee), feeOf(state->protocolFee >> 12));
      // A hook that may change what a swap gives makes the pool unfit for routes: no swap is worth its whole fee.
      if (v4HooksChangeAmounts(state->hooks)) definition.setFees(feeDenominatorPpm, feeDenominatorPpm);
      v3States_[pool.state] = std::move(state->curve);
      break;
    }
    case PoolKind::solidlyVolatile:
    case PoolKind::solidlyStable: {
      const auto* state = std::get_if<SolidlyState>(&any);
      if (state == nullptr || state->stable != (definition.kind == PoolKind::solidlyStable)) return false;
      others_.set(pool.state, *state);
      break;
    }
    case PoolKind::curveStable: {
      const auto* state = std::get_if<CurveStableState>(&any);
      if (state == nullptr) return false;
      others_.set(pool.state, priced(*state));
      break;
    }
    case PoolKind::curveMeta: {
      auto* state = std::get_if<CurveMetaState>(&any);
      if (state == nullptr) return false;
      state->pool.rates[1] = state->baseVirtualPrice;
      others_.set(pool.state, priced(state->pool));
      break;
    }
    case PoolKind::curveCrypto: {
      const auto* state = std::get_if<CurveCryptoState>(&any);
      if (state == nullptr) return false;
      others_.set(pool.state, *state);
      break;
    }
    case PoolKind::balancerWeighted: {
      const auto* state = std::get_if<BalancerWeightedState>(&any);
      if (state == nullptr) return false;
      others_.set(pool.state, *state);
      break;
    }
    case PoolKind::balancerStable: {
      const auto* state = std::get_if<BalancerStableState>(&any);
      if (state == nullptr) return false;
      others_.set(pool.state, *state);
      break;
    }
  }
  refreshTerms(contract);
  return true;
}

void Market::setQuarantined(std::uint32_t contract, bool quarantined) {
  for (std::uint32_t i = firstPool(contract); i < endPool(contract); ++i) {
    pools_[i].quarantined = quarantined;
    refreshPair(pools_[i]);
  }
}

void Market::setBlocked(std::uint32_t token, const std::vector<bool>& blocked) {
  for (const Neighbour& near : neighbours(token)) {
    const Edge& edge = edges_[near.edge];
    for (std::uint32_t place = edge.firstPool; place < edge.firstPool + edge.poolCount; ++place) {
      MarketPool& pool = pools_[edgePools_[place]];
      pool.blocked = blocked[edge.tokenLow] || blocked[edge.tokenHigh];
      refreshPair(pool);
    }
  }
}

/** A contract with a new state: every pair of it trades at other prices. */
void Market::refreshTerms(std::uint32_t contract) {
  for (std::uint32_t i = firstPool(contract); i < endPool(contract); ++i) {
    pools_[i].known = true;
    refreshPair(pools_[i]);
  }
}

HopTerm Market::termOf(const MarketPool& pool, bool zeroForOne) const {
  if (!pool.usable() || pool.definition.feePpm(zeroForOne) >= feeDenominatorPpm) return {};
  switch (pool.definition.kind) {
    case PoolKind::uniswapV2:
      return hopTerm(v2Side(pool, zeroForOne));
    case PoolKind::uniswapV3:
    case PoolKind::uniswapV4:
      return hopTerm(v3(pool, zeroForOne), zeroForOne);
    case PoolKind::solidlyVolatile:
      return hopTerm(stateOf<SolidlyState>(pool), zeroForOne);
    default:
      return smooth(pool, zeroForOne).term();
  }
}

void Market::refreshPair(MarketPool& pool) {
  Edge& edge = edges_[pool.edge];
  for (const bool zeroForOne : {true, false}) {
    terms_[pool.place].set(pool.direction(zeroForOne), termOf(pool, zeroForOne));
  }
  edge.best = {};
  for (const HopTerms& each : std::span(terms_).subspan(edge.firstPool, edge.poolCount)) edge.best.include(each);
}

HopCurve Market::curve(const MarketPool& pool, bool zeroForOne) const {
  if (hasTicks(pool.definition.kind)) return HopCurve(v3(pool, zeroForOne), zeroForOne);
  if (pool.definition.kind == PoolKind::uniswapV2) return HopCurve(v2Side(pool, zeroForOne));
  const auto state = stateOf<SolidlyState>(pool);
  const double reserve0 = state.reserve0.toDouble();
  const double reserve1 = state.reserve1.toDouble();
  const double kept = 1 - static_cast<double>(state.feePpm(zeroForOne)) / feeDenominatorPpm;
  return zeroForOne ? HopCurve(reserve0, reserve1, kept) : HopCurve(reserve1, reserve0, kept);
}

SmoothHop Market::smooth(const MarketPool& pool, bool zeroForOne) const {
  const CoinPair pair = coinsOf(pool.definition, zeroForOne);
  switch (pool.definition.kind) {
    case PoolKind::solidlyStable:
      return {stateOf<SolidlyState>(pool), zeroForOne};
    case PoolKind::curveStable:
    case PoolKind::curveMeta: {
      const auto own = stateOf<CurvePool>(pool);
      return {own.state, own.at, pair};
    }
    case PoolKind::curveCrypto:
      return {stateOf<CurveCryptoState>(pool), pair};
    case PoolKind::balancerWeighted:
      return {stateOf<BalancerWeightedState>(pool), pair};
    case PoolKind::balancerStable:
      return {stateOf<BalancerStableState>(pool), pair};
    default:
      return {};
  }
}

std::size_t Market::bytesBesideTicks() const {
  return pools_.capacity() * sizeof(MarketPool) + v2States_.capacity() * sizeof(V2Reserves) + v3States_.capacity() * (sizeof(V3State) - sizeof(V3State::ticks)) +
         others_.bytes() + contractPools_.bytes() + edges_.capacity() * sizeof(Edge) +
         edgePools_.capacity() * sizeof(std::uint32_t) + terms_.capacity() * sizeof(HopTerms) + neighbours_.capacity() * sizeof(Neighbour) +
         firstNeighbour_.capacity() * sizeof(std::uint32_t);
}

std::optional<std::uint32_t> Market::edgeBetween(std::uint32_t a, std::uint32_t b) const {
  const bool fromA = neighbours(a).size() <= neighbours(b).size();
  const auto list = neighbours(fromA ? a : b);
  const std::uint32_t other = fromA ? b : a;
  const auto found = std::lower_bound(list.begin(), list.end(), other, [](const Neighbour& each, std::uint32_t token) { return each.token < token; });
  if (found == list.end() || found->token != other) return std::nullopt;
  return found->edge;
}

HopQuote Market::tickQuote(const MarketPool& pool, bool zeroForOne, bool exactIn, const Uint256& amount) const {
  const V3State& state = v3(pool, zeroForOne);
  if (state.feePpm >= feeDenominatorPpm) return {QuoteError::invalidFee, {}, 0, 0};
  const V3Quote quote = v3Amounts(state, {zeroForOne, exactIn, amount, std::nullopt, maxStepsOfHop});
  const bool fits = pool.definition.kind == PoolKind::uniswapV3 || (quote.amountIn.bitLength() <= 127 && quote.amountOut.bitLength() <= 127);
  const QuoteError error = quote.error == QuoteError::none && !fits ? QuoteError::overflow : quote.error;
  return {error, exactIn ? quote.amountOut : quote.amountIn, quote.ticksCrossed, quote.steps};
}

PoolQuote Market::otherExactIn(const MarketPool& pool, bool zeroForOne, const Uint256& amountIn) const {
  const CoinPair pair = coinsOf(pool.definition, zeroForOne);
  switch (pool.definition.kind) {
    case PoolKind::solidlyVolatile:
    case PoolKind::solidlyStable:
      return solidlyExactIn(stateOf<SolidlyState>(pool), zeroForOne, amountIn);
    case PoolKind::curveStable:
    case PoolKind::curveMeta: {
      const auto own = stateOf<CurvePool>(pool);
      const Checked added = Checked(amountIn) * Checked(own.state.rates[pair.in]) / Checked(wad);
      return curveOutput(own.state, pair, own.at.xp[pair.in] + added, own.at);
    }
    case PoolKind::curveCrypto:
      return curveCryptoExactIn(stateOf<CurveCryptoState>(pool), pair, amountIn);
    case PoolKind::balancerWeighted:
      return balancerWeightedSwap(stateOf<BalancerWeightedState>(pool), pair, true, amountIn);
    case PoolKind::balancerStable:
      return balancerStableSwap(stateOf<BalancerStableState>(pool), pair, true, amountIn);
    default:
      return failedQuote(QuoteError::unknownPool);
  }
}

PoolQuote Market::otherInputFor(const MarketPool& pool, bool zeroForOne, const Uint256& amountOut) const {
  const CoinPair pair = coinsOf(pool.definition, zeroForOne);
  switch (pool.definition.kind) {
    case PoolKind::solidlyVolatile:
      return solidlyExactOut(stateOf<SolidlyState>(pool), zeroForOne, amountOut);
    case PoolKind::balancerWeighted:
      return balancerWeightedSwap(stateOf<BalancerWeightedState>(pool), pair, false, amountOut);
    case PoolKind::balancerStable:
      return balancerStableSwap(stateOf<BalancerStableState>(pool), pair, false, amountOut);
    default: {
      const auto quoteIn = [&](const Uint256& amountIn) {
        PoolQuote quote = otherExactIn(pool, zeroForOne, amountIn);
        quote.amountIn = amountIn;
        return quote;
      };
      return leastInput(quoteIn, amountOut, guessInput(smooth(pool, zeroForOne), amountOut));
    }
  }
}

HopQuote Market::exactIn(std::uint32_t index, bool zeroForOne, const Uint256& amountIn) const {
  const MarketPool& pool = pools_[index];
  if (pool.definition.kind == PoolKind::uniswapV2) {
    const V2Quote quote = v2ExactIn(v2Side(pool, zeroForOne), amountIn);
    return {quote.error, quote.amountOut, 0, 0};
  }
  if (hasTicks(pool.definition.kind)) return tickQuote(pool, zeroForOne, true, amountIn);
  const PoolQuote quote = otherExactIn(pool, zeroForOne, amountIn);
  return {quote.error, quote.amountOut, 0, 0};
}

HopQuote Market::inputFor(std::uint32_t index, bool zeroForOne, const Uint256& amountOut) const {
  const MarketPool& pool = pools_[index];
  if (pool.definition.kind == PoolKind::uniswapV2) {
    const V2Quote quote = v2LeastInput(v2Side(pool, zeroForOne), amountOut);
    return {quote.error, quote.amountIn, 0, 0};
  }
  if (hasTicks(pool.definition.kind)) return tickQuote(pool, zeroForOne, false, amountOut);
  const PoolQuote quote = otherInputFor(pool, zeroForOne, amountOut);
  return {quote.error, quote.amountIn, 0, stepsOfOtherInput};
}

}  // namespace syndicate
