#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../amm/pool_quote.hpp"

namespace syndicate {

/** Where the pairs of each contract begin among all pairs, in a byte and a half: eight contracts share a place, and add what is before them. */
class ContractPools {
 public:
  /** A contract has no more pairs. */
  static constexpr std::uint32_t mostPairs = maxCoins * (maxCoins - 1) / 2;

  void clear() {
    first_.clear();
    further_.clear();
  }
  void reserve(std::size_t contracts) {
    first_.reserve(contracts / groupSize + 1);
    further_.reserve(contracts + 1);
  }
  /** The next contract begins at a pair; a last one after all pairs ends them. */
  void add(std::uint32_t pool) {
    if (further_.size() % groupSize == 0) first_.push_back(pool);
    further_.push_back(static_cast<std::uint8_t>(pool - first_.back()));
  }
  std::uint32_t count() const { return further_.empty() ? 0 : static_cast<std::uint32_t>(further_.size() - 1); }
  std::uint32_t first(std::uint32_t contract) const { return first_[contract / groupSize] + further_[contract]; }
  std::size_t bytes() const { return first_.capacity() * sizeof(first_[0]) + further_.capacity(); }

 private:
  static constexpr std::uint32_t groupSize = 8;
  static_assert((groupSize - 1) * mostPairs <= 255);

  std::vector<std::uint32_t> first_;
  std::vector<std::uint8_t> further_;
};

}  // namespace syndicate
