#include "cycle_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

constexpr std::uint32_t noProfit = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t noEdge = std::numeric_limits<std::uint32_t>::max();
/** A product of spot rates below 1 by more than this cannot pay; the logarithms are good to 1e-13. */
constexpr double logMargin = 1e-9;

std::uint32_t tokenIn(const Market& market, const CycleHop& hop) {
  const PoolDefinition& pool = market.pools()[hop.pool].definition;
  return hop.zeroForOne ? pool.token0 : pool.token1;
}

double edgeRate(const Edge& edge, std::uint32_t from) { return edge.best[edge.tokenLow == from ? 0 : 1]; }

std::uint32_t findEdge(const Market& market, std::uint32_t from, std::uint32_t to) {
  const auto list = market.neighbours(from);
  const auto place = std::lower_bound(list.begin(), list.end(), to, [](const Neighbour& a, std::uint32_t token) { return a.token < token; });
  return place != list.end() && place->token == to ? place->edge : noEdge;
}

bool isNegative(const Uint256& bits) { return (bits.limb[3] >> 63) != 0; }

bool signedLess(const Uint256& a, const Uint256& b) {
  if (isNegative(a) != isNegative(b)) return isNegative(a);
  return a < b;
}

std::uint32_t gasUnits(const Market& market, const CyclePath& path, std::uint32_t ticksCrossed, const GasModel& gas) {
  std::uint32_t units = gas.base + ticksCrossed * gas.v3TickCrossed;
  for (std::uint32_t i = 0; i < path.count; ++i) {
    const bool isV2 = market.pools()[path.hops[i].pool].definition.kind == PoolKind::uniswapV2;
    units += isV2 ? (i == 0 ? gas.v2FirstHop : gas.v2FurtherHop) : (i == 0 ? gas.v3FirstHop : gas.v3FurtherHop);
  }
  return units;
}

/** Largest value that a net can be compared with; a worth beyond it is counted as that. */
constexpr Uint256 largestWorth{~0ULL >> 1, ~0ULL, ~0ULL, ~0ULL};

Uint256 netWei(const Uint256& gross, const ProfitToken& token, std::uint32_t units, const Uint256& gasPrice) {
  const auto worth = mulDiv(gross, token.weiNumerator, token.weiDenominator);
  const Uint256 value = worth && *worth < largestWorth ? *worth : largestWorth;
  return value - gasPrice * Uint256(units);
}

bool ranksBefore(const Market& market, const FoundCycle& a, const FoundCycle& b) {
  if (a.net != b.net) return signedLess(b.net, a.net);
  const std::uint32_t shared = std::min(a.path.count, b.path.count);
  for (std::uint32_t i = 0; i < shared; ++i) {
    const std::uint32_t rankA = market.pools()[a.path.hops[i].pool].definition.rank;
    const std::uint32_t rankB = market.pools()[b.path.hops[i].pool].definition.rank;
    if (rankA != rankB) return rankA < rankB;
  }
  return a.path.count < b.path.count;
}

}  // namespace

std::span<const FoundCycle> CycleSearch::run(const Market& market, const SearchRequest& request) {
  found_.clear();
  candidates_.clear();
  if (request.limit == 0) return found_;
  request_ = &request;
  prepare(market, request);
  for (std::uint32_t i = 0; i < request.touched.size(); ++i) {
    // A pool listed twice is looked at once, under its last place.
    if (touchedOrder_[request.touched[i]] == i + 1) throughPool(market, request, {request.touched[i], i + 1});
  }
  solve(market, request);
  for (const std::uint32_t pool : request.touched) touchedOrder_[pool] = 0;
  for (const ProfitToken& token : request.profitTokens) profitIndex_[token.token] = noProfit;
  return found_;
}

void CycleSearch::prepare(const Market& market, const SearchRequest& request) {
  touchedOrder_.resize(market.pools().size(), 0);
  profitIndex_.resize(market.tokenCount(), noProfit);
  for (std::uint32_t i = 0; i < request.touched.size(); ++i) touchedOrder_[request.touched[i]] = i + 1;
  for (std::uint32_t i = static_cast<std::uint32_t>(request.profitTokens.size()); i-- > 0;) profitIndex_[request.profitTokens[i].token] = i;
}

