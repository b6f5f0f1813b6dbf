#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "far_levels.hpp"

namespace syndicate {

/**
 * One side of a book by price level. Keys are ticks on the ask side and ticks with their sign changed on the bid side, so that lower is better. A window of
 * keys from a little better than the best holds its sizes in an array under a bitmap; all others, which are all worse, lie in `FarLevels`.
 * Nothing is allocated once the far table has its size.
 */
class BookSide {
 public:
  static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();

  /** Sets a level, or takes it away with size 0; what is not there may be taken away. */
  void set(std::int64_t key, std::uint64_t size) {
    const std::uint64_t offset = static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(base_);
    if (offset < windowKeys) {
      setNear(static_cast<std::uint32_t>(offset), size);
    } else {
      setOutside(key, size);
    }
  }

  /** The best key, or `none`. */
  std::int64_t best() const { return best_ == windowKeys ? none : base_ + best_; }
  std::uint64_t bestSize() const { return best_ == windowKeys ? 0 : sizes_[best_]; }
  std::uint64_t at(std::int64_t key) const;
  std::size_t count() const { return nearCount_ + far_.count(); }
  /** The best levels in order, as many as there are and fit. */
  std::size_t top(std::span<KeyedLevel> levels);
  /** Calls `visit(key, size)` from the best level on until it answers false. */
  template <typename Visit>
  void walk(Visit visit);
  /** Takes the worst levels away until at most `limit` are left. */
  void keepBest(std::size_t limit);
  void clear();
  std::size_t bytes() const { return (sizes_ == nullptr ? 0 : windowKeys * sizeof(std::uint64_t)) + far_.bytes(); }

 private:
  static constexpr std::uint32_t windowKeys = 1 << 15;
  static constexpr std::uint32_t wordCount = windowKeys / 64;
  /** Room for better prices when the window is laid. */
  static constexpr std::uint32_t roomAhead = windowKeys / 4;

  /** Whether a level comes or goes is as good as random, so nothing but a change of the best level branches on it. */
  void setNear(std::uint32_t offset, std::uint64_t size) {
    std::uint64_t& word = words_[offset / 64];
    const unsigned place = offset % 64;
    const std::uint64_t before = word >> place & 1;
    const std::uint64_t after = size != 0;
    word ^= (before ^ after) << place;
    std::uint64_t& group = summary_[offset / 4096];
    const unsigned wordPlace = offset / 64 % 64;
    group = (group & ~(std::uint64_t{1} << wordPlace)) | static_cast<std::uint64_t>(word != 0) << wordPlace;
    sizes_[offset] = size;
    nearCount_ += after - before;
    if (offset > best_) [[likely]] return;
    if (after != 0) {
      best_ = offset;
    } else if (before != 0) {
      leaveBest();
    }
  }

  void setOutside(std::int64_t key, std::uint64_t size);
  void leaveBest();
  /** The first level at or behind `offset`, or windowKeys. */
  std::uint32_t nextFrom(std::uint32_t offset) const;
  std::uint32_t lastNear() const;
  /** Lays the window anew, so that it starts `roomAhead` before `best`. */
  void layWindow(std::int64_t best);
  /** Far levels in order, in `scratch_`. */
  void sortFar();

  /** At first where no key is near. */
  std::int64_t base_ = std::numeric_limits<std::int64_t>::min();
  /** The first level of the window; windowKeys while it has none. */
  std::uint32_t best_ = windowKeys;
  std::size_t nearCount_ = 0;
  std::array<std::uint64_t, wordCount> words_{};
  std::array<std::uint64_t, wordCount / 64> summary_{};
  /** 0 where a level was taken away, anything where none ever was: the bits tell. */
  std::unique_ptr<std::uint64_t[]> sizes_;
  FarLevels far_;
  std::vector<KeyedLevel> scratch_;
};

template <typename Visit>
void BookSide::walk(Visit visit) {
  for (std::uint32_t offset = best_; offset < windowKeys; offset = nextFrom(offset + 1)) {
    if (!visit(base_ + offset, sizes_[offset])) return;
  }
  if (far_.count() == 0) return;
  sortFar();
  for (const KeyedLevel& level : scratch_) {
    if (!visit(level.key, level.size)) return;
  }
}

}  // namespace syndicate
