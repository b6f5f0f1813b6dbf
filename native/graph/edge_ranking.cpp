#include "edge_ranking.hpp"

#include <algorithm>

#include "make_room.hpp"

namespace syndicate {

void EdgeRankings::clear() {
  places_.clear();
  ends_.clear();
  pools_.clear();
}

EdgeRankings::Range EdgeRankings::of(const Market& market, std::uint32_t index, int direction) {
  const auto [place, isNew] = places_.of(2 * index + static_cast<std::uint32_t>(direction));
  const std::uint32_t first = place == 0 ? 0 : ends_[place - 1];
  if (isNew) {
    const Edge& edge = market.edges()[index];
    for (std::uint32_t pool = edge.firstPool; pool < edge.firstPool + edge.poolCount; ++pool) {
      const HopTerm term = market.terms()[pool].term(direction);
      if (!(term.rate > 0)) continue;
      makeRoom(pools_);
      pools_.push_back({static_cast<float>(term.rate), pool});
    }
    std::sort(pools_.begin() + static_cast<std::ptrdiff_t>(first), pools_.end(), [](const RankedPool& a, const RankedPool& b) { return a.rate > b.rate; });
    ends_.push_back(static_cast<std::uint32_t>(pools_.size()));
  }
  return {first, ends_[place] - first, place};
}

}  // namespace syndicate