bool CycleSearch::seenBefore(std::uint32_t pool, const Through& touched) const {
  return touchedOrder_[pool] != 0 && touchedOrder_[pool] <= touched.order;
}

void CycleSearch::throughPool(const Market& market, const SearchRequest& request, Through touched) {
  const MarketPool& pool = market.pools()[touched.pool];
  if (pool.logRate[0] == noRate && pool.logRate[1] == noRate) return;
  const std::uint32_t token0 = pool.definition.token0;
  const std::uint32_t token1 = pool.definition.token1;
  const bool pays = profitIndex_[token0] != noProfit || profitIndex_[token1] != noProfit;
  if (pays) twoHops(market, touched);
  if (request.maxHops < 3) return;
  if (!pays) {
    for (std::uint32_t i = 0; i < request.profitTokens.size(); ++i) {
      const ProfitToken& profit = request.profitTokens[i];
      if (profitIndex_[profit.token] != i) continue;
      const std::uint32_t from1 = findEdge(market, token1, profit.token);
      const std::uint32_t to0 = from1 == noEdge ? noEdge : findEdge(market, token0, profit.token);
      if (to0 != noEdge) threeHops(market, touched, profit.token, from1, to0);
    }
    return;
  }
  // Tokens that share a pool with both: walk the shorter list, look up in the longer, whose searched part only shrinks.
  const bool zeroIsShorter = market.neighbours(token0).size() <= market.neighbours(token1).size();
  const auto shorter = market.neighbours(zeroIsShorter ? token0 : token1);
  auto longer = market.neighbours(zeroIsShorter ? token1 : token0);
  for (const Neighbour& near : shorter) {
    const auto place =
        std::lower_bound(longer.begin(), longer.end(), near.token, [](const Neighbour& a, std::uint32_t token) { return a.token < token; });
    if (place == longer.end()) break;
    longer = longer.subspan(static_cast<std::size_t>(place - longer.begin()));
    if (place->token == near.token) threeHops(market, touched, near.token, zeroIsShorter ? place->edge : near.edge, zeroIsShorter ? near.edge : place->edge);
  }
}

void CycleSearch::twoHops(const Market& market, Through touched) {
  const MarketPool& pool = market.pools()[touched.pool];
  for (const std::uint32_t other : market.poolsOf(market.edges()[pool.edge])) {
    if (seenBefore(other, touched)) continue;
    const MarketPool& back = market.pools()[other];
    const bool sameOrder = back.definition.token0 == pool.definition.token0;
    for (const bool zeroForOne : {true, false}) {
      const bool backDirection = sameOrder ? !zeroForOne : zeroForOne;
      if (pool.logRate[zeroForOne ? 0 : 1] + back.logRate[backDirection ? 0 : 1] < -logMargin) continue;
      CyclePath path;
      path.count = 2;
      path.hops[0] = {touched.pool, zeroForOne};
      path.hops[1] = {other, backDirection};
      add(market, path);
    }
  }
}

void CycleSearch::threeHops(const Market& market, Through touched, std::uint32_t token, std::uint32_t edgeFrom1, std::uint32_t edgeTo0) {
  threeHopsOneWay(market, touched, true, token, edgeFrom1, edgeTo0);
  threeHopsOneWay(market, touched, false, token, edgeTo0, edgeFrom1);
}

void CycleSearch::threeHopsOneWay(const Market& market, Through touched, bool zeroForOne, std::uint32_t token, std::uint32_t nextEdge,
                                  std::uint32_t lastEdge) {
  const MarketPool& pool = market.pools()[touched.pool];
  const std::uint32_t arrival = zeroForOne ? pool.definition.token1 : pool.definition.token0;
  const Edge& next = market.edges()[nextEdge];
  const Edge& last = market.edges()[lastEdge];
  const double rate = pool.logRate[zeroForOne ? 0 : 1];
  const double bestLast = edgeRate(last, token);
  if (rate + edgeRate(next, arrival) + bestLast < -logMargin) return;
  for (const std::uint32_t second : market.poolsOf(next)) {
    if (seenBefore(second, touched)) continue;
    const bool secondDirection = market.pools()[second].definition.token0 == arrival;
    const double soFar = rate + market.pools()[second].logRate[secondDirection ? 0 : 1];
    if (soFar + bestLast < -logMargin) continue;
    for (const std::uint32_t third : market.poolsOf(last)) {
      if (seenBefore(third, touched)) continue;
      const bool thirdDirection = market.pools()[third].definition.token0 == token;
      if (soFar + market.pools()[third].logRate[thirdDirection ? 0 : 1] < -logMargin) continue;
      CyclePath path;
      path.count = 3;
      path.hops = {CycleHop{touched.pool, zeroForOne}, CycleHop{second, secondDirection}, CycleHop{third, thirdDirection}};
      add(market, path);
    }
  }
}

