#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace syndicate {

/** Numbers the keys that one search asks for, in the order in which they come. Keeps its memory from search to search. */
class PlaceTable {
 public:
  struct Found {
    std::uint32_t place = 0;
    /** Asked for the first time. */
    bool isNew = false;
  };

  void clear();
  Found of(std::uint64_t key);
  std::size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    std::uint64_t key = 0;
    /** Place + 1; 0 when free. */
    std::uint32_t number = 0;
  };
  std::size_t slotOf(std::uint64_t key) const;
  void grow();

  std::vector<Slot> slots_;
  std::uint32_t used_ = 0;
};

}  // namespace syndicate
