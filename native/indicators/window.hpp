#pragma once

#include <cstddef>
#include <vector>

namespace syndicate::indicators {

/** The last `size` values; memory is taken once. */
class Window {
 public:
  explicit Window(std::size_t size) : values_(size == 0 ? 1 : size, 0.0), size_(size) {}

  /** Takes a value and answers the one that it pushes out; 0 until the window was full. */
  double push(double value) {
    if (size_ == 0) return value;
    const double old = values_[at_];
    values_[at_] = value;
    if (++at_ == size_) at_ = 0;
    if (count_ < size_) ++count_;
    return old;
  }

  std::size_t size() const { return size_; }
  std::size_t count() const { return count_; }
  bool isFull() const { return count_ == size_; }
  /** Of a full window. */
  double oldest() const { return values_[at_]; }
  /** age 0 is the newest. */
  double newest(std::size_t age = 0) const { return values_[at_ > age ? at_ - 1 - age : at_ + size_ - 1 - age]; }

  /** Each value of a full window, the oldest first. */
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t i = at_; i < size_; ++i) visit(values_[i]);
    for (std::size_t i = 0; i < at_; ++i) visit(values_[i]);
  }

 private:
  std::vector<double> values_;
  std::size_t size_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
};

}  // namespace syndicate::indicators
