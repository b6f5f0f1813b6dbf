#include "optimal_input.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

/** Simulations that one cycle may cost beside its candidates of the top, whatever its pools look like. */
constexpr int climbBudget = 400;
/** Of these, kept for the last cut and the neighbours. */
constexpr int polishBudget = 200;
constexpr std::uint32_t stepsOfSimulation = 8;
/** Going back from the coarsest token through other kinds costs a search: only where its unit is worth so many of the start's. */
constexpr double coarseUnit = 256;
constexpr std::uint64_t neighbourReach = 2;
constexpr std::uint64_t quickReach = 1;
/** Below this a double holds every unit of a profit, and half units too. */
constexpr double unitsResolved = 0x1p50;

/** out - in as a two's complement number; amounts stay below 2^255. */
struct Profit {
  Uint256 bits;
  bool operator>(const Profit& other) const { return flipped() > other.flipped(); }
  bool isPositive() const { return (bits.limb[3] >> 63) == 0 && !bits.isZero(); }
  double toDouble() const { return (bits.limb[3] >> 63) == 0 ? bits.toDouble() : -(Uint256(0) - bits).toDouble(); }

 private:
  Uint256 flipped() const {
    Uint256 out = bits;
    out.limb[3] ^= 1ULL << 63;
    return out;
  }
};

struct Candidate {
  bool feasible = false;
  Profit profit;
  Uint256 amountIn;
  Uint256 amountOut;
  /** After each hop, of chains within 128 bits. */
  std::array<Uint128, maxHopCount> outputs;
};

class ExactSearch {
 public:
  ExactSearch(const Market& market, const CyclePath& path, const OptimumGuess& guess, std::uint32_t topCandidates)
      : market_(market), path_(path), guess_(guess), topCandidates_(static_cast<int>(topCandidates)), budget_(climbBudget + topCandidates_) {
    for (std::uint32_t i = 1; i < path.count; ++i) {
      if (guess.unitValue[i] > guess.unitValue[pivot_]) pivot_ = i;
    }
    for (std::uint32_t i = 0; i < path.count; ++i) {
      const MarketPool& pool = market.pools()[path.hops[i].pool];
      scalable_ = scalable_ && pool.definition.kind == PoolKind::uniswapV2;
      if (!scalable_) break;
      sides_[i] = market.v2Side(pool, path.hops[i].zeroForOne);
      scalable_ = isScalable(sides_[i]);
    }
    if (guess.slack > 0 && guess.unitValue[pivot_] < coarseUnit * guess.unitValue[0]) pivot_ = 0;
    const double slope = guess.unitValue[0] / guess.unitValue[pivot_];
    pivotCurvature_ = slope > 0 ? guess.curvature / (slope * slope) : 0;
  }

  std::optional<ExactCycle> run() {
    pivotAmount_ = fromDouble(std::max(1.0, guess_.amount[pivot_]));
    findFeasible();
    if (!best_.feasible) return std::nullopt;
    climb();
    searchTop();
    budget_ = std::max(budget_, polishBudget);
    polish(topCandidates_ > 0 ? neighbourReach : quickReach);
    if (!best_.profit.isPositive()) return std::nullopt;
    if (scalable_) return scalableCycle();
    ExactCycle cycle;
    cycle.amount[0] = best_.amountIn;
    std::copy_n(bestOutputs_.amounts.begin(), path_.count, cycle.amount.begin() + 1);
    cycle.gross = cycle.amount[path_.count] - cycle.amount[0];
    cycle.ticksCrossed = bestOutputs_.ticksCrossed;
    return cycle;
  }

 private:
  /** Long walks over ticks use up the budget as more simulations would. */
  void spend(const HopQuote& quote) { budget_ -= static_cast<int>(quote.steps / stepsOfSimulation); }

  Candidate forward(const Uint256& amountIn) {
    if (budget_-- <= 0) return {};
    if (scalable_ && amountIn.fits128()) return forwardScalable(amountIn.low128());
    Uint256 amount = amountIn;
    outputs_.ticksCrossed = 0;
    for (std::uint32_t i = 0; i < path_.count; ++i) {
      const HopQuote quote = market_.exactIn(path_.hops[i].pool, path_.hops[i].zeroForOne, amount);
      spend(quote);
      if (quote.error != QuoteError::none) return {};
      outputs_.amounts[i] = amount = quote.amount;
      outputs_.ticksCrossed += quote.ticksCrossed;
    }
    return {true, {amount - amountIn}, amountIn, amount, {}};
  }

