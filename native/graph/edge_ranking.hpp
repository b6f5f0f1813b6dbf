#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "market.hpp"
#include "place_table.hpp"

namespace syndicate {

/** One pool of an edge, in one direction. */
struct RankedPool {
  float rate = 0;
  /** Among all edges' pools. */
  std::uint32_t place = 0;
};

/** The open pools of edges with many, best rate first, so that a walk stops at the first that is too low. Keeps its memory from search to search. */
class EdgeRankings {
 public:
  /** From so many pools on an edge is worth ranking. */
  static constexpr std::uint32_t busyEdge = 6;

  /** Whenever a state of the market may have changed. */
  void clear();
  /** Where an edge's pools stand in `pools`. */
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    /** Of the ranking, from 0. */
    std::uint32_t number = 0;
  };
  Range of(const Market& market, std::uint32_t edge, int direction);
  /** Valid until the next `of`. */
  std::span<const RankedPool> pools(Range range) const { return std::span(pools_).subspan(range.first, range.count); }
  std::size_t bytes() const { return places_.bytes() + ends_.capacity() * sizeof(std::uint32_t) + pools_.capacity() * sizeof(RankedPool); }

 private:
  PlaceTable<std::uint32_t> places_;
  /** By place: where the pools of a ranking end, and those of the next begin. */
  std::vector<std::uint32_t> ends_;
  std::vector<RankedPool> pools_;
};

}  // namespace syndicate
