#include "mark_outs.hpp"

#include <algorithm>

namespace syndicate {
namespace {

constexpr double basisPoints = 1e4;

}  // namespace

MarkOuts::MarkOuts(std::span<const double> horizonsMs, bool keepsSettled) : keepsSettled_(keepsSettled) {
  for (const double horizonMs : horizonsMs) horizons_.emplace_back().sums.horizonMs = horizonMs;
}

void MarkOuts::price(double atMs, double mid) {
  const double before = midCount_ == 0 ? mid : mids_[(midCount_ - 1) % midsKept].mid;
  for (Horizon& horizon : horizons_) settle(horizon, atMs, before);
  mids_[midCount_++ % midsKept] = {atMs, mid};
}

void MarkOuts::trade(double atMs, double price, double size, bool takerBuys) {
  const std::size_t oldest = midCount_ - std::min(midCount_, midsKept);
  for (std::size_t i = midCount_; i-- > oldest;) {
    const Mid& before = mids_[i % midsKept];
    if (before.atMs >= atMs) continue;
    for (Horizon& horizon : horizons_) {
      horizon.pending.push_back({atMs + horizon.sums.horizonMs, takerBuys ? 1.0 : -1.0, size, price, before.mid});
    }
    return;
  }
}

void MarkOuts::settle(Horizon& horizon, double atMs, double mid) {
  MarkOut& sums = horizon.sums;
  while (!horizon.pending.empty() && horizon.pending.front().dueMs < atMs) {
    const Pending next = horizon.pending.front();
    horizon.pending.pop_front();
    const double effective = next.sign * (next.price - next.mid) / next.mid * basisPoints;
    const double realised = next.sign * (next.price - mid) / next.mid * basisPoints;
    sums.trades += 1;
    sums.size += next.size;
    sums.effective += next.size * effective;
    sums.realised += next.size * realised;
    if (keepsSettled_) settled_.push_back({sums.horizonMs, next.dueMs - sums.horizonMs, next.size, effective, realised});
  }
}

std::size_t MarkOuts::takeSettled(std::span<SettledTrade> room) {
  const std::size_t count = std::min(room.size(), settled_.size());
  std::copy_n(settled_.begin(), count, room.begin());
  settled_.erase(settled_.begin(), settled_.begin() + static_cast<std::ptrdiff_t>(count));
  return count;
}

MarkOut MarkOuts::report(std::size_t horizon) const {
  MarkOut means = horizons_[horizon].sums;
  if (means.size == 0) return {means.horizonMs, means.trades, 0, 0, 0};
  means.effective /= means.size;
  means.realised /= means.size;
  return means;
}

}  // namespace syndicate
