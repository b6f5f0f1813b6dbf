#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace syndicate {

/** A price level as a side of a book holds it: lower keys are better. */
struct KeyedLevel {
  std::int64_t key = 0;
  std::uint64_t size = 0;
};

/** Levels away from the best price, in no order: an open-addressed table with linear probing that only grows. */
class FarLevels {
 public:
  /** Sets a level, or takes it away with size 0. */
  void set(std::int64_t key, std::uint64_t size);
  std::uint64_t at(std::int64_t key) const;
  std::size_t count() const { return count_; }
  void clear();
  /** Appends all levels to `levels`. */
  void collect(std::vector<KeyedLevel>& levels) const;
  std::size_t bytes() const { return slots_.capacity() * sizeof(KeyedLevel); }

 private:
  std::size_t placeOf(std::int64_t key) const;
  void removeAt(std::size_t place);
  void grow();

  /** A slot with size 0 is empty. */
  std::vector<KeyedLevel> slots_;
  std::size_t count_ = 0;
};

}  // namespace syndicate
