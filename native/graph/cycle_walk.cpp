#include "cycle_walk.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
/** A product of spot rates below this cannot pay; products of doubles are good to 1e-14. */
constexpr double leastRate = 1 - 1e-9;
/** What the doubles of a bound may be off, of 1; and what gas and worth may be together. */
constexpr double rateMargin = 1e-12;
constexpr double boundMargin = 1e-9;
/** Amounts end far below; sums with it stay finite. */
constexpr double largestBound = 1e200;
/** From so many neighbours on both sides on, connections are worth keeping for the next touched pool. */
constexpr std::size_t busyToken = 24;

}  // namespace

bool CycleWalk::Route::passes(std::uint32_t token) const {
  for (std::uint32_t i = 0; i <= front; ++i) {
    if (tokens[i] == token) return true;
  }
  for (std::uint32_t i = count - back; i < count; ++i) {
    if (tokens[i] == token) return true;
  }
  return false;
}

std::span<CycleCandidate> CycleWalk::run(const Market& market, const SearchRequest& request) {
  market_ = &market;
  request_ = &request;
  candidates_.clear();
  connections_.clear();
  weiOfUnit_.clear();
  touchedOrder_.resize(market.contractCount(), 0);
  profitIndex_.resize(market.tokenCount(), none);
  for (std::uint32_t i = 0; i < request.touched.size(); ++i) touchedOrder_[request.touched[i]] = i + 1;
  for (std::uint32_t i = static_cast<std::uint32_t>(request.profitTokens.size()); i-- > 0;) profitIndex_[request.profitTokens[i].token] = i;
  for (const ProfitToken& token : request.profitTokens) weiOfUnit_.push_back(token.weiNumerator.toDouble() / token.weiDenominator.toDouble());
  for (std::uint32_t i = 0; i < request.touched.size(); ++i) {
    // A pool listed twice is looked at once, under its last place.
    touched_ = i + 1;
    const std::uint32_t contract = request.touched[i];
    if (touchedOrder_[contract] != touched_) continue;
    for (touchedPool_ = market.firstPool(contract); touchedPool_ < market.endPool(contract); ++touchedPool_) throughPool(touchedPool_);
  }
  return candidates_;
}

void CycleWalk::finish(const SearchRequest& request) {
  for (const std::uint32_t contract : request.touched) touchedOrder_[contract] = 0;
  for (const ProfitToken& token : request.profitTokens) profitIndex_[token.token] = none;
}

std::size_t CycleWalk::bytes() const {
  return (touchedOrder_.capacity() + profitIndex_.capacity()) * sizeof(std::uint32_t) + connections_.bytes();
}

void CycleWalk::throughPool(std::uint32_t index) {
  const MarketPool& pool = market_->pools()[index];
  const Edge& edge = market_->edges()[pool.edge];
  for (const bool zeroForOne : {true, false}) {
    Route route;
    route.tokens[0] = zeroForOne ? pool.definition.token0 : pool.definition.token1;
    route.tokens[1] = zeroForOne ? pool.definition.token1 : pool.definition.token0;
    route.edges[0] = pool.edge;
    route.rate = market_->terms()[pool.place].rate(edge.direction(route.tokens[0]));
    if (route.rate == 0) continue;
    route.count = 2;
    route.edges[1] = pool.edge;
    choosePools(route);
    const std::uint32_t most = std::min(request_->maxHops, maxHopCount);
    for (route.count = 3; route.count <= most; ++route.count) close(route);
  }
}

void CycleWalk::close(Route& route) {
  if (route.count - route.front - route.back == 2) return connect(route);
  const std::uint32_t first = route.tokens[route.front];
  const std::uint32_t last = route.tokens[route.back == 0 ? 0 : route.count - route.back];
  if (market_->neighbours(first).size() <= market_->neighbours(last).size()) return growFront(route);
  growBack(route);
}

void CycleWalk::growFront(Route& route) {
  const std::uint32_t from = route.tokens[route.front];
  const double rate = route.rate;
  for (const Neighbour& near : market_->neighbours(from)) {
    const Edge& edge = market_->edges()[near.edge];
    const auto best = static_cast<double>(edge.best[edge.direction(from)]);
    if (best == 0 || route.passes(near.token)) continue;
    route.edges[route.front] = near.edge;
    route.tokens[++route.front] = near.token;
    route.rate = rate * best;
    close(route);
    --route.front;
  }
  route.rate = rate;
}

void CycleWalk::growBack(Route& route) {
  const std::uint32_t to = route.tokens[route.back == 0 ? 0 : route.count - route.back];
  const double rate = route.rate;
  for (const Neighbour& near : market_->neighbours(to)) {
    const Edge& edge = market_->edges()[near.edge];
    const auto best = static_cast<double>(edge.best[edge.direction(near.token)]);
    if (best == 0 || route.passes(near.token)) continue;
    const std::uint32_t hop = route.count - ++route.back;
    route.edges[hop] = near.edge;
    route.tokens[hop] = near.token;
    route.rate = best * rate;
    close(route);
    --route.back;
  }
  route.rate = rate;
}

