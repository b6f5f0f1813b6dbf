#include <algorithm>
#include <cmath>

#include "cycle_walk.hpp"

namespace syndicate {
namespace {

/** Where a choice brings nearly what is asked, the inputs asked for lie ever closer together. */
constexpr int roundsOnTheWay = 3;
constexpr int roundsAtTheEnd = 4;
constexpr double farShare = 0.1;

}  // namespace

bool CycleWalk::mayBring(const Route& route, const Choice& choice, std::uint32_t known, Reached& reached) {
  std::uint32_t from = known - 1;
  for (int rounds = known == route.count ? roundsAtTheEnd : roundsOnTheWay;; --rounds) {
    for (std::uint32_t hop = from; hop < known; ++hop) {
      const auto point = (*shapes_)[choice.shapes[hop]].above(reached.amount);
      // Refused, as all that is larger.
      if (!point) return false;
      reached.amount = std::max(point->value, 0.0);
      reached.slope *= point->slope;
    }
    // How much further an input has to be, at what the hops that are left give for one unit; below zero: as far as one likes.
    const auto furtherAt = [&](double rate) {
      const double amount = reached.amount * rate;
      const double gain = amount - reached.input + boundMargin * (amount + reached.input);
      const double missing = choice.demand.gain - gain;
      const double rise = reached.slope * rate * (1 + boundMargin) - 1;
      return missing > 0 ? missing / rise : 0;
    };
    double further = furtherAt(choice.rest[known]);
    if (further < 0) return false;
    // What they give at their best is less to know, and enough where it leads far.
    if (known < route.count && !(further > farShare * reached.input)) {
      double amount = reached.amount;
      for (std::uint32_t hop = known; hop < route.count && amount > 0; ++hop) {
        const Edge& edge = market_->edges()[route.edges[hop]];
        amount *= flowRates_.from(*market_, rankings_, choice.ranked[hop], edge, edge.direction(route.tokens[hop]), amount);
      }
      further = amount > 0 ? furtherAt(amount / reached.amount) : -1;
      if (further < 0) return false;
    }
    if (!(further > 0) || !std::isfinite(further) || rounds == 0) return true;
    reached.input += further;
    reached.amount = reached.input;
    reached.slope = 1;
    from = 0;
  }
}

}  // namespace syndicate
