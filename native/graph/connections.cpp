#include "connections.hpp"

#include <algorithm>
#include <numeric>

namespace syndicate {
namespace {

constexpr auto worse = [](const Connection& a, const Connection& b) { return a.rate < b.rate; };

std::size_t startOf(std::uint64_t pair, std::size_t size) { return static_cast<std::size_t>((pair * 0x9E3779B97F4A7C15ULL) >> 32) & (size - 1); }

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

void ConnectionCache::clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  used_ = 0;
}

std::size_t ConnectionCache::bytes() const {
  return std::accumulate(lists_.begin(), lists_.end(), slots_.capacity() * sizeof(Slot) + gathered_.capacity() * sizeof(Connection),
                         [](std::size_t sum, const ConnectionList& list) { return sum + list.bytes(); });
}

void ConnectionCache::grow() {
  std::vector<Slot> old(std::max<std::size_t>(64, 2 * slots_.size()));
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.list == 0) continue;
    std::size_t i = startOf(slot.pair, slots_.size());
    while (slots_[i].list != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = slot;
  }
}

ConnectionList& ConnectionCache::between(const Market& market, std::uint32_t from, std::uint32_t to) {
  if (2 * (used_ + 1) > slots_.size()) grow();
  const std::uint64_t pair = (static_cast<std::uint64_t>(from) << 32) | to;
  std::size_t i = startOf(pair, slots_.size());
  while (slots_[i].list != 0) {
    if (slots_[i].pair == pair) return lists_[slots_[i].list - 1];
    i = (i + 1) & (slots_.size() - 1);
  }
  if (used_ == lists_.size()) lists_.emplace_back();
  slots_[i] = {pair, ++used_};
  lists_[used_ - 1].build(market, from, to, gathered_);
  return lists_[used_ - 1];
}

}  // namespace syndicate