void CycleWalk::connect(Route& route) {
  const std::uint32_t from = route.tokens[route.front];
  const std::uint32_t to = route.tokens[route.back == 0 ? 0 : route.count - route.back];
  const double least = leastRate / route.rate;
  if (std::min(market_->neighbours(from).size(), market_->neighbours(to).size()) >= busyToken) {
    connections_.between(*market_, from, to).above(least, [&](const Connection& connection) {
      addConnection(route, connection.middle, market_->edgeBetween(from, connection.middle), market_->edgeBetween(connection.middle, to));
    });
    return;
  }
  commonNeighbours(*market_, from, to, [&](std::uint32_t middle, std::uint32_t first, std::uint32_t second) {
    const Edge& out = market_->edges()[first];
    const Edge& back = market_->edges()[second];
    const double rate = static_cast<double>(out.best[out.direction(from)]) * static_cast<double>(back.best[back.direction(middle)]);
    if (rate >= least) addConnection(route, middle, first, second);
  });
}

void CycleWalk::addConnection(Route& route, std::uint32_t middle, std::uint32_t first, std::uint32_t second) {
  if (route.passes(middle)) return;
  route.edges[route.front] = first;
  route.edges[route.front + 1] = second;
  route.tokens[route.front + 1] = middle;
  choosePools(route);
}

void CycleWalk::choosePools(const Route& route) {
  Choice choice;
  choice.profitIndex = none;
  for (std::uint32_t i = 0; i < route.count; ++i) {
    const std::uint32_t index = profitIndex_[route.tokens[i]];
    if (index >= choice.profitIndex) continue;
    choice.profitIndex = index;
    choice.start = i;
  }
  if (choice.profitIndex == none) return;
  choice.rest[route.count] = 1;
  for (std::uint32_t i = route.count; i-- > 1;) {
    const Edge& edge = market_->edges()[route.edges[i]];
    choice.rest[i] = choice.rest[i + 1] * static_cast<double>(edge.best[edge.direction(route.tokens[i])]);
  }
  const std::uint32_t index = touchedPool_;
  const MarketPool& pool = market_->pools()[index];
  const HopTerms& terms = market_->terms()[pool.place];
  const int direction = market_->edges()[pool.edge].direction(route.tokens[0]);
  choice.terms[0] = {terms.rate(direction), terms.drag(direction), terms.slack(direction)};
  choice.hops[0] = 2 * index + (pool.definition.token0 == route.tokens[0] ? 1 : 0);
  choose(route, choice, 1, choice.terms[0].rate);
}

void CycleWalk::choose(const Route& route, Choice& choice, std::uint32_t hop, double rate) {
  if (hop == route.count) return add(route, choice, rate);
  const double least = leastRate / choice.rest[hop + 1];
  const Edge& edge = market_->edges()[route.edges[hop]];
  const int direction = edge.direction(route.tokens[hop]);
  for (std::uint32_t place = edge.firstPool; place < edge.firstPool + edge.poolCount; ++place) {
    const HopTerms& terms = market_->terms()[place];
    // Closed pools have no rate, and fail here too.
    const double through = rate * terms.rate(direction);
    if (!(through >= least)) continue;
    const std::uint32_t pool = market_->edgePools()[place];
    const PoolDefinition& definition = market_->pools()[pool].definition;
    // Cycles through an earlier touched contract were found there; the touched one itself comes once.
    if (const std::uint32_t order = touchedOrder_[definition.contract]; order != 0 && order <= touched_) continue;
    if (hop > 1 && choice.passes(definition.contract, hop)) continue;
    choice.contracts[hop] = definition.contract;
    choice.terms[hop] = {terms.rate(direction), terms.drag(direction), terms.slack(direction)};
    choice.hops[hop] = 2 * pool + (definition.token0 == route.tokens[hop] ? 1 : 0);
    choose(route, choice, hop + 1, through);
  }
}

void CycleWalk::add(const Route& route, const Choice& choice, double rate) {
  double drag = 0;
  double soFar = 1;
  double slack = 0;
  for (std::uint32_t i = 0, hop = choice.start; i < route.count; ++i, hop = hop + 1 == route.count ? 0 : hop + 1) {
    drag += soFar * choice.terms[hop].drag;
    soFar *= choice.terms[hop].rate;
    slack = slack * choice.terms[hop].rate + choice.terms[hop].slack;
  }
  const double over = std::max(std::sqrt(rate) - 1, 0.0) + rateMargin;
  const double gross = std::min((over * over / drag + slack) * (1 + boundMargin), largestBound);
  // Less than a unit is nothing.
  if (gross < 1) return;
  CycleCandidate candidate;
  std::uint32_t gasUnits = request_->gas.base;
  for (std::uint32_t i = 0, hop = choice.start; i < route.count; ++i, hop = hop + 1 == route.count ? 0 : hop + 1) {
    candidate.hops[i] = choice.hops[hop];
    gasUnits += request_->gas.hop(market_->pools()[choice.hops[hop] >> 1].definition.kind, i == 0);
  }
  candidate.count = route.count;
  candidate.profitIndex = choice.profitIndex;
  const double worth = gross * weiOfUnit_[choice.profitIndex];
  const double gas = static_cast<double>(gasUnits) * request_->gasPrice.toDouble() + request_->dataFee.of(route.count).toDouble();
  candidate.netBound = worth - gas + boundMargin * 1e-3 * (worth + gas);
  candidates_.push_back(candidate);
}

}  // namespace syndicate
