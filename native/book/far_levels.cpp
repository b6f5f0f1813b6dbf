#include "far_levels.hpp"

namespace syndicate {
namespace {

constexpr std::size_t firstCapacity = 256;

std::size_t homeOf(std::int64_t key, std::size_t mask) {
  const std::uint64_t mixed = static_cast<std::uint64_t>(key) * 0x9e3779b97f4a7c15;
  return static_cast<std::size_t>(mixed >> 32) & mask;
}

}  // namespace

std::size_t FarLevels::placeOf(std::int64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = homeOf(key, mask);
  while (slots_[place].size != 0 && slots_[place].key != key) place = (place + 1) & mask;
  return place;
}

void FarLevels::set(std::int64_t key, std::uint64_t size) {
  if (slots_.empty()) {
    if (size == 0) return;
    slots_.resize(firstCapacity);
  }
  std::size_t place = placeOf(key);
  if (slots_[place].size != 0) {
    if (size == 0) {
      removeAt(place);
    } else {
      slots_[place].size = size;
    }
    return;
  }
  if (size == 0) return;
  if (2 * (count_ + 1) > slots_.size()) {
    grow();
    place = placeOf(key);
  }
  slots_[place] = {key, size};
  ++count_;
}

std::uint64_t FarLevels::at(std::int64_t key) const { return slots_.empty() ? 0 : slots_[placeOf(key)].size; }

/** Moves up what a probe for it would now stop before. */
void FarLevels::removeAt(std::size_t place) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = place;
  std::size_t next = place;
  for (;;) {
    next = (next + 1) & mask;
    if (slots_[next].size == 0) break;
    const std::size_t home = homeOf(slots_[next].key, mask);
    if (((next - home) & mask) < ((next - hole) & mask)) continue;
    slots_[hole] = slots_[next];
    hole = next;
  }
  slots_[hole].size = 0;
  --count_;
}

void FarLevels::grow() {
  std::vector<KeyedLevel> old(slots_.size() * 2);
  old.swap(slots_);
  for (const KeyedLevel& level : old) {
    if (level.size != 0) slots_[placeOf(level.key)] = level;
  }
}

void FarLevels::clear() {
  if (count_ == 0) return;
  for (KeyedLevel& level : slots_) level.size = 0;
  count_ = 0;
}

void FarLevels::collect(std::vector<KeyedLevel>& levels) const {
  if (count_ == 0) return;
  for (const KeyedLevel& level : slots_) {
    if (level.size != 0) levels.push_back(level);
  }
}

}  // namespace syndicate
