#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "edge_ranking.hpp"
#include "hop_cache.hpp"
#include "market.hpp"
#include "place_table.hpp"

namespace syndicate {

/**
 * What an edge gives for one unit of an input that is at least so large. As prices only get worse with size, that falls as the input grows; pools with
 * little behind a good price fall out of it. Only of edges worth ranking: elsewhere it is the best rate. Keeps its memory from search to search.
 */
class FlowRates {
 public:
  /** Whenever a state of the market may have changed. */
  void clear();
  /** No pool of the edge gives more for an input of `least` or above; 0 where none takes it. */
  double from(const Market& market, EdgeRankings& rankings, HopCache& shapes, std::uint32_t edge, std::uint32_t tokenIn, double least);
  std::size_t bytes() const { return places_.bytes() + rates_.capacity() * sizeof(double); }

 private:
  PlaceTable places_;
  std::vector<double> rates_;
};

}  // namespace syndicate
