#include "book_side.hpp"

#include <algorithm>
#include <bit>

namespace syndicate {
namespace {

bool isBetter(const KeyedLevel& a, const KeyedLevel& b) { return a.key < b.key; }

}  // namespace

std::uint64_t BookSide::at(std::int64_t key) const {
  const std::uint64_t offset = static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(base_);
  if (offset >= windowKeys) return far_.at(key);
  return (words_[offset / 64] >> (offset % 64) & 1) != 0 ? sizes_[offset] : 0;
}

std::uint32_t BookSide::nextFrom(std::uint32_t offset) const {
  if (offset >= windowKeys) return windowKeys;
  const std::uint64_t here = words_[offset / 64] >> (offset % 64);
  if (here != 0) return offset + static_cast<std::uint32_t>(std::countr_zero(here));
  const std::uint32_t word = offset / 64 + 1;
  if (word == wordCount) return windowKeys;
  std::uint32_t group = word / 64;
  std::uint64_t filled = summary_[group] >> (word % 64) << (word % 64);
  while (filled == 0) {
    if (++group == summary_.size()) return windowKeys;
    filled = summary_[group];
  }
  const std::uint32_t found = group * 64 + static_cast<std::uint32_t>(std::countr_zero(filled));
  return found * 64 + static_cast<std::uint32_t>(std::countr_zero(words_[found]));
}

std::uint32_t BookSide::lastNear() const {
  std::uint32_t group = static_cast<std::uint32_t>(summary_.size());
  while (summary_[--group] == 0) {
  }
  const std::uint32_t word = group * 64 + 63 - static_cast<std::uint32_t>(std::countl_zero(summary_[group]));
  return word * 64 + 63 - static_cast<std::uint32_t>(std::countl_zero(words_[word]));
}

void BookSide::leaveBest() {
  if (nearCount_ != 0) {
    best_ = nextFrom(best_ + 1);
    if (best_ < windowKeys - roomAhead || far_.count() == 0) return;
    layWindow(base_ + best_);
    return;
  }
  best_ = windowKeys;
  if (far_.count() == 0) return;
  scratch_.clear();
  far_.collect(scratch_);
  layWindow(std::min_element(scratch_.begin(), scratch_.end(), isBetter)->key);
}

void BookSide::setOutside(std::int64_t key, std::uint64_t size) {
  const bool isEmpty = nearCount_ == 0;
  if (size != 0 && (isEmpty || key < base_)) {
    layWindow(key);
    setNear(static_cast<std::uint32_t>(key - base_), size);
    return;
  }
  // Better than the window there is nothing to take away.
  if (key > base_) far_.set(key, size);
}

void BookSide::layWindow(std::int64_t best) {
  if (sizes_ == nullptr) sizes_ = std::make_unique_for_overwrite<std::uint64_t[]>(windowKeys);
  scratch_.clear();
  far_.collect(scratch_);
  for (std::uint32_t offset = best_; offset < windowKeys; offset = nextFrom(offset + 1)) {
    scratch_.push_back({base_ + offset, sizes_[offset]});
  }
  far_.clear();
  words_.fill(0);
  summary_.fill(0);
  nearCount_ = 0;
  best_ = windowKeys;
  base_ = best - roomAhead;
  for (const KeyedLevel& level : scratch_) {
    const std::uint64_t offset = static_cast<std::uint64_t>(level.key) - static_cast<std::uint64_t>(base_);
    if (offset < windowKeys) {
      setNear(static_cast<std::uint32_t>(offset), level.size);
    } else {
      far_.set(level.key, level.size);
    }
  }
}

void BookSide::sortFar() {
  scratch_.clear();
  far_.collect(scratch_);
  std::sort(scratch_.begin(), scratch_.end(), isBetter);
}

std::size_t BookSide::top(std::span<KeyedLevel> levels) {
  std::size_t count = 0;
  if (levels.empty()) return 0;
  walk([&](std::int64_t key, std::uint64_t size) {
    levels[count++] = {key, size};
    return count < levels.size();
  });
  return count;
}

void BookSide::keepBest(std::size_t limit) {
  while (count() > limit) {
    if (far_.count() == 0) {
      setNear(lastNear(), 0);
      continue;
    }
    scratch_.clear();
    far_.collect(scratch_);
    far_.set(std::max_element(scratch_.begin(), scratch_.end(), isBetter)->key, 0);
  }
}

void BookSide::clear() {
  words_.fill(0);
  summary_.fill(0);
  nearCount_ = 0;
  best_ = windowKeys;
  far_.clear();
}

}  // namespace syndicate
