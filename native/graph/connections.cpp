#include "connections.hpp"

#include <algorithm>
#include <limits>

#include "make_room.hpp"

namespace syndicate {
namespace {

/** Of a pair's connections so many are kept at first. */
constexpr std::size_t wantedAtFirst = 1024;

constexpr auto worse = [](const Connection& a, const Connection& b) { return a.rate < b.rate; };
constexpr auto better = [](const Connection& a, const Connection& b) { return a.rate > b.rate; };

}  // namespace

void Connections::clear() {
  places_.clear();
  lists_.clear();
  items_.clear();
}

std::uint32_t Connections::place(const Market& market, std::uint32_t from, std::uint32_t to) {
  const auto [place, isNew] = places_.of((static_cast<std::uint64_t>(from) << 32) | to);
  if (isNew) {
    List& list = lists_.emplace_back();
    list.from = from;
    list.to = to;
    build(market, list, wantedAtFirst, std::numeric_limits<double>::infinity());
  }
  return place;
}

void Connections::build(const Market& market, List& list, std::size_t wanted, double rate) {
  // What a list leaves behind as it grows is wasted until the next search, but for the last one's.
  if (list.first + list.count == items_.size()) items_.resize(list.first);
  list.first = static_cast<std::uint32_t>(items_.size());
  list.bound = {};
  list.leftOut = 0;
  std::size_t full = list.first + 4 * wanted;
  commonNeighbours(market, list.from, list.to, [&](std::uint32_t middle, std::uint32_t outEdge, std::uint32_t backEdge) {
    const Edge& out = market.edges()[outEdge];
    const Edge& back = market.edges()[backEdge];
    const HopTerm first = out.bound(out.direction(list.from));
    const HopTerm second = back.bound(back.direction(middle));
    const double both = first.rate * second.rate;
    if (!(both > 0)) return;
    list.bound.rate = std::max(list.bound.rate, both);
    list.bound.slack = std::max(list.bound.slack, first.slack * second.rate + second.slack);
    const float upper = roundedUp(both);
    if (upper <= list.leftOut) return;
    makeRoom(items_);
    items_.push_back({upper, roundedDown(first.drag + first.rate * second.drag), middle});
    if (items_.size() < full) return;
    drop(list, wanted, rate);
    full = std::max(full, list.first + 2 * (items_.size() - list.first));
  });
  if (items_.size() - list.first > 2 * wanted) drop(list, wanted, rate);
  list.count = list.heapEnd = static_cast<std::uint32_t>(items_.size() - list.first);
  std::make_heap(items_.begin() + static_cast<std::ptrdiff_t>(list.first), items_.end(), worse);
}

void Connections::drop(List& list, std::size_t wanted, double rate) {
  const auto end = items_.begin() + static_cast<std::ptrdiff_t>(list.first + wanted);
  std::nth_element(items_.begin() + static_cast<std::ptrdiff_t>(list.first), end, items_.end(), better);
  const auto rest = std::partition(end, items_.end(), [&](const Connection& each) { return each.rate >= rate; });
  if (rest == items_.end()) return;
  list.leftOut = std::max(list.leftOut, std::min_element(rest, items_.end(), better)->rate);
  items_.erase(rest, items_.end());
}

void Connections::popBest(List& list) {
  const auto begin = items_.begin() + static_cast<std::ptrdiff_t>(list.first);
  std::pop_heap(begin, begin + static_cast<std::ptrdiff_t>(list.heapEnd), worse);
  --list.heapEnd;
}

}  // namespace syndicate
