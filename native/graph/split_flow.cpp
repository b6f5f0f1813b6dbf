#include "split_flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

constexpr int fillRounds = 60;
constexpr int flowRounds = 60;
/** A leg filled up to this share, and a slope as near to 1: what either loses goes with the square. */
constexpr double filled = 1e-11;
constexpr double atTop = 1e-11;
constexpr double infinity = std::numeric_limits<double>::infinity();

using Inputs = std::array<double, maxParallelPools>;

/** What all pools take until their slopes have come down to 1 / root^2. */
double takenAt(std::span<const SplitHop* const> pools, double root, Inputs& inputs) {
  double taken = 0;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    inputs[i] = pools[i]->inputAtSlope(1 / (root * root));
    taken += inputs[i];
  }
  return taken;
}

/** How fast that grows with the root. */
double growth(std::span<const SplitHop* const> pools, double root, const Inputs& inputs) {
  double sum = 0;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    HopPoint point;
    if (inputs[i] > 0 && pools[i]->at(inputs[i], point) && point.bend < 0) sum += 2 / (-point.bend * root * root * root);
  }
  return sum;
}

double between(double low, double high) { return std::isfinite(high) ? low + (high - low) / 2 : 2 * low; }

/** A curve's value at what each pool takes, together. */
bool describe(std::span<const SplitHop* const> pools, LegFlow& flow) {
  flow.value = 0;
  double softness = 0;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    if (!(flow.input[i] > 0)) continue;
    HopPoint point;
    if (!pools[i]->at(flow.input[i], point)) return false;
    flow.value += point.value;
    softness += point.bend < 0 ? -1 / point.bend : 0;
  }
  flow.bend = softness > 0 ? -1 / softness : 0;
  return std::isfinite(flow.value);
}

bool fillOne(const SplitHop& pool, double total, LegFlow& flow) {
  HopPoint point;
  if (!pool.at(total, point)) return false;
  flow.input[0] = total;
  flow.value = point.value;
  flow.slope = point.slope;
  flow.bend = point.bend;
  return true;
}

/** All into the pool with the best price, where that stays better than the others begin: they take nothing. */
bool fillBest(std::span<const SplitHop* const> pools, double total, LegFlow& flow) {
  std::size_t best = 0;
  double next = 0;
  for (std::size_t i = 1; i < pools.size(); ++i) {
    if (pools[i]->rate() > pools[best]->rate()) best = i;
  }
  for (std::size_t i = 0; i < pools.size(); ++i) {
    if (i != best) next = std::max(next, pools[i]->rate());
  }
  HopPoint point;
  if (!pools[best]->at(total, point) || point.slope < next) return false;
  flow.input = {};
  flow.input[best] = total;
  flow.value = point.value;
  flow.slope = point.slope;
  flow.bend = point.bend;
  return true;
}

}  // namespace

bool fillLeg(std::span<const SplitHop* const> pools, double total, LegFlow& flow) {
  if (pools.size() == 1) return fillOne(*pools[0], total, flow);
  if (fillBest(pools, total, flow)) return true;
  double best = 0;
  for (const SplitHop* pool : pools) best = std::max(best, pool->rate());
  double low = 1 / std::sqrt(best);
  double high = infinity;
  Inputs below{};
  Inputs above{};
  double takenBelow = 0;
  double takenAbove = infinity;
  double root = flow.slope > 0 && flow.slope < best ? 1 / std::sqrt(flow.slope) : low * (1 + 1e-6);
  for (int round = 0; round < fillRounds; ++round) {
    Inputs inputs{};
    const double taken = takenAt(pools, root, inputs);
    const double missing = total - taken;
    const bool done = std::abs(missing) <= filled * total;
    if (missing >= 0 || done) {
      low = root;
      below = inputs;
      takenBelow = taken;
    } else {
      high = root;
      above = inputs;
      takenAbove = taken;
    }
    if (done) break;
    const double slope = growth(pools, root, inputs);
    double next = slope > 0 ? root + missing / slope : between(low, high);
    if (!(next > low && next < high)) next = between(low, high);
    // Nothing lies between: a price that jumps, or one that doubles cannot tell from the next.
    if (!(next > low && next < high) || !(next < 1e200)) break;
    root = next;
  }
  // A pool's price may stand still while it fills: what is missing goes where the bracket's ends differ.
  const double missing = total - takenBelow;
  double share = 0;
  if (missing > filled * total) {
    if (!(takenAbove < infinity)) return false;
    share = missing / (takenAbove - takenBelow);
  }
  std::size_t largest = 0;
  double sum = 0;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    flow.input[i] = share > 0 ? below[i] + share * (above[i] - below[i]) : below[i];
    sum += flow.input[i];
    if (flow.input[i] > flow.input[largest]) largest = i;
  }
  flow.input[largest] += total - sum;
  // Not any pool's own: one that stands at the end of a range may have a better price up to there.
  flow.slope = 1 / (low * low);
  return describe(pools, flow);
}

namespace {

struct RoutePoint {
  bool feasible = false;
  double out = 0;
  double slope = 1;
  double bend = 0;
};

RoutePoint follow(const SplitPools& pools, double input, SplitFlow& flow) {
  RoutePoint point;
  double amount = input;
  for (std::uint32_t i = 0; i < pools.legs; ++i) {
    LegFlow& leg = flow.legs[i];
    if (!(amount > 0) || !fillLeg(pools.leg(i), amount, leg)) return point;
    point.bend = leg.bend * point.slope * point.slope + leg.slope * point.bend;
    point.slope *= leg.slope;
    amount = leg.value;
  }
  point.feasible = std::isfinite(amount);
  point.out = amount;
  return point;
}

void keepFlow(const SplitPools& pools, double input, double output, SplitFlow& flow) {
  flow.amountIn = input;
  flow.amountOut = output;
  flow.unitValue[pools.legs] = 1;
  for (std::uint32_t i = pools.legs; i-- > 1;) flow.unitValue[i] = flow.unitValue[i + 1] * flow.legs[i].slope;
  // The product of all slopes, but where a price jumps past the top: a unit of the first token is what it is.
  flow.unitValue[0] = 1;
}

}  // namespace

bool bestFlow(const SplitPools& pools, double near, SplitFlow& flow) {
  double low = 0;
  double high = infinity;
  double x = std::max(near, 1.0);
  double bestGross = 0;
  SplitFlow trial = flow;
  for (int round = 0; round < flowRounds; ++round) {
    const RoutePoint point = follow(pools, x, trial);
    const bool rising = point.feasible && point.slope > 1;
    (rising ? low : high) = x;
    if (point.feasible && point.out - x > bestGross) {
      bestGross = point.out - x;
      flow = trial;
      keepFlow(pools, x, point.out, flow);
    }
    if (point.feasible && std::abs(point.slope - 1) <= atTop) break;
    const double curvature = point.feasible ? -point.bend / (2 * point.slope) : 0;
    double next = curvature > 0 ? x + (std::sqrt(point.slope) - 1) / curvature : infinity;
    if (!(next > low && next < high)) {
      if (!std::isfinite(high)) next = low * 16;
      else if (low > 0) next = high > 4 * low ? std::sqrt(low * high) : low + (high - low) / 2;
      else next = high / 64;
    }
    if (next <= low || next >= high || next < 1) break;
    x = next;
  }
  return bestGross > 0;
}

}  // namespace syndicate
