#pragma once

#include <cstddef>

#include "../amm/uniswap_v2.hpp"
#include "../amm/uniswap_v3.hpp"

namespace syndicate {

/** y = (a x + b) / (c x + d): what a chain of constant-product ranges does to an amount. Scale is free. */
struct Moebius {
  double a = 1;
  double b = 0;
  double c = 0;
  double d = 1;
  double determinant = 1;

  double at(double x) const { return (a * x + b) / (c * x + d); }
  double slopeAt(double x) const { return determinant / ((c * x + d) * (c * x + d)); }
  double inverseAt(double y) const { return (d * y - b) / (a - c * y); }
  /** This one first, then `next`. */
  Moebius then(const Moebius& next) const;
};

/**
 * One hop's output as a function of its input, in doubles, for first guesses: a single hyperbola for V2, one per range
 * between initialised ticks for V3. Starts in the range of the current price; `advance` goes to the next one with liquidity.
 */
class HopCurve {
 public:
  HopCurve() = default;
  explicit HopCurve(const V2Side& side);
  /** A constant product of any size; `kept` is what the fee leaves of the input. */
  HopCurve(double reserveIn, double reserveOut, double kept);
  /** Keeps a reference to the pool's ticks. */
  HopCurve(const V3State& pool, bool zeroForOne);

  /** False when nothing can be swapped in this direction (any more). */
  bool open() const { return open_; }
  const Moebius& range() const { return range_; }
  /** Input, counted from the hop's beginning, at which the range ends; infinity when it does not. */
  double inputEnd() const { return inputEnd_; }
  /** At which it begins. */
  double inputStart() const { return inputStart_; }
  bool advance();
  /** Back to the first range, of a pool with ticks. */
  void restart();

 private:
  bool enterRange();
  void setRange(double reserveIn, double reserveOut);

  const V3State* pool_ = nullptr;
  bool zeroForOne_ = true;
  bool open_ = false;
  double kept_ = 1;
  double price_ = 0;
  double edgePrice_ = 0;
  Uint128 liquidity_ = 0;
  std::ptrdiff_t tickIndex_ = 0;
  double inputStart_ = 0;
  double outputStart_ = 0;
  double inputEnd_ = 0;
  double outputEnd_ = 0;
  Moebius range_;
};

}  // namespace syndicate
