#include <algorithm>
#include <cmath>
#include <limits>

#include "mixed_guess.hpp"
#include "optimal_input.hpp"

namespace syndicate {
namespace {

/** Relative error granted to doubles: a dozen operations of 2^-53 each stay a thousand times below it. */
constexpr double doubleMargin = 1e-11;
/** What a dozen operations lose at most, more or less. */
constexpr double doubleRounding = 4e-15;
constexpr double nearShare = 1e-6;
constexpr int maxRangeChanges = 8192;

struct Chain {
  std::array<HopCurve, maxHopCount> curves;
  std::uint32_t count = 0;
  Moebius whole;
  /** Input at which the first range ends, and whose range that is. */
  double inputEnd = 0;
  std::uint32_t firstToEnd = 0;

  bool start(const Market& market, const CyclePath& path) {
    count = path.count;
    for (std::uint32_t i = 0; i < count; ++i) {
      curves[i] = market.curve(market.pools()[path.hops[i].pool], path.hops[i].zeroForOne);
      if (!curves[i].open()) return false;
    }
    return true;
  }

  void compose() {
    inputEnd = std::numeric_limits<double>::infinity();
    whole = Moebius{};
    for (std::uint32_t i = 0; i < count; ++i) {
      const double end = curves[i].inputEnd();
      if (std::isfinite(end)) {
        const double input = i == 0 ? end : whole.inverseAt(end);
        // A negative or undefined inverse: the hops before can never pay that much.
        if (input >= 0 && input < inputEnd) {
          inputEnd = input;
          firstToEnd = i;
        }
      }
      whole = whole.then(curves[i].range());
    }
  }

  double optimum() const { return (std::sqrt(whole.determinant) - whole.d) / whole.c; }
};

OptimumGuess describe(const Chain& chain, double x, bool kink) {
  OptimumGuess guess;
  guess.amountIn = x;
  double amount = x;
  std::array<double, maxHopCount> slope{};
  for (std::uint32_t i = 0; i < chain.count; ++i) {
    guess.amount[i] = amount;
    slope[i] = chain.curves[i].range().slopeAt(amount);
    amount = chain.curves[i].range().at(amount);
  }
  double value = 1;
  for (std::uint32_t i = chain.count; i-- > 0;) {
    value *= slope[i];
    guess.unitValue[i] = value;
  }
  guess.grossBound = amount - x + doubleMargin * std::max(amount, x) * 4 + 1e-6;
  guess.kink = kink;
  // The square root and d cancel: what is left carries the rounding of both.
  guess.inputError = doubleRounding * (std::abs(chain.whole.d / chain.whole.c) + x);
  guess.curvature = 2 * chain.whole.c / (chain.whole.c * x + chain.whole.d) * chain.whole.slopeAt(x);
  return guess;
}

}  // namespace

bool isMixed(const Market& market, const CyclePath& path) {
  for (std::uint32_t i = 0; i < path.count; ++i) {
    // Solidly's volatile pairs are hyperbolas whose roundings the mixed search counts in.
    const PoolKind kind = market.pools()[path.hops[i].pool].definition.kind;
    if (!isHyperbolic(kind) || kind == PoolKind::solidlyVolatile) return true;
  }
  return false;
}

std::optional<OptimumGuess> guessOptimum(HopCache& cache, const Market& market, const CyclePath& path) {
  if (isMixed(market, path)) return guessMixed(cache, market, path);
  Chain chain;
  if (!chain.start(market, path)) return std::nullopt;
  double inputStart = 0;
  for (int change = 0; change < maxRangeChanges; ++change) {
    chain.compose();
    const double best = chain.optimum();
    // The subtraction in `optimum` cancels: within this much of it, zero cannot be told from a small input.
    const double noise = doubleMargin * std::abs(chain.whole.d / chain.whole.c);
    if (change == 0 && best < -noise) return std::nullopt;
    if (!(best > chain.inputEnd)) {
      // Next to the end of a range doubles cannot say on which side of it the top lies.
      const bool nearEnd = chain.inputEnd - best < nearShare * best || best - inputStart < nearShare * best;
      if (best > inputStart) return describe(chain, best, nearEnd);
      return describe(chain, std::max(inputStart, change == 0 ? noise : inputStart), change != 0);
    }
    inputStart = std::max(inputStart, chain.inputEnd);
    HopCurve next = chain.curves[chain.firstToEnd];
    if (!next.advance()) return describe(chain, inputStart, true);
    chain.curves[chain.firstToEnd] = next;
  }
  return describe(chain, inputStart, true);
}

}  // namespace syndicate
