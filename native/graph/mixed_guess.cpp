#include "mixed_guess.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

struct ChainPoint {
  bool feasible = false;
  double out = 0;
  double slope = 1;
  double bend = 0;
  double slack = 0;
  std::array<double, maxHopCount> amount{};
  std::array<double, maxHopCount> hopSlope{};
};

HopPoint pointOn(HopCurve curve, double input, bool& feasible) {
  // A swap of more steps than this is refused.
  for (std::uint32_t steps = 0; input > curve.inputEnd(); ++steps) {
    if (steps == maxStepsOfHop || !curve.advance()) {
      feasible = false;
      return {};
    }
  }
  const Moebius& range = curve.range();
  const double slope = range.slopeAt(input);
  return {range.at(input), slope, -2 * range.c / (range.c * input + range.d) * slope};
}

class MixedChain {
 public:
  bool start(const Market& market, const CyclePath& path) {
    count_ = path.count;
    for (std::uint32_t i = 0; i < count_; ++i) {
      const MarketPool& pool = market.pools()[path.hops[i].pool];
      smooth_[i] = !isHyperbolic(pool.definition.kind);
      if (smooth_[i]) {
        hops_[i] = market.smooth(pool, path.hops[i].zeroForOne);
        moves_ = moves_ || hops_[i].hasMovingFee();
        if (!hops_[i].open()) return false;
      } else {
        curves_[i] = market.curve(pool, path.hops[i].zeroForOne);
        // One unit of input, where a fee is rounded down.
        slack_[i] = pool.definition.kind == PoolKind::solidlyVolatile ? 1 + curves_[i].range().slopeAt(0) : 0;
        if (!curves_[i].open()) return false;
      }
    }
    return true;
  }

  bool hasMovingFee() const { return moves_; }
  std::uint32_t count() const { return count_; }

  ChainPoint at(double input) const {
    ChainPoint point;
    point.feasible = true;
    double amount = input;
    for (std::uint32_t i = 0; i < count_; ++i) {
      point.amount[i] = amount;
      HopPoint hop;
      if (smooth_[i]) {
        if (amount > hops_[i].mostInput()) point.feasible = false;
        else hop = hops_[i].at(amount);
      } else {
        hop = pointOn(curves_[i], amount, point.feasible);
      }
      if (!point.feasible || !std::isfinite(hop.value) || !(hop.slope > 0)) {
        point.feasible = false;
        return point;
      }
      // (g of f)'' = g'' f'^2 + g' f''
      point.bend = hop.bend * point.slope * point.slope + hop.slope * point.bend;
      point.slope *= hop.slope;
      point.slack = point.slack * hop.slope + (smooth_[i] ? hops_[i].unevenness(hop.value) : slack_[i]);
      point.hopSlope[i] = hop.slope;
      amount = std::max(hop.value, 0.0);
    }
    point.out = amount;
    return point;
  }

 private:
  std::uint32_t count_ = 0;
  bool moves_ = false;
  std::array<bool, maxHopCount> smooth_{};
  std::array<SmoothHop, maxHopCount> hops_{};
  std::array<HopCurve, maxHopCount> curves_{};
  std::array<double, maxHopCount> slack_{};
};

/** Where the hyperbola with this point's slope and curvature falls to a slope of 1. */
double hyperbolaTop(double x, const ChainPoint& point) {
  const double curvature = -point.bend / (2 * point.slope);
  return curvature > 0 ? x + (std::sqrt(point.slope) - 1) / curvature : infinity;
}

double between(double low, double high) {
  if (!std::isfinite(high)) return low > 0 ? low * 16 : 1;
  if (low == 0) return high / 64;
  return high > 4 * low ? std::sqrt(low * high) : low + (high - low) / 2;
}

OptimumGuess describe(const MixedChain& chain, double x, const ChainPoint& point, double width) {
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
double payingInput(const MixedChain& chain) {
  for (double x = 1; x < gridEnd; x *= gridStep) {
    const ChainPoint point = chain.at(x);
    if (!point.feasible) return 0;
    if (point.out > x) return x;
  }
  return 0;
}

}  // namespace

std::optional<OptimumGuess> guessMixed(const Market& market, const CyclePath& path) {
  MixedChain chain;
  if (!chain.start(market, path)) return std::nullopt;
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
    double next = point.feasible ? hyperbolaTop(x, point) : infinity;
    // A step that leaves the bracket, or hardly narrows it, is halved instead.
    if (!(next > low && next < high)) next = between(low, high);
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
