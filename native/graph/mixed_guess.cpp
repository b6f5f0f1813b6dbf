#include "mixed_guess.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "chain_curve.hpp"

namespace syndicate {
namespace {

constexpr int mostRounds = 120;
constexpr double settled = 1e-14;
/** What the doubles of a curve may be off, of an amount. */
constexpr double curveMargin = 1e-9;
constexpr double infinity = std::numeric_limits<double>::infinity();
/** Grid of inputs for chains whose beginning does not pay: each so many times the one before, up to more than any supply. */
constexpr double gridStep = 8;
constexpr double gridEnd = 0x1p112;

OptimumGuess describe(const ChainCurve& chain, double x, const ChainPoint& point, double width) {
  OptimumGuess guess;
  guess.amountIn = x;
  guess.amount = point.amount;
  double value = 1;
  for (std::uint32_t i = chain.count(); i-- > 0;) {
    value *= point.hopSlope[i];
    guess.unitValue[i] = value;
  }
  const double off = std::abs(point.slope - 1);
  guess.curvature = std::max(-point.bend, 0.0);
  guess.kink = off > 1e-6;
  guess.slack = point.slack;
  guess.inputError = 1e-12 * x + std::min(width, guess.curvature > 0 ? off / guess.curvature : infinity);
  guess.grossBound = point.out - x + off * width + curveMargin * std::max(point.out, x) + point.slack + 1e-6;
  return guess;
}

/** An input of the grid that pays, or 0. */
double payingInput(const ChainCurve& chain) {
  for (double x = 1; x < gridEnd; x *= gridStep) {
    const ChainPoint point = chain.at(x);
    if (!point.feasible) return 0;
    if (point.out > x) return x;
  }
  return 0;
}

}  // namespace

std::optional<OptimumGuess> guessMixed(HopCache& cache, const Market& market, const CyclePath& path) {
  ChainCurve chain;
  if (!chain.start(cache, market, path)) return std::nullopt;
  double low = 0;
  double high = infinity;
  double x = 0;
  ChainPoint point = chain.at(0);
  if (!point.feasible) return std::nullopt;
  if (point.slope <= 1) {
    x = chain.hasMovingFee() ? payingInput(chain) : 0;
    // Without a moving fee the slope only falls.
    if (x == 0) return std::nullopt;
    point = chain.at(x);
  }
  ChainPoint best = point;
  double bestInput = x;
  for (int round = 0; round < mostRounds; ++round) {
    if (point.feasible && point.slope > 1) {
      low = x;
    } else {
      high = x;
    }
    double next = point.feasible ? ChainCurve::topAfter(x, point) : infinity;
    // A step that leaves the bracket, or hardly narrows it, is halved instead.
    if (!(next > low && next < high)) next = ChainCurve::between(low, high);
    if (std::abs(next - x) <= settled * next || next <= low || next >= high) break;
    x = next;
    point = chain.at(x);
    if (point.feasible && point.out - x >= best.out - bestInput) {
      best = point;
      bestInput = x;
    }
  }
  if (!(bestInput > 0)) return std::nullopt;
  const double width = std::isfinite(high) ? high - low : bestInput;
  return describe(chain, bestInput, best, std::min(width, bestInput));
}

}  // namespace syndicate
