#include "split_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

constexpr std::size_t mostCandidates = 64;
/** Flows that one route may cost, whatever stands parallel. */
constexpr int flowBudget = 256;
/** And evaluations of hyperbolas: a route of tame pools uses a hundredth of them. */
constexpr int evaluationBudget = 200'000;
/** Nets of flows are told apart down to this. */
constexpr double netMargin = 1e-9;

constexpr Uint256 largestWorth{~0ULL >> 1, ~0ULL, ~0ULL, ~0ULL};

bool signedLess(const Uint256& a, const Uint256& b) {
  const bool negativeA = (a.limb[3] >> 63) != 0;
  const bool negativeB = (b.limb[3] >> 63) != 0;
  return negativeA != negativeB ? negativeA : a < b;
}

bool isMore(double net, double than) { return !std::isfinite(than) ? net > than : net > than + netMargin * std::abs(than); }

constexpr std::uint64_t bit(std::size_t i) { return 1ULL << i; }

}  // namespace

std::optional<FoundSplit> SplitSearch::run(const Market& market, const SplitRequest& request) {
  for (std::uint32_t i = 0; i < request.path.count; ++i) {
    if (!market.pools()[request.path.hops[i].pool].usable()) return std::nullopt;
  }
  gather(market, request);
  if (used_ == legs_) return std::nullopt;
  shapes_.clear();
  const auto guess = guessOptimum(shapes_, market, request.path);
  std::optional<ExactCycle> alone;
  if (guess) alone = findOptimum(market, request.path, *guess, request.topCandidates);
  Solved own;
  const double near = guess ? guess->amountIn : 1e6;
  // The path's own pools are the first candidates.
  if (!solve(bit(legs_) - 1, near, own)) {
    if (!guess) return std::nullopt;
    own.set = bit(legs_) - 1;
    own.net = -std::numeric_limits<double>::infinity();
  }
  Solved best = improve(own);
  // A pool that could stand in several legs stands where it earns most: pools that only pay together are met here alone.
  std::array<Promise, mostCandidates> promises;
  std::size_t count = 0;
  for (std::size_t i = legs_; i < used_; ++i) promises[count++] = {mostEarned(candidates_[i], own) - gasOf(i), i};
  std::sort(promises.begin(), promises.begin() + static_cast<std::ptrdiff_t>(count),
            [](const Promise& a, const Promise& b) { return a.net != b.net ? a.net > b.net : a.candidate < b.candidate; });
  Set all = own.set;
  for (std::size_t i = 0; i < count; ++i) {
    if (!collides(all, promises[i].candidate)) all |= bit(promises[i].candidate);
  }
  Solved whole;
  if (all != best.set && solve(all, own.flow.amountIn > 0 ? own.flow.amountIn : near, whole)) {
    whole = improve(whole);
    if (whole.net > best.net) best = whole;
  }
  const SplitRoute pools = routeOf(best.set);
  if (best.set == own.set || pools.swapCount() == pools.legs || pools.swapCount() > mostSwaps_) return std::nullopt;
  auto exact = exactSplit(market, pools, best.flow, gasPrice_ / weiOfUnit_);
  if (!exact) return std::nullopt;
  orderFirstLeg(market, *exact);
  auto found = priced(market, request, *exact);
  if (!found || !alone) return found;
  SplitRoute single;
  single.legs = legs_;
  for (std::uint32_t leg = 0; leg < legs_; ++leg) {
    single.counts[leg] = 1;
    single.swaps[leg][0].hop = request.path.hops[leg];
  }
  single.swaps[0][0].ticksCrossed = alone->ticksCrossed;
  single.amountIn = alone->amount[0];
  single.amountOut = alone->amount[legs_];
  const auto before = priced(market, request, single);
  if (before && !signedLess(before->net, found->net)) return std::nullopt;
  return found;
}

