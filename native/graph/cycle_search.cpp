#include "cycle_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

/** Doubles of exact nets and of bounds agree to this. */
constexpr double netMargin = 1e-12;
/** Bound of a cycle that has no input that pays. */
constexpr double unsolvable = -1e300;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

bool isNegative(const Uint256& bits) { return (bits.limb[3] >> 63) != 0; }

bool signedLess(const Uint256& a, const Uint256& b) {
  if (isNegative(a) != isNegative(b)) return isNegative(a);
  return a < b;
}

double toDouble(const Uint256& net) { return isNegative(net) ? -(Uint256(0) - net).toDouble() : net.toDouble(); }

/** A bound that is lower than this is certainly lower than the net. */
double certainlyBelow(double net) { return net - std::abs(net) * netMargin; }

std::uint32_t gasUnits(const Market& market, const CyclePath& path, std::uint32_t ticksCrossed, const GasModel& gas) {
  std::uint32_t units = gas.base + ticksCrossed * gas.tickCrossed;
  for (std::uint32_t i = 0; i < path.count; ++i) units += gas.hop(market.pools()[path.hops[i].pool].definition.kind, i == 0);
  return units;
}

/** Largest value that a net can be compared with; a worth beyond it is counted as that. */
constexpr Uint256 largestWorth{~0ULL >> 1, ~0ULL, ~0ULL, ~0ULL};

Uint256 netWei(const Uint256& gross, const ProfitToken& token, const Uint256& cost) {
  const auto worth = mulDiv(gross, token.weiNumerator, token.weiDenominator);
  const Uint256 value = worth && *worth < largestWorth ? *worth : largestWorth;
  return value - cost;
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
  if (request.limit == 0) return found_;
  const auto candidates = walk_.run(market, request);
  if (request.bestOfEachPool) {
    solveBestOfEachPool(market, request, candidates);
  } else {
    solveBest(market, request, candidates);
  }
  walk_.finish(request);
  std::sort(found_.begin(), found_.end(), [&](const FoundCycle& a, const FoundCycle& b) { return ranksBefore(market, a, b); });
  if (found_.size() > request.limit) found_.resize(request.limit);
  return found_;
}

void CycleSearch::solveBest(const Market& market, const SearchRequest& request, std::span<CycleCandidate> candidates) {
  const auto lower = [](const CycleCandidate& a, const CycleCandidate& b) { return a.netBound < b.netBound; };
  // A heap, because as a rule only its first few are ever asked for.
  std::make_heap(candidates.begin(), candidates.end(), lower);
  while (!candidates.empty()) {
    std::pop_heap(candidates.begin(), candidates.end(), lower);
    CycleCandidate& next = candidates.back();
    const double worst = found_.size() < request.limit ? -std::numeric_limits<double>::infinity() : certainlyBelow(toDouble(found_.front().net));
    if (next.netBound < worst) return;
    candidates = candidates.first(candidates.size() - 1);
    const double enough = candidates.empty() ? worst : std::max(worst, candidates.front().netBound);
    if (const auto cycle = solve(market, request, next, enough)) {
      keep(market, request.limit, *cycle);
    } else if (next.netBound > unsolvable) {
      candidates = std::span(candidates.data(), candidates.size() + 1);
      std::push_heap(candidates.begin(), candidates.end(), lower);
    }
  }
}

/** Lowers the bound to that of the real ranges, and solves where it still is `enough`. Without any input that pays, the bound becomes unsolvable. */
std::optional<FoundCycle> CycleSearch::solve(const Market& market, const SearchRequest& request, CycleCandidate& candidate, double enough) {
  const CyclePath path = candidate.path();
  const auto guess = guessOptimum(market, path);
  if (!guess || guess->grossBound < 1) {
    candidate.netBound = unsolvable;
    return std::nullopt;
  }
  const ProfitToken& token = request.profitTokens[candidate.profitIndex];
  const double worth = guess->grossBound * (token.weiNumerator.toDouble() / token.weiDenominator.toDouble());
  const Uint256 dataFee = request.dataFee.of(path.count);
  const double gas = static_cast<double>(gasUnits(market, path, 0, request.gas)) * request.gasPrice.toDouble() + dataFee.toDouble();
  const double bound = worth - gas + netMargin * (worth + gas);
  // Only a bound that fell can have lost its place; one that did not is solved, so every candidate is put back once at most.
  if (bound < enough && bound < candidate.netBound) {
    candidate.netBound = bound;
    return std::nullopt;
  }
  // What cannot pay its gas is only shown, and roundings below the price of one gas are nothing: there the last unit does not matter.
  double roundings = 1;
  for (std::uint32_t i = 1; i < path.count; ++i) roundings += guess->unitValue[i];
  const bool matters = bound > 0 && !(roundings * token.weiNumerator.toDouble() < request.gasPrice.toDouble() * token.weiDenominator.toDouble());
  const auto exact = findOptimum(market, path, *guess, matters ? request.topCandidates : 0);
  if (!exact) {
    candidate.netBound = unsolvable;
    return std::nullopt;
  }
  FoundCycle cycle;
  cycle.path = path;
  cycle.exact = *exact;
  cycle.profitToken = candidate.profitIndex;
  cycle.gasUnits = gasUnits(market, path, exact->ticksCrossed, request.gas);
  cycle.net = netWei(exact->gross, token, request.gasPrice * Uint256(cycle.gasUnits) + dataFee);
  return cycle;
}

