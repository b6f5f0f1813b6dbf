#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "cycle_walk.hpp"

namespace syndicate {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
/** Amounts end far below; sums with it stay finite. */
constexpr double largestBound = 1e200;
/** So many pools of a ranked edge are tried once a walk has become narrow. */
constexpr std::size_t narrowWidth = 3;

/** What roundings may add to a chain's end when it starts with hop `start` of a cycle. */
double slackOf(std::span<const HopTerm> hops, std::uint32_t start) {
  double slack = 0;
  for (std::size_t i = 0, hop = start; i < hops.size(); ++i, hop = hop + 1 == hops.size() ? 0 : hop + 1) slack = slack * hops[hop].rate + hops[hop].slack;
  return slack * (1 + boundMargin);
}

/** Of the products sqrt(A) - 1 = o that a worth asks for, A = (1 + o)^2, a little less. */
double rateOf(double over) {
  const double certain = over * (1 - boundMargin) - rateMargin;
  return certain > 0 ? (1 + certain) * (1 + certain) * (1 - rateMargin) : 0;
}

}  // namespace

double CycleWalk::neededWorth(std::uint32_t hops) const {
  const double enough = candidates_->enough();
  return enough + leastCost_[hops] - boundMargin * (std::abs(enough) + leastCost_[hops]);
}

/** `start`: the profit token of a cycle over the route. `best`: what no connection exceeds. */
CycleWalk::Gap CycleWalk::gapOf(const Route& route, std::uint32_t start, const HopTerm& best) const {
  Gap gap;
  gap.leastRate = leastProduct / route.rate;
  const double wei = weiOfUnit_[profitIndex_[route.tokens[start]]];
  gap.worth = neededWorth(route.count);
  if (!(gap.worth > 0)) return gap;
  std::array<HopTerm, maxHopCount> hops{};
  for (std::uint32_t hop = 0; hop < route.front; ++hop) hops[hop] = route.bounds[hop];
  hops[route.front] = best;
  for (std::uint32_t hop = route.backStart(); hop < route.count; ++hop) hops[hop - 1] = route.bounds[hop];
  gap.behind = start >= route.backStart();
  gap.worth -= wei * slackOf(std::span(hops).first(route.count - 1), gap.behind ? start - 1 : start);
  if (!(gap.worth > 0)) return gap;
  for (std::uint32_t hop = 0; hop < route.front; ++hop) {
    if (hop > 0) gap.drag += gap.front * hops[hop].drag;
    gap.front *= hops[hop].rate;
  }
  gap.value = wei;
  double least = 0;
  if (gap.behind) {
    // Of R only the way from P to u is known, which makes it A over that.
    for (std::uint32_t hop = start; hop < route.count; ++hop) gap.value /= route.bounds[hop].rate;
    least = rateOf((std::sqrt(1 + 4 * std::sqrt(gap.worth * route.bounds[0].drag / gap.value)) - 1) / 2);
  } else {
    for (std::uint32_t hop = 0; hop < start; ++hop) gap.value *= route.bounds[hop].rate;
    least = rateOf(std::sqrt(gap.worth * route.bounds[0].drag / gap.value));
  }
  gap.leastRate = std::max(leastProduct, least) / route.rate;
  return gap;
}

/** False when a connection's own drag leaves too little: most fall here, before anything of their edges is read. */
bool CycleWalk::fills(const Route& route, const Gap& gap, const Connection& connection) {
  if (!(gap.worth > 0)) return true;
  const double rate = route.rate * connection.rate;
  const double rise = std::max(rate - 1, 0.0) + rateMargin;
  const double value = gap.behind ? gap.value * rate : gap.value;
  const double drag = route.bounds[0].drag + (gap.drag + gap.front * connection.drag) / rate * (1 - 4 * boundMargin);
  return !(rise * rise * value * (1 + boundMargin) < 4 * gap.worth * drag);
}

void CycleWalk::choosePools(const Route& route) {
  double rate = 1;
  for (std::uint32_t hop = 0; hop < route.count; ++hop) rate *= route.bounds[hop].rate;
  if (!(rate >= leastProduct)) return;
  Choice choice;
  choice.profitIndex = none;
  for (std::uint32_t i = 0; i < route.count; ++i) {
    const std::uint32_t index = profitIndex_[route.tokens[i]];
    if (index >= choice.profitIndex) continue;
    choice.profitIndex = index;
    choice.start = i;
  }
  if (choice.profitIndex == none || !meetsDemand(route, choice)) return;
  choice.rest[route.count] = 1;
  for (std::uint32_t i = route.count; i-- > 1;) choice.rest[i] = choice.rest[i + 1] * route.bounds[i].rate;
  choice.terms[0] = route.bounds[0];
  const MarketPool& touched = market_->pools()[touchedPool_];
  const bool zeroForOne = touched.zeroForOne(market_->edges()[touched.edge].direction(route.tokens[0]));
  choice.hops[0] = 2 * touchedPool_ + (zeroForOne ? 1 : 0);
  Reached reached{choice.terms[0].rate, choice.terms[0].drag};
  for (std::uint32_t hop = 1; hop < route.count; ++hop) {
    const Edge& edge = market_->edges()[route.edges[hop]];
    if (edge.poolCount >= EdgeRankings::busyEdge) choice.ranked[hop] = rankings_.of(*market_, route.edges[hop], edge.direction(route.tokens[hop]));
  }
  choice.asksCurves = shapes_ != nullptr && choice.demand.worth > 0;
  if (choice.asksCurves) {
    choice.shapes[0] = shapes_->place(*market_, touchedPool_, zeroForOne);
    reached.input = reached.amount = choice.demand.gain / (std::max(reached.rate * choice.rest[1] - 1, 0.0) + rateMargin);
    if (!mayBring(route, choice, 1, reached)) return;
  }
  choose(route, choice, 1, reached);
}

