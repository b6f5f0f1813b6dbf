#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "hop_curve.hpp"
#include "market.hpp"
#include "place_table.hpp"
#include "smooth_hop.hpp"

namespace syndicate {

/** One pool in one direction, as a curve in doubles of whichever form it has. */
class HopShape {
 public:
  /** A hyperbolic pool's first range, or another's whole curve. */
  std::variant<HopCurve, SmoothHop> form;
  bool open = false;
  /** The beginning at the least fee: no slope is above its. */
  HopPoint start;
  /** What roundings of a hyperbolic pool may favour the trader by, in units of output. */
  double rounding = 0;

  /** The curve of a pool that is not hyperbolic, or null. */
  const SmoothHop* smooth() const { return std::get_if<SmoothHop>(&form); }
  double unevenness(double output) const { return smooth() != nullptr ? smooth()->unevenness(output) : rounding; }
  /** Nothing where the hop takes no such amount. */
  std::optional<HopPoint> at(double input) const { return point<false>(input); }
  /** The same under the least fee: concave, and never below `at`. */
  std::optional<HopPoint> above(double input) const { return point<true>(input); }
  /** Units out per unit in, under the least fee, that no input of at least so much exceeds: 0 where the hop takes none. */
  double mostRateFrom(double input) const;

 private:
  template <bool leastFee>
  std::optional<HopPoint> point(double input) const;
  /** Any answer of the curve's, or nothing where the hop takes no such amount. */
  template <bool leastFee>
  std::optional<HopPoint> taken(double input) const;
};

/** Shapes of the hops that one search has met, so that none is made twice. Keeps its memory from search to search. */
class HopCache {
 public:
  /** Whenever a state of the market may have changed. */
  void clear();
  /** Place of a hop's shape. */
  std::uint32_t place(const Market& market, std::uint32_t pool, bool zeroForOne);
  /** Valid until the next `place`. */
  const HopShape& operator[](std::uint32_t place) const { return shapes_[place]; }
  std::size_t bytes() const { return places_.bytes() + shapes_.capacity() * sizeof(HopShape); }

 private:
  PlaceTable places_;
  std::vector<HopShape> shapes_;
};

}  // namespace syndicate
