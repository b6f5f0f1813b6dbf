#include "flow_rates.hpp"

#include <algorithm>
#include <cmath>

#include "make_room.hpp"

namespace syndicate {
namespace {

/** Of inputs four between two powers of two are looked at, as many as a row has at once. */
constexpr int exponentOffset = 1200;
constexpr std::uint32_t rowCount = 4096;
/** Of rankings beyond these only the best rates are known. */
constexpr std::uint32_t mostRankings = 1U << 20;
/** What the doubles of a curve may be off. */
constexpr double rateMargin = 1e-9;

}  // namespace

void FlowRates::clear() {
  places_.clear();
  rows_.clear();
}

double FlowRates::from(const Market& market, const EdgeRankings& rankings, const EdgeRankings::Range& ranked, const Edge& edge, int direction,
                       double least) {
  if (edge.poolCount < EdgeRankings::busyEdge) {
    double most = 0;
    for (const HopTerms& each : market.terms().subspan(edge.firstPool, edge.poolCount)) {
      const HopTerm term = each.term(direction);
      most = std::max(most, term.rate / (1 + term.drag * least));
    }
    return most;
  }
  int exponent = 0;
  const double mantissa = std::frexp(least, &exponent);
  if (!(least > 0) || !std::isfinite(least) || exponent < 1 - exponentOffset || ranked.number >= mostRankings) return edge.bound(direction).rate;
  const std::uint32_t step = 4 * static_cast<std::uint32_t>(exponent + exponentOffset) + (static_cast<std::uint32_t>(mantissa * 8) - 4);
  const std::uint32_t first = step - step % steps;
  const auto [place, isNew] = places_.of(ranked.number * rowCount + first / steps);
  if (isNew) {
    makeRoom(rows_);
    rows_.emplace_back();
    fill(rows_.back(), first, market, rankings.pools(ranked), direction);
  }
  return rows_[place][step - first];
}

void FlowRates::fill(Row& row, std::uint32_t first, const Market& market, std::span<const RankedPool> pools, int direction) {
  Row most{};
  std::array<double, steps> inputs;
  for (std::uint32_t i = 0; i < steps; ++i) {
    inputs[i] = std::ldexp(static_cast<double>((first + i) % 4 + 4) / 8, static_cast<int>((first + i) / 4) - exponentOffset);
  }
  forms_.market = &market;
  for (const RankedPool& pool : pools) {
    // What is given falls along the row.
    if (pool.rate <= most.back()) break;
    const std::uint32_t each = market.edgePools()[pool.place];
    forms_.smooth.clear();
    forms_.ranges.clear();
    const HopShape shape(forms_, each, market.pools()[each].zeroForOne(direction));
    for (std::uint32_t i = steps; i-- > 0 && most[i] < pool.rate;) {
      const double rate = std::min(shape.mostRateFrom(inputs[i]) * (1 + rateMargin), static_cast<double>(pool.rate));
      if (rate > most[i]) most[i] = roundedUp(rate);
    }
  }
  row = most;
}

}  // namespace syndicate