/** found_ is a heap with the worst kept cycle in front. */
void CycleSearch::keep(const Market& market, std::uint32_t limit, const FoundCycle& cycle) {
  const auto before = [&](const FoundCycle& a, const FoundCycle& b) { return ranksBefore(market, a, b); };
  if (found_.size() == limit) {
    if (!before(cycle, found_.front())) return;
    std::pop_heap(found_.begin(), found_.end(), before);
    found_.pop_back();
  }
  found_.push_back(cycle);
  std::push_heap(found_.begin(), found_.end(), before);
}

void CycleSearch::solveBestOfEachPool(const Market& market, const SearchRequest& request, std::span<CycleCandidate> candidates) {
  constexpr double nothing = -std::numeric_limits<double>::infinity();
  bestOfPool_.assign(request.touched.size() + 1, {nothing, none});
  const auto lower = [](const CycleCandidate& a, const CycleCandidate& b) { return a.netBound < b.netBound; };
  const auto eachTouched = [&](const auto& hops, std::uint32_t count, auto&& visit) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if (const std::uint32_t order = walk_.touchedOrder(market.pools()[hops(i)].definition.contract); order != 0) visit(bestOfPool_[order]);
    }
  };
  /** The least that a cycle must bring to be the best of one of its pools. */
  const auto enoughFor = [&](const CycleCandidate& candidate) {
    double least = std::numeric_limits<double>::infinity();
    eachTouched([&](std::uint32_t i) { return candidate.hops[i] >> 1; }, candidate.count, [&](const BestOfPool& best) { least = std::min(least, best.net); });
    return least;
  };
  const auto book = [&](const FoundCycle& cycle) {
    bool isBest = false;
    eachTouched([&](std::uint32_t i) { return cycle.path.hops[i].pool; }, cycle.path.count, [&](BestOfPool& best) {
      if (best.found != none && !ranksBefore(market, cycle, found_[best.found])) return;
      best = {certainlyBelow(toDouble(cycle.net)), static_cast<std::uint32_t>(found_.size())};
      isBest = true;
    });
    if (isBest) found_.push_back(cycle);
  };
  // First the highest bound of each pool, as a rule its best cycle: few of the others are then worth a place in the heap.
  std::vector<std::uint32_t>& first = firstOfPool_;
  first.assign(request.touched.size() + 1, none);
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    for (std::uint32_t hop = 0; hop < candidates[i].count; ++hop) {
      const std::uint32_t order = walk_.touchedOrder(market.pools()[candidates[i].hops[hop] >> 1].definition.contract);
      if (order != 0 && (first[order] == none || lower(candidates[first[order]], candidates[i]))) first[order] = i;
    }
  }
  for (const std::uint32_t index : first) {
    if (index == none || candidates[index].netBound <= unsolvable) continue;
    if (const auto cycle = solve(market, request, candidates[index], nothing)) book(*cycle);
    candidates[index].netBound = unsolvable;
  }
  const auto rest = std::partition(candidates.begin(), candidates.end(), [&](const CycleCandidate& candidate) {
    return candidate.netBound > unsolvable && candidate.netBound >= enoughFor(candidate);
  });
  candidates = candidates.first(static_cast<std::size_t>(rest - candidates.begin()));
  std::make_heap(candidates.begin(), candidates.end(), lower);
  while (!candidates.empty()) {
    std::pop_heap(candidates.begin(), candidates.end(), lower);
    CycleCandidate& next = candidates.back();
    const double least = enoughFor(next);
    candidates = candidates.first(candidates.size() - 1);
    if (next.netBound < least) continue;
    const double enough = candidates.empty() ? least : std::max(least, candidates.front().netBound);
    if (const auto cycle = solve(market, request, next, enough)) {
      book(*cycle);
    } else if (next.netBound >= least && next.netBound > unsolvable) {
      candidates = std::span(candidates.data(), candidates.size() + 1);
      std::push_heap(candidates.begin(), candidates.end(), lower);
    }
  }
  keepBestOfPools();
}

/** Drops what a later cycle has outdone; a cycle may be the best of several pools. */
void CycleSearch::keepBestOfPools() {
  std::sort(bestOfPool_.begin(), bestOfPool_.end(), [](const BestOfPool& a, const BestOfPool& b) { return a.found < b.found; });
  std::uint32_t count = 0;
  std::uint32_t last = none;
  for (const BestOfPool& best : bestOfPool_) {
    if (best.found == none) break;
    if (best.found != last) found_[count++] = found_[best.found];
    last = best.found;
  }
  found_.resize(count);
}

}  // namespace syndicate
