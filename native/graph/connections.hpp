#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "market.hpp"
#include "place_table.hpp"

namespace syndicate {

/** Two edges in a row from one token over `middle` to another, and a rate (rounded up) that none of their pools exceed. */
struct Connection {
  float rate = 0;
  /** Seen from its first token, at the best rates; rounded down. */
  float drag = 0;
  std::uint32_t middle = 0;
};

/** All connections of an ordered pair of tokens. Sorted only as far as anybody asked: what pays is a small part of them. */
class ConnectionList {
 public:
  void build(const Market& market, std::uint32_t from, std::uint32_t to, std::vector<Connection>& gathered);
  /** Calls `visit` for those with at least this rate, best first. */
  template <typename Visit>
  void above(double rate, Visit&& visit) {
    for (std::size_t i = items_.size(); i-- > heapEnd_;) {
      if (items_[i].rate < rate) return;
      visit(items_[i]);
    }
    while (heapEnd_ > 0 && items_.front().rate >= rate) {
      popBest();
      visit(items_[heapEnd_]);
    }
  }

  /** What none of them exceeds, or falls below: rate and slack in `to`'s units of the two edges together. No drag. */
  HopTerm bound() const { return bound_; }
  std::size_t bytes() const { return items_.capacity() * sizeof(Connection); }

 private:
  void popBest();

  /** A heap up to heapEnd_, behind it what was popped, so the best last. */
  std::vector<Connection> items_;
  std::size_t heapEnd_ = 0;
  HopTerm bound_;
};

/** Calls `visit(token, edge of a, edge of b)` for each token that shares a pool with both. */
template <typename Visit>
void commonNeighbours(const Market& market, std::uint32_t a, std::uint32_t b, Visit&& visit) {
  auto shorter = market.neighbours(a);
  auto longer = market.neighbours(b);
  const bool swapped = shorter.size() > longer.size();
  if (swapped) std::swap(shorter, longer);
  const Neighbour* place = longer.data();
  const Neighbour* const end = place + longer.size();
  for (const Neighbour& near : shorter) {
    // Gallop: as cheap as a merge where both are long, as a binary search where one is short.
    std::size_t step = 1;
    while (step < static_cast<std::size_t>(end - place) && place[step].token < near.token) step <<= 1;
    const Neighbour* const limit = step < static_cast<std::size_t>(end - place) ? place + step + 1 : end;
    place = std::lower_bound(place, limit, near.token, [](const Neighbour& each, std::uint32_t token) { return each.token < token; });
    if (place == end) return;
    if (place->token == near.token) visit(near.token, swapped ? place->edge : near.edge, swapped ? near.edge : place->edge);
  }
}

/** The lists that one search has asked for. Keeps its memory from search to search. */
class ConnectionCache {
 public:
  void clear() { places_.clear(); }
  /** Valid until the next call. */
  ConnectionList& between(const Market& market, std::uint32_t from, std::uint32_t to);
  std::size_t bytes() const;

 private:
  PlaceTable places_;
  std::vector<ConnectionList> lists_;
  std::vector<Connection> gathered_;
};

}  // namespace syndicate
