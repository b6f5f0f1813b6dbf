#include "chain_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace syndicate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/** What the doubles of a curve may be off, of an amount. */
constexpr double curveMargin = 1e-9;
constexpr int boundRounds = 5;

}  // namespace

bool ChainCurve::start(HopCache& cache, const Market& market, const CyclePath& path) {
  count_ = path.count;
  moves_ = false;
  std::array<std::uint32_t, maxHopCount> places{};
  for (std::uint32_t i = 0; i < count_; ++i) places[i] = cache.place(market, path.hops[i].pool, path.hops[i].zeroForOne);
  for (std::uint32_t i = 0; i < count_; ++i) {
    hops_[i] = &cache[places[i]];
    if (!hops_[i]->open()) return false;
    moves_ = moves_ || (hops_[i]->smooth() != nullptr && hops_[i]->smooth()->hasMovingFee());
  }
  return true;
}

template <bool leastFees>
ChainPoint ChainCurve::evaluate(double input) const {
  ChainPoint point;
  point.feasible = true;
  double amount = input;
  for (std::uint32_t i = 0; i < count_; ++i) {
    const HopShape& shape = *hops_[i];
    point.amount[i] = amount;
    const auto met = leastFees ? shape.above(amount) : shape.at(amount);
    point.feasible = met.has_value();
    if (!met) return point;
    const HopPoint& hop = *met;
    // (g of f)'' = g'' f'^2 + g' f''
    point.bend = hop.bend * point.slope * point.slope + hop.slope * point.bend;
    point.slope *= hop.slope;
    point.slack = point.slack * (leastFees ? shape.mostSlope() : hop.slope) + shape.unevenness(hop.value);
    point.hopSlope[i] = hop.slope;
    amount = std::max(hop.value, 0.0);
  }
  point.out = amount;
  return point;
}

ChainPoint ChainCurve::start() const {
  ChainPoint point;
  point.feasible = true;
  for (std::uint32_t i = 0; i < count_; ++i) {
    const HopShape& shape = *hops_[i];
    const HopPoint hop = shape.start();
    // What a pool pays for nothing goes on into the next.
    if (hop.value != 0 || !(hop.slope > 0)) return evaluate<true>(0);
    point.bend = hop.bend * point.slope * point.slope + hop.slope * point.bend;
    point.slope *= hop.slope;
    point.slack = point.slack * hop.slope + shape.unevenness(0);
  }
  return point;
}

ChainPoint ChainCurve::at(double input) const { return evaluate<false>(input); }

double ChainCurve::topAfter(double x, const ChainPoint& point) {
  const double curvature = -point.bend / (2 * point.slope);
  return curvature > 0 ? x + (std::sqrt(point.slope) - 1) / curvature : infinity;
}

double ChainCurve::between(double low, double high) {
  if (!std::isfinite(high)) return low > 0 ? low * 16 : 1;
  if (low == 0) return high / 64;
  return high > 4 * low ? std::sqrt(low * high) : low + (high - low) / 2;
}

double ChainCurve::mostProfit(double hint, double enough) const {
  struct Touching {
    double input = 0;
    ChainPoint point;
    double profit() const { return point.out - input; }
  };
  // No input below these has more slack: it grows with the amounts, and is carried on at the highest slopes.
  const auto margin = [](const Touching& at) { return curveMargin * (at.point.out + at.input) + at.point.slack; };
  std::optional<Touching> high;
  double end = infinity;
  if (hint > 0) {
    const Touching at{hint, evaluate<true>(hint)};
    if (at.point.feasible && at.point.slope <= 1) {
      // A concave curve lies below its tangents: this one is highest at 0.
      const double most = at.profit() + (1 - at.point.slope) * hint + margin(at);
      if (most < enough) return most;
      high = at;
      end = hint;
    }
  }
  Touching low{0, start()};
  if (!low.point.feasible) return 0;
  // Where no input has a slope above 1, only what lies off the curve pays.
  if (low.point.slope <= 1) return low.point.out + low.point.slack;
  double next = hint > 0 && !high ? hint : topAfter(0, low.point);
  double bound = infinity;
  for (int round = 0;; ++round) {
    const double rise = low.point.slope - 1;
    if (high) {
      // Below where two tangents meet.
      const double fall = 1 - high->point.slope;
      const double over = low.profit() + rise * (high->input - low.input) - high->profit();
      bound = high->profit() + fall * over / (rise + fall);
    } else if (std::isfinite(end)) {
      bound = low.profit() + rise * (end - low.input);
    }
    bound += margin(low) + (high ? margin(*high) : 0);
    if (bound < enough || round == boundRounds) break;
    if (!(next > low.input && next < end)) next = between(low.input, end);
    const Touching at{next, evaluate<true>(next)};
    if (at.point.feasible && at.point.slope > 1) {
      low = at;
    } else {
      end = next;
      if (at.point.feasible) high = at;
    }
    next = at.point.feasible ? topAfter(next, at.point) : infinity;
  }
  return bound;
}

}  // namespace syndicate
