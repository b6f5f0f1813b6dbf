#include "optimal_input.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

constexpr std::uint64_t scanWidth = 96;
constexpr int spreadCandidates = 40;
constexpr std::uint64_t neighbourReach = 4;

/** out - in as a two's complement number; amounts stay below 2^255. */
struct Profit {
  Uint256 bits;
  bool operator==(const Profit&) const = default;
  bool operator>(const Profit& other) const { return flipped() > other.flipped(); }
  bool isPositive() const { return (bits.limb[3] >> 63) == 0 && !bits.isZero(); }

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
};

class ExactSearch {
 public:
  ExactSearch(const Market& market, const CyclePath& path, const OptimumGuess& guess) : market_(market), path_(path), guess_(guess) {
    for (std::uint32_t i = 1; i < path.count; ++i) {
      if (guess.unitValue[i] > guess.unitValue[pivot_]) pivot_ = i;
    }
  }

  std::optional<ExactCycle> run() {
    pivotAmount_ = fromDouble(guess_.amount[pivot_]);
    if (pivotAmount_.isZero()) pivotAmount_ = Uint256(1);
    findFeasible();
    climb();
    searchTop();
    polish();
    if (!best_.feasible || !best_.profit.isPositive()) return std::nullopt;
    return simulateCycle(market_, path_, best_.amountIn);
  }

 private:
  Candidate forward(const Uint256& amountIn) const {
    Uint256 amount = amountIn;
    for (std::uint32_t i = 0; i < path_.count; ++i) {
      const HopQuote quote = market_.exactIn(path_.hops[i].pool, path_.hops[i].zeroForOne, amount);
      if (quote.error != QuoteError::none) return {};
      amount = quote.amount;
    }
    return {true, {amount - amountIn}, amountIn, amount};
  }

  /** The chain whose coarsest token reaches at least `pivotAmount`, with little or no input to spare. */
  Candidate through(const Uint256& pivotAmount) const {
    if (pivotAmount.isZero()) return {};
    Uint256 amount = pivotAmount;
    for (std::uint32_t i = pivot_; i-- > 0;) {
      const HopQuote quote = market_.inputFor(path_.hops[i].pool, path_.hops[i].zeroForOne, amount);
      if (quote.error != QuoteError::none) return {};
      amount = quote.amount;
    }
    return forward(amount);
  }

  bool keep(const Candidate& candidate) {
    if (!candidate.feasible) return false;
    const bool better = !best_.feasible || candidate.profit > best_.profit || (candidate.profit == best_.profit && candidate.amountIn < best_.amountIn);
    if (better) best_ = candidate;
    return better;
  }

  bool consider(const Uint256& pivotAmount) {
    const bool better = keep(through(pivotAmount));
    if (better) pivotAmount_ = pivotAmount;
    return better;
  }

  /** A guess at the very end of a range can ask for a unit too much: step back, ever further. */
  void findFeasible() {
    if (consider(pivotAmount_)) return;
    const Uint256 start = pivotAmount_;
    for (const int shift : {44, 36, 28, 20, 12, 6, 3, 1}) {
      if (consider(start - (start >> shift) - Uint256(start.bitLength() > 1 ? 1 : 0))) return;
    }
  }

  bool considerOffset(const Uint256& step, bool up) {
    if (!up && step >= pivotAmount_) return false;
    return consider(up ? pivotAmount_ + step : pivotAmount_ - step);
  }

  /** Half the width of the top inside which floors decide: there the parabola has fallen by a few units of the coarsest token. */
  double topHalfWidth() const {
    if (!(guess_.curvature > 0)) return 0;
    const double slope = guess_.unitValue[0] / guess_.unitValue[pivot_];
    return std::sqrt(2 * (3 + guess_.unitValue[pivot_]) / guess_.curvature) * slope;
  }

