#pragma once

#include "window.hpp"

namespace syndicate::indicators {

/** Mean of the last `period` values. */
class SimpleAverage {
 public:
  explicit SimpleAverage(std::size_t period) : window_(period) {}

  bool next(double x, double& y) {
    const bool wasFull = window_.isFull();
    const double old = window_.push(x);
    sum_ += x;
    if (wasFull) sum_ -= old;
    if (!window_.isFull()) return false;
    y = sum_ / static_cast<double>(window_.size());
    return true;
  }

 private:
  Window window_;
  double sum_ = 0;
};

}  // namespace syndicate::indicators
