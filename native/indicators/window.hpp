#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
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

  /** Holds the last values of a column that has at least as many, the newest at its end. */
  void fill(const double* end) {
    for (std::size_t i = 0; i < size_; ++i) values_[i] = *(end - size_ + i);
    at_ = 0;
    count_ = size_;
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

/** Sum of the last `size` values. */
class MovingSum {
 public:
  explicit MovingSum(std::size_t size) : window_(size) {}

  /** True once the window is full. */
  bool push(double value) {
    // The old one goes first, as in both libraries: of equal values nothing is left over.
    sum_ -= window_.push(value);
    sum_ += value;
    return window_.isFull();
  }

  void fill(const double* end, double sum) {
    window_.fill(end);
    sum_ = sum;
  }

  bool isFull() const { return window_.isFull(); }
  double sum() const { return sum_; }
  double mean() const { return sum_ / static_cast<double>(window_.size()); }
  const Window& window() const { return window_; }

 private:
  Window window_;
  double sum_ = 0;
};

/** Sums of the last `size` values and of their squares. Tulip multiplies by 1 / size where TA-Lib divides, which tells what is left of a flat series. */
template <bool Talib>
class Moments {
 public:
  explicit Moments(std::size_t size) : window_(size), scale_(1.0 / static_cast<double>(size)) {}

  bool push(double value) {
    const double old = window_.push(value);
    if constexpr (Talib) {
      sum_ -= old;
      squares_ -= old * old;
    }
    sum_ += value;
    squares_ += value * value;
    if constexpr (!Talib) {
      sum_ -= old;
      squares_ -= old * old;
    }
    return window_.isFull();
  }

  void fill(const double* end, double sum, double squares) {
    window_.fill(end);
    sum_ = sum;
    squares_ = squares;
  }

  double sum() const { return sum_; }
  double squares() const { return squares_; }
  double mean() const { return part(sum_); }
  double variance() const { return part(squares_) - mean() * mean(); }
  /** 0 where rounding leaves a flat series a variance below 0; Tulip's has no number there. */
  double deviation() const { return std::sqrt(std::max(variance(), 0.0)); }
  const Window& window() const { return window_; }

 private:
  double part(double sum) const { return Talib ? sum / static_cast<double>(window_.size()) : sum * scale_; }

  Window window_;
  double scale_;
  double sum_ = 0;
  double squares_ = 0;
};

/** The greatest (or, with `Least`, the least) of the last `size` values and how long ago it was; of equal ones the latest. */
template <bool Least>
class Extreme {
 public:
  explicit Extreme(std::size_t size) : values_(size), places_(size), size_(size) {}

  bool push(double value) {
    if (held_ > 0 && places_[first_] + size_ <= bars_) {
      first_ = next(first_);
      --held_;
    }
    while (held_ > 0 && !isBeyond(values_[last()], value)) --held_;
    const std::size_t place = (first_ + held_) % size_;
    values_[place] = value;
    places_[place] = bars_;
    ++held_;
    ++bars_;
    return bars_ >= size_;
  }

  double value() const { return values_[first_]; }
  /** Bars ago; 0 is the newest. */
  std::size_t age() const { return static_cast<std::size_t>(bars_ - 1 - places_[first_]); }

 private:
  static bool isBeyond(double held, double value) { return Least ? held < value : held > value; }
  std::size_t next(std::size_t place) const { return place + 1 == size_ ? 0 : place + 1; }
  std::size_t last() const { return (first_ + held_ - 1) % size_; }

  std::vector<double> values_;
  std::vector<std::uint64_t> places_;
  std::size_t size_;
  std::size_t first_ = 0;
  std::size_t held_ = 0;
  std::uint64_t bars_ = 0;
};

using Highest = Extreme<false>;
using Lowest = Extreme<true>;

}  // namespace syndicate::indicators
