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

/**
 * Connections of ordered pairs of tokens that one search has asked for. Of each pair only the best are kept, and sorted only as far as anybody asked: what
 * pays is a small part of them. Keeps its memory from search to search.
 */
class Connections {
 public:
  void clear();
  /** A pair's place; valid until `clear`. */
  std::uint32_t place(const Market& market, std::uint32_t from, std::uint32_t to);
  /** What no connection of a pair exceeds, or falls below: rate and slack in `to`'s units of the two edges together. No drag. */
  HopTerm bound(std::uint32_t place) const { return lists_[place].bound; }
  /** Calls `visit` for those of a pair with at least this rate, best first. */
  template <typename Visit>
  void above(const Market& market, std::uint32_t place, double rate, Visit&& visit);
  std::size_t bytes() const { return places_.bytes() + lists_.capacity() * sizeof(List) + items_.capacity() * sizeof(Connection); }

 private:
  /** A heap up to heapEnd, behind it what was popped, so the best last. */
  struct List {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t heapEnd = 0;
    /** No connection that is not kept has a better rate; 0 when all are. */
    float leftOut = 0;
    HopTerm bound;
  };

  /** Keeps the best `wanted`, and all with at least `rate`. */
  void build(const Market& market, List& list, std::size_t wanted, double rate);
  void drop(List& list, std::size_t wanted, double rate);
  void popBest(List& list);

  PlaceTable<std::uint64_t> places_;
  std::vector<List> lists_;
  /** A list's side by side. */
  std::vector<Connection> items_;
};

template <typename Visit>
void Connections::above(const Market& market, std::uint32_t place, double rate, Visit&& visit) {
  List& list = lists_[place];
  if (list.leftOut > 0 && list.leftOut >= rate) build(market, list, std::size_t{2} * list.count, rate);
  for (std::uint32_t i = list.count; i-- > list.heapEnd;) {
    if (items_[list.first + i].rate < rate) return;
    visit(items_[list.first + i]);
  }
  while (list.heapEnd > 0 && items_[list.first].rate >= rate) {
    popBest(list);
    visit(items_[list.first + list.heapEnd]);
  }
}

}  // namespace syndicate