  /** The same for constant products within 128 bits. */
  Candidate forwardScalable(Uint128 amountIn) const {
    Candidate candidate;
    Uint128 amount = amountIn;
    for (std::uint32_t i = 0; i < path_.count; ++i) {
      if (amount - 1 >= maxScalable) return candidate;
      candidate.outputs[i] = amount = v2ScalableOutput(sides_[i], amount);
    }
    candidate.feasible = true;
    candidate.amountIn = Uint256::from(amountIn);
    candidate.amountOut = Uint256::from(amount);
    candidate.profit = {candidate.amountOut - candidate.amountIn};
    return candidate;
  }

  ExactCycle scalableCycle() {
    ExactCycle cycle;
    cycle.amount[0] = best_.amountIn;
    if (wasCut_) best_ = forwardScalable(best_.amountIn.low128());
    for (std::uint32_t i = 0; i < path_.count; ++i) cycle.amount[i + 1] = Uint256::from(best_.outputs[i]);
    cycle.gross = cycle.amount[path_.count] - cycle.amount[0];
    return cycle;
  }

  /** The least input of the hops before `end` that reaches an amount there; 0 when there is none within 128 bits. */
  Uint128 leastScalable(std::uint32_t end, Uint128 amount) const {
    for (std::uint32_t i = end; i-- > 0 && amount != 0;) amount = amount < sides_[i].reserveOut ? v2ScalableInput(sides_[i], amount) : 0;
    return amount;
  }

  /** The chain whose coarsest token reaches at least `pivotAmount`, with little or no input to spare. */
  Candidate through(const Uint256& pivotAmount) {
    if (pivotAmount.isZero() || budget_ <= 0) return {};
    if (scalable_) {
      const Uint128 least = pivotAmount.fits128() ? leastScalable(pivot_, pivotAmount.low128()) : 0;
      if (least != 0) return forward(Uint256::from(least));
    }
    Uint256 amount = pivotAmount;
    for (std::uint32_t i = pivot_; i-- > 0;) {
      const HopQuote quote = market_.inputFor(path_.hops[i].pool, path_.hops[i].zeroForOne, amount);
      spend(quote);
      if (quote.error != QuoteError::none) return {};
      amount = quote.amount;
    }
    return forward(amount);
  }

  /** The candidate last simulated. Strictly more only: the top is as wide as floors are coarse, and following equal profits along it would take for ever. */
  bool keep(const Candidate& candidate) {
    if (!candidate.feasible || (best_.feasible && !(candidate.profit > best_.profit))) return false;
    best_ = candidate;
    if (!scalable_) bestOutputs_ = outputs_;
    wasCut_ = false;
    isLeast_ = false;
    return true;
  }

  bool consider(const Uint256& pivotAmount) {
    if (!keep(through(pivotAmount))) return false;
    pivotAmount_ = pivotAmount;
    return true;
  }

  bool considerOffset(const Uint256& step, bool up) {
    if (!up && step >= pivotAmount_) return false;
    return consider(up ? pivotAmount_ + step : pivotAmount_ - step);
  }

  /** A guess at the very end of a range can ask for a unit too much: step back, ever further. */
  void findFeasible() {
    if (consider(pivotAmount_)) return;
    const Uint256 start = pivotAmount_;
    for (const int shift : {44, 36, 28, 20, 12, 6, 3, 1}) {
      if (start > Uint256(1) && consider(start - (start >> shift) - Uint256(1))) return;
    }
  }

  /** Distance from the top at which the parabola has fallen by `loss`. */
  double widthForLoss(double loss) const { return pivotCurvature_ > 0 && loss > 0 ? std::sqrt(2 * loss / pivotCurvature_) : 0; }

  /** Nothing to climb where doubles have already placed the input well inside the top. */
  bool guessIsOnTop(double top) const { return !guess_.kink && guess_.inputError * guess_.unitValue[0] < 0.1 * top * guess_.unitValue[pivot_]; }

  void climb() {
    const double top = widthForLoss(1 + guess_.unitValue[pivot_] + guess_.slack);
    if (guessIsOnTop(top)) return;
    // Doubles may be off by more than the top is wide, so the first stride is the larger of both.
    Uint256 step = fromDouble(std::max({1.0, top, guess_.amount[pivot_] * 1e-10}));
    while (considerOffset(step, true) || considerOffset(step, false)) {
      if (step.bitLength() < 250) step = step << 1;
    }
    const Uint256 last = fromDouble(guess_.kink ? 1.0 : std::max(1.0, top / 8));
    while (step > last && !isProvenBest()) {
      step = step >> 1;
      while (considerOffset(step, true) || considerOffset(step, false)) {
      }
    }
  }

  bool isProvenBest() const { return guess_.grossBound < unitsResolved && best_.profit.toDouble() >= std::floor(guess_.grossBound); }

