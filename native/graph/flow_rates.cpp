#include "flow_rates.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

/** Inputs are looked at in steps of a half or a third: exponents of two, and whether one and a half fits too. */
constexpr int exponentOffset = 1200;
constexpr std::uint64_t stepCount = 4096;
/** What the doubles of a curve may be off. */
constexpr double rateMargin = 1e-9;

}  // namespace

void FlowRates::clear() {
  places_.clear();
  rates_.clear();
}

double FlowRates::from(const Market& market, EdgeRankings& rankings, HopCache& shapes, std::uint32_t index, std::uint32_t tokenIn, double least) {
  const Edge& edge = market.edges()[index];
  const int direction = edge.direction(tokenIn);
  if (edge.poolCount < EdgeRankings::busyEdge) return edge.bound(direction).rate;
  int exponent = 0;
  const bool oneAndAHalf = std::frexp(least, &exponent) >= 0.75;
  if (!(least > 0) || !std::isfinite(least) || exponent < 1 - exponentOffset) return edge.bound(direction).rate;
  const std::uint64_t step = 2 * static_cast<std::uint64_t>(exponent + exponentOffset) + (oneAndAHalf ? 1 : 0);
  const auto [place, isNew] = places_.of((2 * std::uint64_t{index} + static_cast<std::uint64_t>(direction)) * stepCount + step);
  if (!isNew) return rates_[place];
  const double input = std::ldexp(oneAndAHalf ? 0.75 : 0.5, exponent);
  double most = 0;
  for (const RankedPool& pool : rankings.pools(rankings.of(market, index, direction))) {
    if (pool.rate <= most) break;
    const std::uint32_t each = market.edgePools()[pool.place];
    const bool zeroForOne = market.pools()[each].definition.token0 == tokenIn;
    const double rate = shapes[shapes.place(market, each, zeroForOne)].mostRateFrom(input) * (1 + rateMargin);
    most = std::max(most, std::min(rate, static_cast<double>(pool.rate)));
  }
  rates_.push_back(most);
  return most;
}

}  // namespace syndicate
