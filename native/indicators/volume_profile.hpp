#pragma once

#include <cstddef>
#include <deque>
#include <span>

namespace syndicate::indicators {

/** Volume by price: each bar's spread evenly over the rows between its low and its high. Rows are `rowSize` high; row n begins at n * rowSize. */
class VolumeProfile {
 public:
  /** Rows that a profile may span. */
  static constexpr std::size_t mostRows = 65'536;

  explicit VolumeProfile(double rowSize) : rowSize_(rowSize) {}

  /** False, and nothing taken, when the profile would span too many rows. high is no less than low, volume no less than 0, all are finite. */
  bool add(double high, double low, double volume);

  /** The first row's number; of an empty profile 0. */
  double firstRow() const { return static_cast<double>(first_); }
  const std::deque<double>& rows() const { return rows_; }

  struct ValueArea {
    std::size_t control = 0;
    std::size_t low = 0;
    std::size_t high = 0;
  };
  /** The row with the most volume (of equal ones the lowest), and the rows round it that hold `share` of all volume: it grows by the fuller neighbour, of equal ones upwards. */
  ValueArea valueArea(double share) const;

 private:
  double rowSize_;
  long long first_ = 0;
  std::deque<double> rows_;
};

}  // namespace syndicate::indicators