  /** How far from the top an amount may lie and still bring more than the best so far. */
  double reach() const {
    const double roundings = 1 + static_cast<double>(path_.count - 1) * std::max(1.0, guess_.unitValue[pivot_]) + guess_.slack;
    const double gap = guess_.grossBound < unitsResolved ? guess_.grossBound - best_.profit.toDouble() - 1 : roundings;
    // The parabola is the curve's first approximation: an eighth more covers its lopsidedness.
    return 1.125 * widthForLoss(std::min(std::max(gap, 0.0), roundings)) + 2;
  }

  void searchTop() {
    if (isProvenBest()) return;
    const double width = reach();
    const bool all = 2 * width + 1 <= topCandidates_;
    // Where doubles place the top to the unit it is the guess; elsewhere the climb has found it better.
    const bool guessIsCentre = guess_.amount[pivot_] < unitsResolved;
    const Uint256 centre = guessIsCentre ? fromDouble(std::max(1.0, guess_.amount[pivot_])) : pivotAmount_;
    // Multiples of the golden ratio spread evenly over the top for any number of candidates.
    double phase = 0.5;
    for (int i = 0; i < topCandidates_ && !isProvenBest(); ++i) {
      double offset = (i % 2 == 0 ? 1.0 : -1.0) * static_cast<double>((i + 1) / 2);
      if (all && std::abs(offset) > reach()) return;
      if (!all) {
        phase += 0.6180339887498949;
        phase -= std::floor(phase);
        offset = (2 * phase - 1) * width;
      }
      const Uint256 distance = fromDouble(std::abs(offset));
      if (offset < 0 && distance >= centre) continue;
      keep(through(offset < 0 ? centre - distance : centre + distance));
    }
  }

  /** Cuts the input to the least with the same output, and makes sure that no close neighbour beats it. */
  void polish(std::uint64_t distanceLimit) {
    for (bool again = true; again && budget_ > 0;) {
      cutInput();
      again = false;
      if (isProvenBest()) return;
      for (std::uint64_t distance = 1; distance <= distanceLimit; ++distance) {
        again = gallop(Uint256(distance), true) || again;
        // A unit below the least input with this output pays a unit less at least: no more is left of it.
        if (distance > 1 || !isLeast_) again = gallop(Uint256(distance), false) || again;
      }
    }
  }

  /** Moves the input while that pays, doubling the stride: where the climb stopped short of the top, it may still be far. */
  bool gallop(Uint256 stride, bool up) {
    bool moved = false;
    while (keepMoved(stride, up)) {
      moved = true;
      if (stride.bitLength() < 250) stride = stride << 1;
    }
    while (moved && stride > Uint256(1)) {
      stride = stride >> 1;
      keepMoved(stride, up);
    }
    return moved;
  }

  bool keepMoved(const Uint256& stride, bool up) {
    if (!up && stride >= best_.amountIn) return false;
    return keep(forward(up ? best_.amountIn + stride : best_.amountIn - stride));
  }

  void cutInput() {
    if (scalable_) {
      const Uint128 least = leastScalable(path_.count, best_.amountOut.low128());
      if (least != 0) {
        isLeast_ = true;
        const Uint256 amountIn = Uint256::from(least);
        if (amountIn == best_.amountIn) return;
        best_.amountIn = amountIn;
        best_.profit = {best_.amountOut - best_.amountIn};
        wasCut_ = true;
        return;
      }
    }
    // The output never falls as the input grows: gallop down while it stays, then halve back.
    Uint256 step(1);
    while (tryCut(step)) step = step << 1;
    while (step > Uint256(1)) {
      step = step >> 1;
      tryCut(step);
    }
  }

  bool tryCut(const Uint256& step) {
    if (step >= best_.amountIn) return false;
    const Candidate candidate = forward(best_.amountIn - step);
    return candidate.feasible && candidate.amountOut == best_.amountOut && keep(candidate);
  }

  const Market& market_;
  const CyclePath& path_;
  const OptimumGuess& guess_;
  int topCandidates_;
  int budget_;
  /** All hops are constant products that 128 bits hold, and these are they. */
  bool scalable_ = true;
  std::array<V2Side, maxHopCount> sides_{};
  std::uint32_t pivot_ = 0;
  double pivotCurvature_ = 0;
  Uint256 pivotAmount_;
  Candidate best_;
  /** After each hop of the last chain beyond 128 bits, and of the best. */
  struct Outputs {
    std::array<Uint256, maxHopCount> amounts;
    std::uint32_t ticksCrossed = 0;
  };
  Outputs outputs_;
  Outputs bestOutputs_;
  /** Its input was cut since its outputs were reckoned. */
  bool wasCut_ = false;
  /** No smaller input has its output. */
  bool isLeast_ = false;
};

}  // namespace

std::optional<ExactCycle> findOptimum(const Market& market, const CyclePath& path, const OptimumGuess& guess, std::uint32_t topCandidates) {
  return ExactSearch(market, path, guess, topCandidates).run();
}

}  // namespace syndicate