/** Whether the best pools of all edges together could bring enough, and what a choice of pools then has to. */
bool CycleWalk::meetsDemand(const Route& route, Choice& choice) const {
  Demand& demand = choice.demand;
  const double wei = weiOfUnit_[choice.profitIndex];
  demand.leastRate = leastProduct;
  demand.worth = neededWorth(route.count);
  if (!(demand.worth > 0)) return true;
  const auto bounds = std::span(route.bounds).first(route.count);
  demand.worth -= wei * slackOf(bounds, choice.start);
  if (!(demand.worth > 0)) return true;
  demand.value = wei;
  for (std::uint32_t hop = 0; hop < choice.start; ++hop) demand.value *= bounds[hop].rate;
  demand.gain = demand.worth / (demand.value * (1 + boundMargin));
  double rate = 1;
  double further = 0;
  for (const HopTerm& bound : bounds) {
    further += rate * bound.drag;
    rate *= bound.rate;
  }
  further -= bounds[0].drag;
  // As (sqrt A - 1)^2 <= (A - 1)^2 / 4, most routes fall here, without a root.
  const double rise = std::max(rate - 1, 0.0) + rateMargin;
  if (rise * rise * demand.value * (1 + boundMargin) < 4 * demand.worth * (bounds[0].drag + further / rate * (1 - 4 * boundMargin))) return false;
  // Pools chosen may have lower rates than the best, but no lower than leaves the first pool's drag alone enough; by so much their drags count less.
  const double lowest = std::max(leastProduct, rateOf(std::sqrt(demand.worth * bounds[0].drag / demand.value)));
  const double drag = bounds[0].drag + further * (lowest / rate) * (1 - boundMargin);
  demand.leastRate = std::max(lowest, rateOf(std::sqrt(demand.worth * drag / demand.value)));
  return rate >= demand.leastRate;
}

void CycleWalk::choose(const Route& route, Choice& choice, std::uint32_t hop, const Reached& reached) {
  if (hop == route.count) return add(route, choice, reached.rate);
  const double least = choice.demand.leastRate / choice.rest[hop + 1];
  const Edge& edge = market_->edges()[route.edges[hop]];
  const int direction = edge.direction(route.tokens[hop]);
  if (const auto ranked = rankings_.pools(choice.ranked[hop]); !ranked.empty()) {
    std::size_t tried = 0;
    for (const RankedPool& pool : ranked) {
      if (!(reached.rate * pool.rate >= least)) return;
      if (!meetsWorth(choice, hop, reached, pool.rate, market_->terms()[pool.place].term(direction).drag)) continue;
      if (tried++ >= narrowWidth && triesLeft_ < 0) {
        leftOut_ = true;
        return;
      }
      chooseAt(route, choice, hop, pool.place, reached);
    }
    return;
  }
  for (std::uint32_t place = edge.firstPool; place < edge.firstPool + edge.poolCount; ++place) {
    const HopTerm term = market_->terms()[place].term(direction);
    // Closed pools have no rate, and fail here too.
    if (reached.rate * term.rate >= least && meetsWorth(choice, hop, reached, term.rate, term.drag)) chooseAt(route, choice, hop, place, reached);
  }
}

/** Whether a pool of such a rate and drag leaves enough, with the best rates of all hops after it. */
bool CycleWalk::meetsWorth(const Choice& choice, std::uint32_t hop, const Reached& reached, double rate, double drag) {
  const Demand& demand = choice.demand;
  if (!(demand.worth > 0)) return true;
  const double over = std::max(std::sqrt(reached.rate * rate * choice.rest[hop + 1]) - 1, 0.0) + rateMargin;
  return !(over * over * demand.value * (1 + boundMargin) < demand.worth * (reached.drag + reached.rate * drag));
}

void CycleWalk::chooseAt(const Route& route, Choice& choice, std::uint32_t hop, std::uint32_t place, const Reached& reached) {
  --triesLeft_;
  const std::uint32_t pool = market_->edgePools()[place];
  const MarketPool& own = market_->pools()[pool];
  const PoolDefinition& definition = own.definition;
  if (definition.contract == contract_) return;
  if (skipsEarlier_) {
    // Cycles through an earlier touched contract were found there.
    if (const std::uint32_t order = touchedOrder(definition.contract); order != 0 && order <= touched_) return;
  }
  if (hop > 1 && choice.passes(definition.contract, hop)) return;
  const int direction = market_->edges()[route.edges[hop]].direction(route.tokens[hop]);
  const HopTerm term = market_->terms()[place].term(direction);
  const bool zeroForOne = own.zeroForOne(direction);
  Reached next{reached.rate * term.rate, reached.drag + reached.rate * term.drag, reached.input, reached.amount, reached.slope};
  if (choice.asksCurves) {
    choice.shapes[hop] = shapes_->place(*market_, pool, zeroForOne);
    if (!mayBring(route, choice, hop + 1, next)) return;
  }
  choice.contracts[hop] = definition.contract;
  choice.terms[hop] = term;
  choice.hops[hop] = 2 * pool + (zeroForOne ? 1 : 0);
  choose(route, choice, hop + 1, next);
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
  candidates_->add(candidate, worth);
}

}  // namespace syndicate
