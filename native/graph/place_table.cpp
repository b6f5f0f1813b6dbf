#include "place_table.hpp"

#include <algorithm>

namespace syndicate {
namespace {

constexpr std::size_t leastSlots = 64;

}  // namespace

void PlaceTable::clear() {
  if (used_ == 0) return;
  std::fill(slots_.begin(), slots_.end(), Slot{});
  used_ = 0;
}

std::size_t PlaceTable::slotOf(std::uint64_t key) const {
  const std::size_t last = slots_.size() - 1;
  std::size_t i = static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 32) & last;
  while (slots_[i].number != 0 && slots_[i].key != key) i = (i + 1) & last;
  return i;
}

void PlaceTable::grow() {
  std::vector<Slot> old(std::max(leastSlots, 2 * slots_.size()));
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.number != 0) slots_[slotOf(slot.key)] = slot;
  }
}

PlaceTable::Found PlaceTable::of(std::uint64_t key) {
  if (2 * (used_ + std::size_t{1}) > slots_.size()) grow();
  Slot& slot = slots_[slotOf(key)];
  if (slot.number != 0) return {slot.number - 1, false};
  slot = {key, ++used_};
  return {used_ - 1, true};
}

}  // namespace syndicate
