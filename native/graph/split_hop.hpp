#pragma once

#include <limits>
#include <vector>

#include "market.hpp"
#include "optimal_input.hpp"

namespace syndicate {

/**
 * One pool of a leg in doubles: what it pays for an input, and the input at which its price has come down to a given one. Where to look for a
 * distribution, never an amount. Ranges of V3 and V4 pools are read when an input first reaches them.
 */
class SplitHop {
 public:
  /** `budget`: evaluations left to all curves together; once they are used up, every input is refused. It outlives the hop. */
  void start(const Market& market, const CycleHop& hop, int& budget);

  /** False when nothing can be swapped. */
  bool open() const { return open_; }
  /** Its price may get better with size: equal slopes are then no proof of a best distribution. */
  bool hasMovingFee() const { return isSmooth_ && smooth_.hasMovingFee(); }
  /** The slope at the beginning. */
  double rate() const { return rate_; }
  /** False, and `point` as it was, for an input that the pool refuses. */
  bool at(double input, HopPoint& point) const;
  /** The input at which the slope falls to `slope`: 0 where it begins below, the last that is taken where it stays above. */
  double inputAtSlope(double slope) const;

 private:
  struct Range {
    Moebius curve;
    double inputStart = 0;
    double inputEnd = 0;
  };

  bool spend() const;
  bool readRange() const;
  double smoothInputAt(double slope) const;

  int* budget_ = nullptr;
  bool open_ = false;
  bool isSmooth_ = false;
  double rate_ = 0;
  SmoothHop smooth_;
  HopPoint start_;
  /** The last input of a smooth curve that was asked: as a rule the next lies near it. */
  mutable double lastInput_ = 0;
  mutable HopPoint last_;
  mutable HopCurve next_;
  mutable std::vector<Range> ranges_;
  mutable bool isRead_ = false;
};

}  // namespace syndicate
