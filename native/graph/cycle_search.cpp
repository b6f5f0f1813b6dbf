#include "cycle_search.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "chain_curve.hpp"

namespace syndicate {
namespace {

/** Doubles of exact nets and of bounds agree to this. */
constexpr double netMargin = 1e-12;
/** Bound of a cycle that has no input that pays. */
constexpr double unsolvable = -1e300;
/** What the first walk asks for, of the best bounds. */
constexpr double shareOfAll = 0.5;
constexpr double shareOfOne = 0.6;
/** So many candidates of one look of a walk are guessed at most. */
constexpr std::size_t guessesOfLook = 8;

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

/** Whether the bound of a walk already is that of the curves. */
bool isOneHyperbola(const Market& market, const CyclePath& path) {
  for (std::uint32_t i = 0; i < path.count; ++i) {
    if (market.pools()[path.hops[i].pool].definition.kind != PoolKind::uniswapV2) return false;
  }
  return true;
}

double weiOf(const ProfitToken& token) { return token.weiNumerator.toDouble() / token.weiDenominator.toDouble(); }

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
  market_ = &market;
  request_ = &request;
  shapes_.clear();
  walk_.begin(market, request);
  if (request.bestOfEachPool) {
    findBestOfEachPool();
  } else {
    findAll();
  }
  walk_.finish();
  std::sort(found_.begin(), found_.end(), [&](const FoundCycle& a, const FoundCycle& b) { return ranksBefore(market, a, b); });
  // A cycle may be the best of several pools.
  found_.erase(std::unique(found_.begin(), found_.end(), [](const FoundCycle& a, const FoundCycle& b) { return a.path == b.path; }), found_.end());
  if (found_.size() > request.limit) found_.resize(request.limit);
  return found_;
}

void CycleSearch::findAll() {
  candidates_.takeBest(request_->limit, shareOfAll);
  walk_.throughAll(candidates_);
  solveBest(candidates_.kept(), request_->limit, 0);
  const double worst = worstKept(request_->limit, 0);
  if (worst >= candidates_.enough()) return;
  candidates_.takeFrom(worst);
  walk_.throughAll(candidates_);
  found_.clear();
  solveBest(candidates_.kept(), request_->limit, 0);
}

/** Touched contracts, those with the least to walk first: what is found there may pass the others. */
void CycleSearch::orderTouched() {
  order_.clear();
  for (std::uint32_t i = 0; i < request_->touched.size(); ++i) {
    if (!walk_.isLastPlace(i)) continue;
    const std::uint32_t contract = request_->touched[i];
    std::uint64_t work = 0;
    for (std::uint32_t pool = market_->firstPool(contract); pool < market_->endPool(contract); ++pool) {
      const Edge& edge = market_->edges()[market_->pools()[pool].edge];
      work += std::min(market_->neighbours(edge.tokenLow).size(), market_->neighbours(edge.tokenHigh).size());
    }
    order_.push_back({work, contract});
  }
  std::sort(order_.begin(), order_.end());
}

void CycleSearch::findBestOfEachPool() {
  orderTouched();
  for (const auto& [work, contract] : order_) {
    const std::size_t first = found_.size();
    shapes_.trim();
    takeFromOthers(contract);
    const bool complete = findGoodOne(contract, first);
    const double worst = worstKept(1, first);
    if (complete && worst >= candidates_.enough()) continue;
    if (found_.size() > first) {
      const auto look = [&](std::span<CycleCandidate> candidates) { return solveSome(candidates, first); };
      candidates_.takeFrom(worst, std::cref(look));
      walk_.through(contract, candidates_, shapes_);
    } else {
      candidates_.takeFrom(worst);
      walk_.through(contract, candidates_);
    }
    // What is found stays: nothing is solved twice, and only what could rank before it is solved at all.
    solveBest(candidates_.kept(), 1, first);
  }
}

/** Begins a contract's cycles with the best of those already found through others that pass it too, if any does. */
void CycleSearch::takeFromOthers(std::uint32_t contract) {
  const auto passes = [&](const FoundCycle& cycle) {
    for (std::uint32_t i = 0; i < cycle.path.count; ++i) {
      if (market_->pools()[cycle.path.hops[i].pool].definition.contract == contract) return true;
    }
    return false;
  };
  const FoundCycle* best = nullptr;
  for (const FoundCycle& each : found_) {
    if (passes(each) && (best == nullptr || ranksBefore(*market_, each, *best))) best = &each;
  }
  if (best == nullptr) return;
  const FoundCycle copy = *best;
  found_.push_back(copy);
}

/** While a walk goes on: drops what cannot be the best, and solves one that may, so that the walk asks for more. */
CandidateList::Wanted CycleSearch::solveSome(std::span<CycleCandidate> candidates, std::size_t first) {
  candidates = solveBest(candidates, 1, first, guessesOfLook);
  double worst = worstKept(1, first);
  const auto better = std::max_element(candidates.begin(), candidates.end(), [](const CycleCandidate& a, const CycleCandidate& b) {
    return (a.guessed != 0 ? a.netBound : unsolvable) < (b.guessed != 0 ? b.netBound : unsolvable);
  });
  if (better != candidates.end() && better->guessed != 0 && better->netBound > worst) {
    if (const auto cycle = solve(*better, worst)) keep(*cycle, 1, first);
    std::swap(*better, candidates.back());
    candidates = candidates.first(candidates.size() - 1);
    worst = worstKept(1, first);
  }
  return {candidates.size(), worst};
}

/** A cycle through a contract that brings much, if any does; true when none that could bring the candidates' `enough` was left out. */
bool CycleSearch::findGoodOne(std::uint32_t contract, std::size_t first) {
  candidates_.takeBest(1, shareOfOne, worstKept(1, first));
  const bool complete = walk_.atLeastSomeThrough(contract, candidates_);
  solveBest(candidates_.kept(), 1, first);
  if (complete) return true;
  if (found_.size() == first) {
    candidates_.takeBest(1, shareOfOne);
    walk_.through(contract, candidates_);
    solveBest(candidates_.kept(), 1, first);
    return true;
  }
  exchangePools(contract, first);
  return false;
}

std::span<CycleCandidate> CycleSearch::solveBest(std::span<CycleCandidate> candidates, std::size_t limit, std::size_t first, std::size_t guesses) {
  const auto lower = [](const CycleCandidate& a, const CycleCandidate& b) { return a.netBound < b.netBound; };
  // A heap, because as a rule only its first few are ever asked for.
  std::make_heap(candidates.begin(), candidates.end(), lower);
  bool thinned = false;
  while (!candidates.empty()) {
    const double worst = worstKept(limit, first);
    const bool full = found_.size() - first == limit;
    if (full && !thinned) {
      // The first comers are solved as they are: what they bring lets most others be dropped by their bounds.
      candidates = thin(candidates, worst, found_[first]);
      std::make_heap(candidates.begin(), candidates.end(), lower);
      thinned = true;
      continue;
    }
    std::pop_heap(candidates.begin(), candidates.end(), lower);
    CycleCandidate& next = candidates.back();
    if (next.netBound < worst) return {};
    if (guesses-- == 0) return candidates;
    candidates = candidates.first(candidates.size() - 1);
    if (limit == 1 && full && next.path() == found_[first].path) continue;
    const double enough = full && !candidates.empty() ? std::max(worst, candidates.front().netBound) : worst;
    if (const auto cycle = solve(next, enough)) {
      keep(*cycle, limit, first);
    } else if (next.netBound > unsolvable) {
      candidates = std::span(candidates.data(), candidates.size() + 1);
      std::push_heap(candidates.begin(), candidates.end(), lower);
    }
  }
  return {};
}

/** Lowers the bounds to those of the pools' curves, and drops what falls below `worst`. `like`: a solved cycle whose amounts may be near. */
std::span<CycleCandidate> CycleSearch::thin(std::span<CycleCandidate> candidates, double worst, const FoundCycle& like) {
  const auto rest = std::partition(candidates.begin(), candidates.end(), [&](CycleCandidate& candidate) { return refined(candidate, worst, like); });
  return candidates.first(static_cast<std::size_t>(rest - candidates.begin()));
}

bool CycleSearch::refined(CycleCandidate& candidate, double worst, const FoundCycle& like) {
  if (candidate.netBound < worst) return false;
  if (candidate.refined != 0) return true;
  candidate.refined = 1;
  candidate.netBound = std::min(candidate.netBound, refinedBound(candidate, worst, like));
  return candidate.netBound >= worst && candidate.netBound > unsolvable;
}

double CycleSearch::worstKept(std::size_t limit, std::size_t first) const {
  return found_.size() - first < limit ? -std::numeric_limits<double>::infinity() : certainlyBelow(toDouble(found_[first].net));
}

/** The net that the curves of a cycle's pools allow, as far as it matters whether that is `enough`. */
double CycleSearch::refinedBound(const CycleCandidate& candidate, double enough, const FoundCycle& like) {
  const CyclePath path = candidate.path();
  if (isOneHyperbola(*market_, path)) return candidate.netBound;
  ChainCurve chain;
  if (!chain.start(shapes_, *market_, path)) return unsolvable;
  const ProfitToken& token = request_->profitTokens[candidate.profitIndex];
  const double wei = weiOf(token);
  const double gas = static_cast<double>(gasUnits(*market_, path, 0, request_->gas)) * request_->gasPrice.toDouble() + request_->dataFee.of(path.count).toDouble();
  const double hint = like.profitToken == candidate.profitIndex ? like.exact.amount[0].toDouble() : 0;
  const double worth = chain.mostProfit(hint, (enough + gas) / wei) * wei;
  return worth - gas + netMargin * (worth + gas);
}

/** Lowers the bound to that of the real curves, and solves where it still is `enough`. Without any input that pays, the bound becomes unsolvable. */
std::optional<FoundCycle> CycleSearch::solve(CycleCandidate& candidate, double enough) {
  const Market& market = *market_;
  const SearchRequest& request = *request_;
  const CyclePath path = candidate.path();
  const auto guess = guessOptimum(shapes_, market, path);
  if (!guess || guess->grossBound < 1) {
    candidate.netBound = unsolvable;
    return std::nullopt;
  }
  const ProfitToken& token = request.profitTokens[candidate.profitIndex];
  const double worth = guess->grossBound * weiOf(token);
  const Uint256 dataFee = request.dataFee.of(path.count);
  const double gas = static_cast<double>(gasUnits(market, path, 0, request.gas)) * request.gasPrice.toDouble() + dataFee.toDouble();
  const double bound = worth - gas + netMargin * (worth + gas);
  // Only a bound that fell can have lost its place; one that did not is solved, so every candidate is put back once at most.
  if (bound < enough && bound < candidate.netBound) {
    candidate.netBound = bound;
    candidate.guessed = 1;
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

void CycleSearch::keep(const FoundCycle& cycle, std::size_t limit, std::size_t first) {
  const auto before = [&](const FoundCycle& a, const FoundCycle& b) { return ranksBefore(*market_, a, b); };
  const auto begin = found_.begin() + static_cast<std::ptrdiff_t>(first);
  if (found_.size() - first == limit) {
    if (!before(cycle, found_[first])) return;
    std::pop_heap(begin, found_.end(), before);
    found_.pop_back();
  }
  found_.push_back(cycle);
  std::push_heap(found_.begin() + static_cast<std::ptrdiff_t>(first), found_.end(), before);
}

}  // namespace syndicate
