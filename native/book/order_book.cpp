#include "order_book.hpp"

#include <algorithm>

namespace syndicate {

std::optional<TopOfBook> OrderBook::top() const {
  if (bids_.count() == 0 || asks_.count() == 0) return std::nullopt;
  return TopOfBook{-bids_.best(), bids_.bestSize(), asks_.best(), asks_.bestSize()};
}

std::size_t OrderBook::depth(bool isBid, std::span<KeyedLevel> levels) {
  const std::size_t count = (isBid ? bids_ : asks_).top(levels);
  if (isBid) {
    for (KeyedLevel& level : levels.first(count)) level.key = -level.key;
  }
  return count;
}

Uint128 OrderBook::sizeOfBest(bool isBid, std::size_t count) {
  Uint128 sum = 0;
  if (count == 0) return sum;
  (isBid ? bids_ : asks_).walk([&](std::int64_t, std::uint64_t size) {
    sum += size;
    return --count != 0;
  });
  return sum;
}

BookImpact OrderBook::impact(bool buys, std::uint64_t size) {
  BookImpact impact;
  (buys ? asks_ : bids_).walk([&](std::int64_t key, std::uint64_t standing) {
    const std::uint64_t taken = std::min(standing, size - impact.filled);
    if (taken == 0) return false;
    impact.filled += taken;
    impact.worstTick = buys ? key : -key;
    impact.notional += static_cast<Uint128>(static_cast<std::uint64_t>(impact.worstTick)) * taken;
    return impact.filled < size;
  });
  return impact;
}

}  // namespace syndicate
