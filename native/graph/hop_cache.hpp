#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "hop_curve.hpp"
#include "market.hpp"
#include "place_table.hpp"
#include "smooth_hop.hpp"

namespace syndicate {

/** A tangent to a hop's curve. */
struct HopTangent {
  double input = 0;
  double value = 0;
  /** 0: none. */
  double slope = 0;

  double at(double where) const { return value + slope * (where - input); }
};

/** One pool in one direction, as a curve in doubles of whichever form it has. */
class HopShape {
 public:
  HopShape(const Market& market, std::uint32_t pool, bool zeroForOne);

  bool open = false;
  /** The beginning at the least fee: no slope is above its. */
  HopPoint start;
  /** What roundings of a hyperbolic pool may favour the trader by, in units of output. */
  double rounding = 0;

  /** The curve of a pool that is not hyperbolic, or null. */
  const SmoothHop* smooth() const { return std::get_if<SmoothHop>(&form_); }
  double unevenness(double output) const { return smooth() != nullptr ? smooth()->unevenness(output) : rounding; }
  /** Nothing where the hop takes no such amount. */
  std::optional<HopPoint> at(double input) const { return point<false>(input); }
  /** The same under the least fee: concave, and never below `at`. */
  std::optional<HopPoint> above(double input) const { return point<true>(input); }
  /** A line that the curve under the least fee never exceeds, touching it near an input: one of a few that are kept, where that is near enough. */
  std::optional<HopTangent> tangentNear(double input, std::size_t slot) const;
  static constexpr std::size_t tangentSlots = 3;
  /** Units out per unit in, under the least fee, that no input of at least so much exceeds: 0 where the hop takes none. */
  double mostRateFrom(double input) const;

 private:
  template <bool leastFee>
  std::optional<HopPoint> point(double input) const;
  /** Any answer of the curve's, or nothing where the hop takes no such amount. */
  template <bool leastFee>
  std::optional<HopPoint> taken(double input) const;

  /** Another's whole curve, or a hyperbolic pool's, at the range last asked for beyond the first: so many ranges further. */
  mutable std::variant<HopCurve, SmoothHop> form_;
  mutable std::uint32_t steps_ = 0;
  /** A hyperbolic pool's. */
  Moebius firstRange_;
  double firstEnd_ = 0;
  mutable std::array<HopTangent, tangentSlots> tangents_{};
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
  /** Begins anew where it has become large: what comes next as a rule asks for others. */
  void trim();
  std::size_t bytes() const { return places_.bytes() + shapes_.capacity() * sizeof(HopShape); }

 private:
  PlaceTable places_;
  std::vector<HopShape> shapes_;
};

}  // namespace syndicate
