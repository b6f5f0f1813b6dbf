#include <algorithm>

#include "cycle_walk.hpp"

namespace syndicate {

CycleWalk::Flows CycleWalk::onward(std::uint32_t pool, bool zeroForOne, const Flows& before) const {
  const HopShape& shape = (*shapes_)[shapes_->place(*market_, pool, zeroForOne)];
  Flows after;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (!(before[i].slope > 0)) continue;
    if (const auto at = shape.above(before[i].out)) after[i] = {at->value, before[i].slope * at->slope};
  }
  return after;
}

/** An input of at least x, with profit, brings at least x: so much goes into each hop, or more. */
void CycleWalk::setRestFrom(const Route& route, Choice& choice) {
  choice.restFrom[0] = choice.rest;
  for (std::size_t share = 1; share < flowShares.size(); ++share) {
    auto& rest = choice.restFrom[share];
    rest[route.count] = 1;
    for (std::uint32_t hop = route.count; hop-- > 1;) {
      const double least = flowShares[share] * choice.flow / (route.bounds[hop].rate * rest[hop + 1]);
      rest[hop] = rest[hop + 1] * flowRates_.from(*market_, rankings_, *shapes_, route.edges[hop], route.tokens[hop], least);
    }
  }
}

/** False when a chain up to before a hop, with the best rates from there on, cannot bring what is asked: in each section of inputs below all tangents. */
bool CycleWalk::passesProbe(const Choice& choice, std::uint32_t hop, double rate, const Flows& flows) {
  // A tangent to the profit, by what it is at 0 and by how much it rises.
  struct Line {
    double atZero = 0;
    double rise = 0;
    double at(double x) const { return atZero + rise * x; }
  };
  for (std::size_t share = 0; share < flowShares.size(); ++share) {
    const double rest = choice.restFrom[share][hop];
    const double begin = flowShares[share] * choice.flow;
    const bool last = share + 1 == flowShares.size();
    std::array<Line, 1 + probeShares.size()> lines;
    lines[0] = {0, std::max(rate * rest - 1, 0.0) + rateMargin};
    std::size_t count = 1;
    for (std::size_t i = 0; i < flows.size(); ++i) {
      if (!(flows[i].slope > 0)) continue;
      const double at = probeShares[i] * choice.flow;
      lines[count++] = {rest * (flows[i].out - flows[i].slope * at) + boundMargin * at, rest * flows[i].slope - 1};
    }
    if (last && lines[count - 1].rise >= 0) return true;
    const auto lowest = [&](double x) {
      double least = lines[0].at(x);
      for (std::size_t i = 1; i < count; ++i) least = std::min(least, lines[i].at(x));
      return least;
    };
    // The lowest of lines is highest at an end of the section, or where two meet.
    double most = lowest(begin);
    const double end = last ? 0 : flowShares[share + 1] * choice.flow;
    if (!last) most = std::max(most, lowest(end));
    for (std::size_t i = 0; i + 1 < count; ++i) {
      for (std::size_t j = i + 1; j < count; ++j) {
        const double x = (lines[j].atZero - lines[i].atZero) / (lines[i].rise - lines[j].rise);
        if (x > begin && (last || x < end)) most = std::max(most, lowest(x));
      }
    }
    if (!(most * choice.demand.value * (1 + boundMargin) < choice.demand.worth)) return true;
  }
  return false;
}

}  // namespace syndicate
