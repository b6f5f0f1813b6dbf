#include "connections.hpp"

#include <algorithm>
#include <numeric>

namespace syndicate {
namespace {

constexpr auto worse = [](const Connection& a, const Connection& b) { return a.rate < b.rate; };

}  // namespace

void ConnectionList::build(const Market& market, std::uint32_t from, std::uint32_t to, std::vector<Connection>& gathered) {
  gathered.clear();
  bound_ = {};
  commonNeighbours(market, from, to, [&](std::uint32_t middle, std::uint32_t outEdge, std::uint32_t backEdge) {
    const Edge& out = market.edges()[outEdge];
    const Edge& back = market.edges()[backEdge];
    const HopTerm first = out.bound(out.direction(from));
    const HopTerm second = back.bound(back.direction(middle));
    const double rate = first.rate * second.rate;
    if (!(rate > 0)) return;
    gathered.push_back({roundedUp(rate), roundedDown(first.drag + first.rate * second.drag), middle});
    bound_.rate = std::max(bound_.rate, rate);
    bound_.slack = std::max(bound_.slack, first.slack * second.rate + second.slack);
  });
  // Gathered elsewhere first, so that the list itself has no room to spare.
  items_.assign(gathered.begin(), gathered.end());
  std::make_heap(items_.begin(), items_.end(), worse);
  heapEnd_ = items_.size();
}

void ConnectionList::popBest() {
  std::pop_heap(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(heapEnd_), worse);
  --heapEnd_;
}

std::size_t ConnectionCache::bytes() const {
  return std::accumulate(lists_.begin(), lists_.end(), places_.bytes() + gathered_.capacity() * sizeof(Connection),
                         [](std::size_t sum, const ConnectionList& list) { return sum + list.bytes(); });
}

ConnectionList& ConnectionCache::between(const Market& market, std::uint32_t from, std::uint32_t to) {
  const auto [place, isNew] = places_.of((static_cast<std::uint64_t>(from) << 32) | to);
  if (place == lists_.size()) lists_.emplace_back();
  if (isNew) lists_[place].build(market, from, to, gathered_);
  return lists_[place];
}

}  // namespace syndicate