void CycleSearch::add(const Market& market, const CyclePath& unrotated) {
  std::uint32_t start = 0;
  std::uint32_t bestIndex = noProfit;
  for (std::uint32_t i = 0; i < unrotated.count; ++i) {
    const std::uint32_t index = profitIndex_[tokenIn(market, unrotated.hops[i])];
    if (index < bestIndex) {
      bestIndex = index;
      start = i;
    }
  }
  if (bestIndex == noProfit) return;
  Candidate candidate;
  candidate.path.count = unrotated.count;
  for (std::uint32_t i = 0; i < unrotated.count; ++i) candidate.path.hops[i] = unrotated.hops[(start + i) % unrotated.count];
  candidate.profitIndex = bestIndex;
  const auto guess = guessOptimum(market, candidate.path);
  if (!guess || guess->grossBound < 1) return;
  candidate.guess = *guess;
  const ProfitToken& token = request_->profitTokens[bestIndex];
  const double worth = guess->grossBound * (token.weiNumerator.toDouble() / token.weiDenominator.toDouble());
  const double gas = static_cast<double>(gasUnits(market, candidate.path, 0, request_->gas)) * request_->gasPrice.toDouble();
  candidate.netBound = worth - gas + 1e-12 * (worth + gas);
  candidates_.push_back(candidate);
}

void CycleSearch::solve(const Market& market, const SearchRequest& request) {
  byBound_.clear();
  for (std::uint32_t i = 0; i < candidates_.size(); ++i) byBound_.push_back({candidates_[i].netBound, i});
  // A heap, because as a rule only its first few are ever asked for.
  std::make_heap(byBound_.begin(), byBound_.end());
  const auto before = [&](const FoundCycle& a, const FoundCycle& b) { return ranksBefore(market, a, b); };
  // found_ is a heap with the worst kept cycle in front.
  while (!byBound_.empty()) {
    std::pop_heap(byBound_.begin(), byBound_.end());
    const Bound next = byBound_.back();
    byBound_.pop_back();
    if (found_.size() == request.limit) {
      const Uint256& worst = found_.front().net;
      const double worstNet = isNegative(worst) ? -(Uint256(0) - worst).toDouble() : worst.toDouble();
      if (next.netBound < worstNet - std::abs(worstNet) * 1e-12) break;
    }
    keep(market, request, candidates_[next.candidate]);
  }
  std::sort_heap(found_.begin(), found_.end(), before);
}

void CycleSearch::keep(const Market& market, const SearchRequest& request, const Candidate& candidate) {
  // What cannot pay its gas is only shown: there the last unit does not matter.
  const auto exact = findOptimum(market, candidate.path, candidate.guess, candidate.netBound > 0 ? request.topCandidates : 0);
  if (!exact) return;
  FoundCycle cycle;
  cycle.path = candidate.path;
  cycle.exact = *exact;
  cycle.profitToken = candidate.profitIndex;
  cycle.gasUnits = gasUnits(market, candidate.path, exact->ticksCrossed, request.gas);
  cycle.net = netWei(exact->gross, request.profitTokens[candidate.profitIndex], cycle.gasUnits, request.gasPrice);
  const auto before = [&](const FoundCycle& a, const FoundCycle& b) { return ranksBefore(market, a, b); };
  if (found_.size() == request.limit) {
    if (!before(cycle, found_.front())) return;
    std::pop_heap(found_.begin(), found_.end(), before);
    found_.pop_back();
  }
  found_.push_back(cycle);
  std::push_heap(found_.begin(), found_.end(), before);
}

}  // namespace syndicate
