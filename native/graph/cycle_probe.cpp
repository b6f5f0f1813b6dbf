#include <algorithm>

#include "cycle_walk.hpp"

namespace syndicate {

const CycleWalk::Probed& CycleWalk::FlowsBehind::operator[](std::size_t i) {
  for (; known_ <= i; ++known_) {
    if (!(before_[known_].slope > 0)) continue;
    if (const auto line = shapes_[shape_].tangentNear(before_[known_].out, known_)) {
      flows_[known_] = {line->at(before_[known_].out), before_[known_].slope * line->slope};
    }
  }
  return flows_[i];
}

const CycleWalk::Flows& CycleWalk::FlowsBehind::all() {
  (*this)[probeShares.size() - 1];
  return flows_;
}

CycleWalk::FlowsBehind CycleWalk::onward(std::uint32_t pool, bool zeroForOne, const Flows& before) const {
  return {*shapes_, shapes_->place(*market_, pool, zeroForOne), before};
}

/** An input of at least x, with profit, brings at least x: so much goes into each hop, or more. */
void CycleWalk::setRestFrom(const Route& route, Choice& choice, std::size_t share) {
  auto& rest = choice.restFrom[share];
  rest[route.count] = 1;
  for (std::uint32_t hop = route.count; hop-- > 1;) {
    const double least = flowShares[share] * choice.flow / (route.bounds[hop].rate * rest[hop + 1]);
    rest[hop] = rest[hop + 1] * flowRates_.from(*market_, rankings_, *shapes_, route.edges[hop], route.tokens[hop], least);
  }
  choice.restIsKnown[share] = true;
}

/** Whether a section's inputs bring too little: below some tangent to the profit, or below where one that rises meets one that falls. */
bool CycleWalk::isBelow(const Choice& choice, std::size_t share, double rate, double rest, FlowsBehind& flows) {
  // A tangent to the profit, by what it is at 0 and by how much it rises.
  struct Line {
    double atZero = 0;
    double rise = 0;
    double at(double x) const { return atZero + rise * x; }
  };
  const double needed = choice.demand.worth / (choice.demand.value * (1 + boundMargin));
  const double begin = flowShares[share] * choice.flow;
  const double end = share + 1 == flowShares.size() ? std::numeric_limits<double>::infinity() : flowShares[share + 1] * choice.flow;
  std::array<Line, 1 + probeShares.size()> lines;
  std::size_t count = 0;
  const auto meetBelow = [&](const Line& line, const Line& other) {
    if ((line.rise > 0) == (other.rise > 0)) return false;
    const double x = (other.atZero - line.atZero) / (line.rise - other.rise);
    return line.at(x) < needed && other.at(x) < needed;
  };
  const auto bringBelow = [&](const Line& line) {
    bool below = line.at(line.rise > 0 ? end : begin) < needed;
    for (std::size_t i = 0; i < count && !below; ++i) below = meetBelow(line, lines[i]);
    lines[count++] = line;
    return below;
  };
  if (bringBelow({0, std::max(rate * rest - 1, 0.0) + rateMargin})) return true;
  for (std::size_t i = 0; i < probeShares.size(); ++i) {
    const Probed& flow = flows[i];
    if (!(flow.slope > 0)) continue;
    const double at = probeShares[i] * choice.flow;
    if (bringBelow({rest * (flow.out - flow.slope * at) + boundMargin * at, rest * flow.slope - 1})) return true;
  }
  return false;
}

/** False when a chain up to before a hop, with the best rates from there on, cannot bring what is asked in any section of inputs. */
bool CycleWalk::passesProbe(const Route& route, Choice& choice, std::uint32_t hop, double rate, FlowsBehind& flows) {
  for (std::size_t share = 0; share < flowShares.size(); ++share) {
    if (!choice.restIsKnown[share]) {
      // Rates of any size are less to know, and often enough.
      if (isBelow(choice, share, rate, choice.rest[hop], flows)) continue;
      setRestFrom(route, choice, share);
    }
    if (!isBelow(choice, share, rate, choice.restFrom[share][hop], flows)) return true;
  }
  return false;
}

}  // namespace syndicate
