#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "edge_ranking.hpp"
#include "hop_cache.hpp"
#include "market.hpp"
#include "place_table.hpp"

namespace syndicate {

/**
 * What an edge gives for one unit of an input that is at least so large. As prices only get worse with size, that falls as the input grows; pools with
 * little behind a good price fall out of it. By the pools' curves on edges worth ranking, by their hyperbolas elsewhere; what roundings add is left out.
 * Keeps its memory from search to search.
 */
class FlowRates {
 public:
  /** Whenever a state of the market may have changed. */
  void clear();
  /** No pool of the edge gives more for an input of `least` or above; 0 where none takes it. `ranked`: the edge's, where that is worth it. */
  double from(const Market& market, const EdgeRankings& rankings, const EdgeRankings::Range& ranked, const Edge& edge, int direction, double least);
  std::size_t bytes() const { return places_.bytes() + rows_.capacity() * sizeof(Row); }

 private:
  static constexpr std::uint32_t steps = 4;
  using Row = std::array<float, steps>;

  void fill(Row& row, std::uint32_t first, const Market& market, std::span<const RankedPool> pools, int direction);

  PlaceTable<std::uint32_t> places_;
  std::vector<Row> rows_;
  /** Of the one shape that is looked at. */
  HopForms forms_;
};

}  // namespace syndicate
