#include "queue_position.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

/** How likely it is that what was cancelled stood behind an order. */
double shareBehind(double ahead, double behind) {
  const double front = std::log1p(ahead);
  const double back = std::log1p(behind);
  return front + back == 0 ? 1 : back / (front + back);
}

}  // namespace

void QueuePosition::trade(double size) {
  const double before = std::min(ahead_, size);
  const double ours = std::min(size_ - filled_, size - before);
  ahead_ -= before;
  filled_ += ours;
  traded_ += size - ours;
}

void QueuePosition::tradeThrough() {
  ahead_ = 0;
  filled_ = size_;
}

void QueuePosition::setLevel(double size) {
  const double cancelled = level_ - traded_ - size;
  traded_ = 0;
  level_ = size;
  if (cancelled > 0) {
    const double behind = std::max(0.0, size + cancelled - ahead_);
    ahead_ -= std::min(ahead_, cancelled * (1 - shareBehind(ahead_, behind)));
  }
  ahead_ = std::min(ahead_, size);
}

}  // namespace syndicate