  void climb() {
    // Doubles may be off by more than the top is wide, so the first stride is the larger of both.
    const double stride = std::max(topHalfWidth(), guess_.amount[pivot_] * 1e-10);
    Uint256 step = fromDouble(std::max(1.0, stride));
    while (considerOffset(step, true) || considerOffset(step, false)) {
      if (step.bitLength() < 250) step = step << 1;
    }
    while (step > Uint256(1)) {
      step = step >> 1;
      while (considerOffset(step, true) || considerOffset(step, false)) {
      }
    }
  }

  /** No input brings more than the real-valued maximum, so reaching its floor ends the search. */
  bool isProvenBest() const {
    return guess_.grossBound < 0x1p50 && best_.feasible && best_.profit.isPositive() && best_.profit.bits.fits128() &&
           static_cast<double>(best_.profit.bits.low128()) >= std::floor(guess_.grossBound);
  }

  void searchTop() {
    const double halfWidth = topHalfWidth() + 2;
    const Uint256 centre = pivotAmount_;
    const auto tryAt = [&](double offset) {
      const Uint256 distance = fromDouble(std::abs(offset));
      if (distance.isZero()) return;
      if (offset < 0 && distance >= centre) return;
      consider(offset < 0 ? centre - distance : centre + distance);
    };
    if (2 * halfWidth <= scanWidth) {
      for (double offset = 1; offset <= halfWidth && !isProvenBest(); offset += 1) {
        tryAt(offset);
        tryAt(-offset);
      }
      return;
    }
    // Multiples of the golden ratio spread evenly over the top for any number of candidates.
    double phase = 0.5;
    for (int i = 0; i < spreadCandidates && !isProvenBest(); ++i) {
      phase += 0.6180339887498949;
      phase -= std::floor(phase);
      tryAt((2 * phase - 1) * halfWidth);
    }
  }

  /** Cuts the input to the least with the same output, and makes sure that no close neighbour beats it. */
  void polish() {
    for (bool again = best_.feasible; again;) {
      cutInput();
      again = false;
      for (std::uint64_t distance = 1; distance <= neighbourReach; ++distance) {
        again = gallop(Uint256(distance), true) || again;
        again = gallop(Uint256(distance), false) || again;
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

  /** Strictly more only: a flat top is as wide as floors are coarse, and following equal profits along it would take for ever. */
  bool keepMoved(const Uint256& stride, bool up) {
    if (!up && stride >= best_.amountIn) return false;
    const Candidate candidate = forward(up ? best_.amountIn + stride : best_.amountIn - stride);
    return candidate.feasible && candidate.profit > best_.profit && keep(candidate);
  }

  void cutInput() {
    // The output never falls as the input grows: gallop down while it stays, then halve back.
    Uint256 step(1);
    while (step < best_.amountIn && tryCut(step)) step = step << 1;
    while (step > Uint256(1)) {
      step = step >> 1;
      if (step < best_.amountIn) tryCut(step);
    }
  }

  bool tryCut(const Uint256& step) {
    const Candidate candidate = forward(best_.amountIn - step);
    return candidate.feasible && candidate.amountOut == best_.amountOut && keep(candidate);
  }

  const Market& market_;
  const CyclePath& path_;
  const OptimumGuess& guess_;
  std::uint32_t pivot_ = 0;
  Uint256 pivotAmount_;
  Candidate best_;
};

}  // namespace

std::optional<ExactCycle> simulateCycle(const Market& market, const CyclePath& path, const Uint256& amountIn) {
  ExactCycle cycle;
  cycle.amount[0] = amountIn;
  for (std::uint32_t i = 0; i < path.count; ++i) {
    const HopQuote quote = market.exactIn(path.hops[i].pool, path.hops[i].zeroForOne, cycle.amount[i]);
    if (quote.error != QuoteError::none) return std::nullopt;
    cycle.amount[i + 1] = quote.amount;
    cycle.ticksCrossed += quote.ticksCrossed;
  }
  if (cycle.amount[path.count] <= amountIn) return std::nullopt;
  cycle.gross = cycle.amount[path.count] - amountIn;
  return cycle;
}

std::optional<ExactCycle> findOptimum(const Market& market, const CyclePath& path, const OptimumGuess& guess) {
  return ExactSearch(market, path, guess).run();
}

}  // namespace syndicate