/** The path's own pools first, then whatever else trades the same tokens. */
void SplitSearch::gather(const Market& market, const SplitRequest& request) {
  market_ = &market;
  legs_ = request.path.count;
  used_ = 0;
  budget_ = flowBudget;
  evaluations_ = evaluationBudget;
  mostSwaps_ = std::max(request.mostSwaps, legs_);
  gas_ = request.gas;
  gasPrice_ = request.gasPrice.toDouble();
  perHop_ = request.dataFee.perHop.toDouble();
  weiOfUnit_ = request.profitToken.weiNumerator.toDouble() / request.profitToken.weiDenominator.toDouble();
  candidates_.resize(mostCandidates);
  const auto add = [&](const CycleHop& hop, std::uint32_t leg) {
    Candidate& candidate = candidates_[used_];
    candidate.hop = hop;
    candidate.leg = leg;
    candidate.contract = market.pools()[hop.pool].definition.contract;
    candidate.curve.start(market, hop, evaluations_);
    if (candidate.curve.open() || used_ < legs_) ++used_;
  };
  for (std::uint32_t leg = 0; leg < legs_; ++leg) add(request.path.hops[leg], leg);
  for (std::uint32_t leg = 0; leg < legs_; ++leg) {
    const CycleHop& own = request.path.hops[leg];
    const int direction = market.pools()[own.pool].direction(own.zeroForOne);
    const Edge& edge = market.edges()[market.pools()[own.pool].edge];
    const std::size_t first = used_;
    for (const std::uint32_t pool : market.edgePools().subspan(edge.firstPool, edge.poolCount)) {
      if (pool == own.pool || used_ == mostCandidates) continue;
      add({pool, market.pools()[pool].zeroForOne(direction)}, leg);
      if (used_ - first < maxParallelPools) continue;
      // The worst of too many gives way.
      const auto worst = std::min_element(candidates_.begin() + static_cast<std::ptrdiff_t>(first), candidates_.begin() + static_cast<std::ptrdiff_t>(used_),
                                          [](const Candidate& a, const Candidate& b) { return a.curve.rate() < b.curve.rate(); });
      std::rotate(worst, worst + 1, candidates_.begin() + static_cast<std::ptrdiff_t>(used_));
      --used_;
    }
  }
}

std::uint32_t SplitSearch::countOf(Set set, std::uint32_t leg) const {
  std::uint32_t count = 0;
  for (Set rest = set; rest != 0; rest &= rest - 1) count += candidates_[static_cast<std::size_t>(std::countr_zero(rest))].leg == leg ? 1 : 0;
  return count;
}

/** Whether the contract is in the set, as a pool of any leg: a swap of it would move the other. Or the leg is full. */
bool SplitSearch::collides(Set set, std::size_t candidate) const {
  for (Set rest = set; rest != 0; rest &= rest - 1) {
    if (candidates_[static_cast<std::size_t>(std::countr_zero(rest))].contract == candidates_[candidate].contract) return true;
  }
  return countOf(set, candidates_[candidate].leg) == maxParallelPools;
}

double SplitSearch::gasOf(std::size_t candidate) const {
  const PoolKind kind = market_->pools()[candidates_[candidate].hop.pool].definition.kind;
  return static_cast<double>(gas_.hop(kind, false)) * gasPrice_ + perHop_;
}

bool SplitSearch::solve(Set set, double near, Solved& solved) {
  if (budget_-- <= 0) return false;
  SplitPools pools;
  pools.legs = legs_;
  double cost = 0;
  for (Set rest = set; rest != 0; rest &= rest - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rest));
    const std::uint32_t leg = candidates_[i].leg;
    if (!candidates_[i].curve.open()) return false;
    pools.hops[leg][pools.counts[leg]++] = &candidates_[i].curve;
    cost += gasOf(i);
  }
  solved.flow = SplitFlow{};
  if (!bestFlow(pools, near, solved.flow)) return false;
  solved.set = set;
  solved.net = solved.flow.gross() * weiOfUnit_ - cost;
  return true;
}

