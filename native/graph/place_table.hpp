#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace syndicate {

/** Numbers the keys that one search asks for, in the order in which they come. Keeps its memory from search to search. */
template <typename Key>
class PlaceTable {
 public:
  struct Found {
    std::uint32_t place = 0;
    /** Asked for the first time. */
    bool isNew = false;
  };

  void clear() {
    if (used_ == 0) return;
    std::fill(slots_.begin(), slots_.end(), Slot{});
    used_ = 0;
  }
  Found of(Key key) {
    if (2 * (used_ + std::size_t{1}) > slots_.size()) grow();
    Slot& slot = slots_[slotOf(key)];
    if (slot.number != 0) return {slot.number - 1, false};
    slot = {key, ++used_};
    return {used_ - 1, true};
  }
  /** A key's place + 1; 0 when it was not asked for. */
  std::uint32_t numberOf(Key key) const { return used_ == 0 ? 0 : slots_[slotOf(key)].number; }
  std::size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  static constexpr std::size_t leastSlots = 64;

  struct Slot {
    Key key = 0;
    /** Place + 1; 0 when free. */
    std::uint32_t number = 0;
  };

  std::size_t slotOf(Key key) const {
    const std::size_t last = slots_.size() - 1;
    std::size_t i = static_cast<std::size_t>((std::uint64_t{key} * 0x9E3779B97F4A7C15ULL) >> 32) & last;
    while (slots_[i].number != 0 && slots_[i].key != key) i = (i + 1) & last;
    return i;
  }
  void grow() {
    std::vector<Slot> old(std::max(leastSlots, 2 * slots_.size()));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != 0) slots_[slotOf(slot.key)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::uint32_t used_ = 0;
};

}  // namespace syndicate
