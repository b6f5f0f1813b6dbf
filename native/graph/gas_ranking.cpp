#include "gas_ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

constexpr double nothing = -std::numeric_limits<double>::infinity();
constexpr std::size_t blockSize = 64;

bool ranksBefore(const RankedNet& a, const RankedNet& b) { return a.net != b.net ? a.net > b.net : a.slot < b.slot; }

}  // namespace

void GasRanking::put(std::uint32_t slot, Int128 worthWei, std::uint32_t gasUnits) {
  if (slot >= worth_.size()) {
    worth_.resize(slot + 1, 0);
    worthUp_.resize(slot + 1, nothing);
    gasDown_.resize(slot + 1, 0);
    gasUnits_.resize(slot + 1, 0);
  }
  worth_[slot] = worthWei;
  const auto worth = static_cast<double>(worthWei);
  worthUp_[slot] = worth + std::abs(worth) * 0x1p-51;
  gasUnits_[slot] = gasUnits;
  // A float, because the pass over all slots is as fast as memory is.
  gasDown_[slot] = static_cast<float>(static_cast<double>(gasUnits) * (1 - 0x1p-23));
}

void GasRanking::remove(std::uint32_t slot) {
  if (slot < worthUp_.size()) worthUp_[slot] = nothing;
}

std::span<const RankedNet> GasRanking::top(Uint128 gasPrice, std::size_t count) {
  best_.clear();
  if (count == 0) return best_;
  const double priceDown = static_cast<double>(gasPrice) * (1 - 0x1p-51);
  // Rounding keeps order: a slot whose exact net reaches the worst kept one has an upper estimate that reaches that one's double.
  double least = std::numeric_limits<double>::lowest();
  for (std::size_t first = 0; first < worth_.size(); first += blockSize) {
    const std::size_t end = std::min(first + blockSize, worth_.size());
    double highest = nothing;
    for (std::size_t i = first; i < end; ++i) {
      const double upper = worthUp_[i] - static_cast<double>(gasDown_[i]) * priceDown;
      highest = upper > highest ? upper : highest;
    }
    if (highest < least) continue;
    for (std::size_t i = first; i < end; ++i) {
      if (worthUp_[i] - static_cast<double>(gasDown_[i]) * priceDown < least) continue;
      const RankedNet next{worth_[i] - static_cast<Int128>(gasPrice * gasUnits_[i]), static_cast<std::uint32_t>(i)};
      if (best_.size() == count) {
        if (!ranksBefore(next, best_.front())) continue;
        std::pop_heap(best_.begin(), best_.end(), ranksBefore);
        best_.pop_back();
      }
      best_.push_back(next);
      std::push_heap(best_.begin(), best_.end(), ranksBefore);
      if (best_.size() == count) least = static_cast<double>(best_.front().net);
    }
  }
  std::sort_heap(best_.begin(), best_.end(), ranksBefore);
  return best_;
}

}  // namespace syndicate