/** Adds and leaves out single pools as long as that brings more. */
SplitSearch::Solved SplitSearch::improve(Solved from) {
  for (;;) {
    Solved best = from;
    const bool tooMany = static_cast<std::uint32_t>(std::popcount(from.set)) > mostSwaps_;
    if (tooMany) best.net = -std::numeric_limits<double>::infinity();
    bool better = tryLeavingOut(best, from, tooMany);
    if (!tooMany) better = tryAdding(best, from) || better;
    if (!better && !tooMany) better = tryChangingTwo(best, from);
    if (!better) return from;
    from = best;
  }
}

/**
 * What the set can bring at most after its gas, in wei: at any prices of the tokens between, what each of its pools would earn by itself if they stood still
 * (Lagrange). The flow's prices, which make it equal to the flow's net at its top.
 */
double SplitSearch::mostOf(const Solved& solved) const {
  double most = 0;
  for (Set rest = solved.set; rest != 0; rest &= rest - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rest));
    most += mostEarned(candidates_[i], solved) - gasOf(i);
  }
  return most;
}

/** One pool's part of that. */
double SplitSearch::mostEarned(const Candidate& candidate, const Solved& solved) const {
  const double in = solved.flow.unitValue[candidate.leg];
  const double out = solved.flow.unitValue[candidate.leg + 1];
  if (!(in > 0) || !(out > 0)) return std::numeric_limits<double>::infinity();
  const double input = candidate.curve.inputAtSlope(in / out);
  HopPoint point;
  if (!(input > 0) || !candidate.curve.at(input, point)) return 0;
  return (out * point.value - in * input) * weiOfUnit_;
}

/** Most promising first, so that few of the others can still bring more than the best tried. */
bool SplitSearch::tryAdding(Solved& best, const Solved& from) {
  if (static_cast<std::uint32_t>(std::popcount(from.set)) >= mostSwaps_) return false;
  const double bound = mostOf(from);
  std::array<Promise, mostCandidates> promises;
  std::size_t count = 0;
  for (std::size_t i = 0; i < used_; ++i) {
    if ((from.set & bit(i)) == 0 && !collides(from.set, i)) promises[count++] = {bound + mostEarned(candidates_[i], from) - gasOf(i), i};
  }
  std::sort(promises.begin(), promises.begin() + static_cast<std::ptrdiff_t>(count), [](const Promise& a, const Promise& b) { return a.net > b.net; });
  bool better = false;
  for (std::size_t i = 0; i < count && isMore(promises[i].net, best.net); ++i) {
    Solved next;
    if (!solve(from.set | bit(promises[i].candidate), from.flow.amountIn, next) || !isMore(next.net, best.net)) continue;
    best = next;
    better = true;
  }
  return better;
}

/**
 * Two legs may hold each other back: a pool more in either earns little, in both much; within one leg pools only stand in for each other. And one may do better
 * in another's place, or in the other leg.
 */
bool SplitSearch::tryChangingTwo(Solved& best, const Solved& from) {
  const double bound = mostOf(from);
  const bool isRoom = static_cast<std::uint32_t>(std::popcount(from.set)) + 2 <= mostSwaps_;
  pairs_.clear();
  for (std::size_t i = 0; isRoom && i < used_; ++i) {
    if ((from.set & bit(i)) != 0 || collides(from.set, i)) continue;
    const double first = bound + mostEarned(candidates_[i], from) - gasOf(i);
    for (std::size_t j = i + 1; j < used_; ++j) {
      if (candidates_[j].leg == candidates_[i].leg || (from.set & bit(j)) != 0 || collides(from.set | bit(i), j)) continue;
      const double most = first + mostEarned(candidates_[j], from) - gasOf(j);
      if (isMore(most, best.net)) pairs_.push_back({most, bit(i) | bit(j)});
    }
  }
  for (Set rest = from.set; rest != 0; rest &= rest - 1) {
    const auto out = static_cast<std::size_t>(std::countr_zero(rest));
    const Set left = from.set & ~bit(out);
    const double without = bound - mostEarned(candidates_[out], from) + gasOf(out);
    for (std::size_t in = 0; in < used_; ++in) {
      if ((from.set & bit(in)) != 0 || collides(left, in) || countOf(left | bit(in), candidates_[out].leg) == 0) continue;
      const double most = without + mostEarned(candidates_[in], from) - gasOf(in);
      if (isMore(most, best.net)) pairs_.push_back({most, bit(out) | bit(in)});
    }
  }
  std::sort(pairs_.begin(), pairs_.end(), [](const PairPromise& a, const PairPromise& b) { return a.net != b.net ? a.net > b.net : a.changed < b.changed; });
  bool better = false;
  for (const PairPromise& pair : pairs_) {
    if (!isMore(pair.net, best.net)) break;
    Solved next;
    if (!solve(from.set ^ pair.changed, from.flow.amountIn, next) || !isMore(next.net, best.net)) continue;
    best = next;
    better = true;
  }
  return better;
}

