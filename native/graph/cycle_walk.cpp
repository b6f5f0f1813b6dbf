#include "cycle_walk.hpp"

#include <algorithm>
#include <limits>

namespace syndicate {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
/** From so many neighbours on both sides on, connections are worth keeping for the next touched pool. */
constexpr std::size_t busyToken = 24;
constexpr std::int64_t triesBeforeNarrow = 64;

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

void CycleWalk::begin(const Market& market, const SearchRequest& request) {
  market_ = &market;
  request_ = &request;
  connections_.clear();
  rankings_.clear();
  flowRates_.clear();
  weiOfUnit_.clear();
  touchedContracts_.clear();
  touchedPlaces_.resize(request.touched.size());
  profitIndex_.resize(market.tokenCount(), none);
  for (std::uint32_t i = 0; i < request.touched.size(); ++i) touchedPlaces_[touchedContracts_.of(request.touched[i]).place] = i + 1;
  for (std::uint32_t i = static_cast<std::uint32_t>(request.profitTokens.size()); i-- > 0;) profitIndex_[request.profitTokens[i].token] = i;
  for (const ProfitToken& token : request.profitTokens) weiOfUnit_.push_back(token.weiNumerator.toDouble() / token.weiDenominator.toDouble());
  const GasModel& gas = request.gas;
  const double first = *std::min_element(gas.firstHop.begin(), gas.firstHop.end());
  const double further = *std::min_element(gas.furtherHop.begin(), gas.furtherHop.end());
  for (std::uint32_t hops = 1; hops <= maxHopCount; ++hops) {
    leastCost_[hops] = (gas.base + first + further * (hops - 1)) * request.gasPrice.toDouble() + request.dataFee.of(hops).toDouble();
  }
}

void CycleWalk::finish() {
  for (const ProfitToken& token : request_->profitTokens) profitIndex_[token.token] = none;
}

void CycleWalk::throughAll(CandidateList& candidates) {
  candidates_ = &candidates;
  skipsEarlier_ = true;
  for (std::uint32_t i = 0; i < request_->touched.size(); ++i) {
    // One listed twice is looked at once, under its last place.
    if (isLastPlace(i)) throughContract(request_->touched[i]);
  }
}

void CycleWalk::through(std::uint32_t contract, CandidateList& candidates) {
  candidates_ = &candidates;
  skipsEarlier_ = false;
  throughContract(contract);
}

bool CycleWalk::atLeastSomeThrough(std::uint32_t contract, CandidateList& candidates) {
  triesLeft_ = triesBeforeNarrow;
  leftOut_ = false;
  through(contract, candidates);
  triesLeft_ = boundless;
  return !leftOut_;
}

void CycleWalk::through(std::uint32_t contract, CandidateList& candidates, HopCache& shapes) {
  shapes_ = &shapes;
  through(contract, candidates);
  shapes_ = nullptr;
}

void CycleWalk::throughContract(std::uint32_t contract) {
  contract_ = contract;
  touched_ = touchedOrder(contract);
  for (touchedPool_ = market_->firstPool(contract); touchedPool_ < market_->endPool(contract); ++touchedPool_) throughPool(touchedPool_);
}

std::size_t CycleWalk::bytes() const {
  return (touchedPlaces_.capacity() + profitIndex_.capacity()) * sizeof(std::uint32_t) + touchedContracts_.bytes() + connections_.bytes() + rankings_.bytes() + flowRates_.bytes();
}

void CycleWalk::setBound(Route& route, std::uint32_t hop, std::uint32_t index) const {
  const Edge& edge = market_->edges()[index];
  route.edges[hop] = index;
  route.bounds[hop] = edge.bound(edge.direction(route.tokens[hop]));
}

void CycleWalk::throughPool(std::uint32_t index) {
  const MarketPool& pool = market_->pools()[index];
  const Edge& edge = market_->edges()[pool.edge];
  for (const bool zeroForOne : {true, false}) {
    Route route;
    const int direction = pool.direction(zeroForOne);
    route.tokens[0] = direction == 0 ? edge.tokenLow : edge.tokenHigh;
    route.tokens[1] = direction == 0 ? edge.tokenHigh : edge.tokenLow;
    route.edges[0] = pool.edge;
    route.bounds[0] = market_->terms()[pool.place].term(direction);
    route.rate = route.bounds[0].rate;
    if (route.rate == 0) continue;
    route.count = 2;
    setBound(route, 1, pool.edge);
    choosePools(route);
    const std::uint32_t most = std::min(request_->maxHops, maxHopCount);
    for (route.count = 3; route.count <= most; ++route.count) close(route);
  }
}

void CycleWalk::close(Route& route) {
  if (route.count - route.front - route.back == 2) return connect(route);
  if (market_->neighbours(route.firstToken()).size() <= market_->neighbours(route.lastToken()).size()) return growFront(route);
  growBack(route);
}

void CycleWalk::growFront(Route& route) {
  const double rate = route.rate;
  for (const Neighbour& near : market_->neighbours(route.firstToken())) {
    setBound(route, route.front, near.edge);
    const double best = route.bounds[route.front].rate;
    if (best == 0 || route.passes(near.token)) continue;
    route.tokens[++route.front] = near.token;
    route.rate = rate * best;
    close(route);
    --route.front;
  }
  route.rate = rate;
}

void CycleWalk::growBack(Route& route) {
  const double rate = route.rate;
  for (const Neighbour& near : market_->neighbours(route.lastToken())) {
    const Edge& edge = market_->edges()[near.edge];
    const HopTerm bound = edge.bound(edge.direction(near.token));
    if (bound.rate == 0 || route.passes(near.token)) continue;
    const std::uint32_t hop = route.count - ++route.back;
    route.edges[hop] = near.edge;
    route.tokens[hop] = near.token;
    route.bounds[hop] = bound;
    route.rate = bound.rate * rate;
    close(route);
    --route.back;
  }
  route.rate = rate;
}

void CycleWalk::connect(Route& route) {
  const std::uint32_t from = route.firstToken();
  const std::uint32_t to = route.lastToken();
  std::uint32_t known = none;
  std::uint32_t start = 0;
  const auto look = [&](std::uint32_t place) {
    const std::uint32_t index = profitIndex_[route.tokens[place]];
    if (index >= known) return;
    known = index;
    start = place;
  };
  for (std::uint32_t i = 0; i <= route.front; ++i) look(i);
  for (std::uint32_t i = route.backStart(); i < route.count; ++i) look(i);
  const bool busy = std::min(market_->neighbours(from).size(), market_->neighbours(to).size()) >= busyToken;
  if (!busy) {
    commonNeighbours(*market_, from, to, [&](std::uint32_t middle, std::uint32_t first, std::uint32_t second) {
      const Edge& out = market_->edges()[first];
      const Edge& back = market_->edges()[second];
      const double rate = static_cast<double>(out.best.rate(out.direction(from))) * static_cast<double>(back.best.rate(back.direction(middle)));
      if (route.rate * rate >= leastProduct) addConnection(route, middle, first, second);
    });
    return;
  }
  // Profit tokens that come before those of the route: a cycle through one of them is counted in it.
  const auto& tokens = request_->profitTokens;
  for (std::uint32_t i = 0; i < std::min<std::size_t>(known, tokens.size()); ++i) {
    if (profitIndex_[tokens[i].token] != i) continue;
    const auto first = market_->edgeBetween(from, tokens[i].token);
    const auto second = market_->edgeBetween(tokens[i].token, to);
    if (first && second) addConnection(route, tokens[i].token, *first, *second);
  }
  if (known == none) return;
  const std::uint32_t pair = connections_.place(*market_, from, to);
  const Gap gap = gapOf(route, start, connections_.bound(pair));
  connections_.above(*market_, pair, gap.leastRate, [&](const Connection& connection) {
    if (!fills(route, gap, connection) || profitIndex_[connection.middle] < known) return;
    addConnection(route, connection.middle, *market_->edgeBetween(from, connection.middle), *market_->edgeBetween(connection.middle, to));
  });
}

void CycleWalk::addConnection(Route& route, std::uint32_t middle, std::uint32_t first, std::uint32_t second) {
  if (route.passes(middle)) return;
  setBound(route, route.front, first);
  route.tokens[route.front + 1] = middle;
  setBound(route, route.front + 1, second);
  choosePools(route);
}

}  // namespace syndicate
