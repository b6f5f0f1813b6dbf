#include "cycle_candidate.hpp"

#include <algorithm>
#include <utility>

namespace syndicate {
namespace {

constexpr std::size_t leastDrop = 256;
constexpr std::size_t leastLook = 128;
constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

}  // namespace

void CandidateList::takeFrom(double floor, Look look) {
  candidates_.clear();
  look_ = std::move(look);
  enough_ = floor;
  wanted_ = 0;
  nextLook_ = look_ ? leastLook : never;
}

void CandidateList::takeBest(std::size_t wanted, double share, double floor) {
  takeFrom(floor);
  wanted_ = wanted;
  share_ = share;
  nextLook_ = std::max(leastDrop, wanted < never / 8 ? 4 * wanted : never);
}

void CandidateList::add(const CycleCandidate& candidate, double worth) {
  if (candidate.netBound < enough_) return;
  candidates_.push_back(candidate);
  if (wanted_ == 1) enough_ = std::max(enough_, candidate.netBound - (1 - share_) * worth);
  if (candidates_.size() < nextLook_) return;
  if (wanted_ > 1) {
    const auto last = candidates_.begin() + static_cast<std::ptrdiff_t>(wanted_ - 1);
    std::nth_element(candidates_.begin(), last, candidates_.end(), [](const CycleCandidate& a, const CycleCandidate& b) { return a.netBound > b.netBound; });
    if (last->netBound > 0) enough_ = std::max(enough_, share_ * last->netBound);
  }
  drop();
  if (look_) {
    const Wanted wanted = look_(candidates_);
    candidates_.resize(wanted.count);
    enough_ = std::max(enough_, wanted.enough);
  }
  nextLook_ = std::max(nextLook_, 2 * candidates_.size());
}

void CandidateList::drop() {
  std::erase_if(candidates_, [&](const CycleCandidate& each) { return each.netBound < enough_; });
}

std::span<CycleCandidate> CandidateList::kept() {
  drop();
  return candidates_;
}

}  // namespace syndicate
