#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "../uint256.hpp"
#include "book_side.hpp"
#include "decimal_text.hpp"
#include "exact_divisor.hpp"

namespace syndicate {

/** How a venue's decimals become integers: prices in ticks of tickUnits / 10^priceDigits, sizes in units of 10^-sizeDigits. */
struct Scale {
  static constexpr std::int64_t mostTicks = std::int64_t{1} << 61;

  std::int32_t priceDigits = 0;
  std::int32_t sizeDigits = 0;
  ExactDivisor tickUnits{1};

  /** Above 0 and a multiple of the tick, or nothing. */
  std::optional<std::int64_t> ticks(const Decimal& price) const {
    const auto units = inUnits(price, priceDigits);
    if (!units) return std::nullopt;
    const auto ticks = tickUnits.divide(*units);
    if (!ticks || *ticks == 0 || *ticks >= static_cast<std::uint64_t>(mostTicks)) return std::nullopt;
    return static_cast<std::int64_t>(*ticks);
  }
  std::optional<std::uint64_t> size(const Decimal& size) const { return inUnits(size, sizeDigits); }
};

struct TopOfBook {
  std::int64_t bidTick = 0;
  std::uint64_t bidSize = 0;
  std::int64_t askTick = 0;
  std::uint64_t askSize = 0;
};

/** What taking a size from one side would do. notional is the sum of tick x size over what is filled. */
struct BookImpact {
  std::uint64_t filled = 0;
  std::int64_t worstTick = 0;
  Uint128 notional = 0;
};

/** An L2 book. Ticks are above 0 and below 2^61; sizes below 2^63. */
class OrderBook {
 public:
  static constexpr std::int64_t mostTicks = Scale::mostTicks;
  /** What a side may hold: a venue's whole book has a fifth of it. */
  static constexpr std::size_t mostLevels = 1 << 18;

  void set(bool isBid, std::int64_t tick, std::uint64_t size) {
    if (isBid) {
      bids_.set(-tick, size);
    } else {
      asks_.set(tick, size);
    }
  }

  /** Nothing when a side is empty. */
  std::optional<TopOfBook> top() const;
  /** Whether the best bid is not below the best ask. */
  bool isCrossed() const { return bids_.count() != 0 && asks_.count() != 0 && -bids_.best() >= asks_.best(); }
  bool isTooLarge() const { return bids_.count() > mostLevels || asks_.count() > mostLevels; }
  std::uint64_t sizeAt(bool isBid, std::int64_t tick) const { return isBid ? bids_.at(-tick) : asks_.at(tick); }
  std::size_t count(bool isBid) const { return isBid ? bids_.count() : asks_.count(); }
  /** Best levels in order, keys turned into ticks. */
  std::size_t depth(bool isBid, std::span<KeyedLevel> levels);
  /** What stands at the best `count` levels of a side together. */
  Uint128 sizeOfBest(bool isBid, std::size_t count);
  /** Takes up to `size`, from the asks for a buyer. */
  BookImpact impact(bool buys, std::uint64_t size);
  void keepBest(std::size_t limit) {
    bids_.keepBest(limit);
    asks_.keepBest(limit);
  }
  void clear() {
    bids_.clear();
    asks_.clear();
  }
  std::size_t bytes() const { return bids_.bytes() + asks_.bytes(); }

 private:
  BookSide bids_;
  BookSide asks_;
};

}  // namespace syndicate
