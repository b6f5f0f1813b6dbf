#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "../uint256.hpp"

namespace syndicate {

/** A solved opportunity's place, and what it is worth less gas at one price. */
struct RankedNet {
  Int128 net = 0;
  std::uint32_t slot = 0;
};

/**
 * Opportunities by worth and gas units, ranked anew at every gas price: what was solved stays solved, only the order moves.
 * A slot holds one opportunity; slots are dense and chosen by the caller. Nets are exact; doubles only pass over what cannot be
 * among the best. Equal nets go by slot.
 */
class GasRanking {
 public:
  static constexpr std::uint32_t mostSlots = 1U << 24;
  static constexpr int mostPriceBits = 90;
  static constexpr int mostWorthBits = 120;

  /** What an opportunity brings in wei before gas, |worth| < 2^120. */
  void put(std::uint32_t slot, Int128 worthWei, std::uint32_t gasUnits);
  void remove(std::uint32_t slot);
  std::size_t size() const { return worth_.size(); }

  /** The `count` best at a price in wei per gas below 2^90, best first; valid until the next call. O(slots), no allocation after the first. */
  std::span<const RankedNet> top(Uint128 gasPrice, std::size_t count);

 private:
  std::vector<Int128> worth_;
  /** worth_ rounded up; minus infinity where the slot is empty. */
  std::vector<double> worthUp_;
  std::vector<float> gasDown_;
  std::vector<std::uint32_t> gasUnits_;
  std::vector<RankedNet> best_;
};

}  // namespace syndicate