/** A pool that earns more than its gas at the flow's own prices is worth at least that: only the others may be missed. */
bool SplitSearch::tryLeavingOut(Solved& best, const Solved& from, bool must) {
  const double bound = mostOf(from);
  std::array<Promise, mostCandidates> promises;
  std::size_t count = 0;
  for (Set rest = from.set; rest != 0; rest &= rest - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rest));
    if (countOf(from.set, candidates_[i].leg) > 1) promises[count++] = {bound - mostEarned(candidates_[i], from) + gasOf(i), i};
  }
  std::sort(promises.begin(), promises.begin() + static_cast<std::ptrdiff_t>(count), [](const Promise& a, const Promise& b) { return a.net > b.net; });
  bool better = false;
  for (std::size_t i = 0; i < count && (must || isMore(promises[i].net, from.net)) && isMore(promises[i].net, best.net); ++i) {
    Solved next;
    if (!solve(from.set & ~bit(promises[i].candidate), from.flow.amountIn, next) || !isMore(next.net, best.net)) continue;
    best = next;
    better = true;
  }
  return better;
}

/** In the order in which solve lists them. */
SplitRoute SplitSearch::routeOf(Set set) const {
  SplitRoute route;
  route.legs = legs_;
  for (Set rest = set; rest != 0; rest &= rest - 1) {
    const Candidate& candidate = candidates_[static_cast<std::size_t>(std::countr_zero(rest))];
    route.swaps[candidate.leg][route.counts[candidate.leg]++].hop = candidate.hop;
    route.isUneven = route.isUneven || candidate.curve.hasMovingFee();
  }
  return route;
}

/** The swaps of a leg may run in any order: the one that gains most by being first comes first. */
void SplitSearch::orderFirstLeg(const Market& market, SplitRoute& route) const {
  const auto saved = [&](const SplitSwap& swap) {
    const PoolKind kind = market.pools()[swap.hop.pool].definition.kind;
    return static_cast<std::int64_t>(gas_.hop(kind, false)) - static_cast<std::int64_t>(gas_.hop(kind, true));
  };
  auto& swaps = route.swaps[0];
  const auto first = std::max_element(swaps.begin(), swaps.begin() + route.counts[0], [&](const SplitSwap& a, const SplitSwap& b) { return saved(a) < saved(b); });
  std::rotate(swaps.begin(), first, first + 1);
}

std::optional<FoundSplit> SplitSearch::priced(const Market& market, const SplitRequest& request, const SplitRoute& route) const {
  if (route.amountOut <= route.amountIn) return std::nullopt;
  FoundSplit found;
  found.route = route;
  found.gasUnits = request.gas.base + route.ticksCrossed() * request.gas.tickCrossed;
  for (std::uint32_t leg = 0; leg < route.legs; ++leg) {
    for (std::uint32_t i = 0; i < route.counts[leg]; ++i) {
      found.gasUnits += request.gas.hop(market.pools()[route.swaps[leg][i].hop.pool].definition.kind, leg == 0 && i == 0);
    }
  }
  const Uint256 cost = request.gasPrice * Uint256(found.gasUnits) + request.dataFee.of(route.swapCount());
  const auto worth = mulDiv(route.amountOut - route.amountIn, request.profitToken.weiNumerator, request.profitToken.weiDenominator);
  found.net = (worth && *worth < largestWorth ? *worth : largestWorth) - cost;
  return found;
}

}  // namespace syndicate
