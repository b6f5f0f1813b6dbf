#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "hop_curve.hpp"
#include "market.hpp"
#include "place_table.hpp"
#include "smooth_hop.hpp"

namespace syndicate {

/** Of the shapes of one search: what few of them need beside themselves. */
struct HopForms {
  struct Ranges {
    HopCurve curve;
    std::uint32_t steps = 0;
    /** Whose they are: a pool's index twice, plus 1 where token0 goes in. */
    std::uint32_t hop = 0;
  };
  const Market* market = nullptr;
  /** Whole curves of pools that are not hyperbolic. */
  std::vector<SmoothHop> smooth;
  /** Pools with ticks that were asked for more than their first range, the last so many: at the range last asked for, so many ranges further. */
  std::vector<Ranges> ranges;
  std::uint32_t nextRanges = 0;
};

/** One pool in one direction, as a curve in doubles of whichever form it has. */
class HopShape {
 public:
  HopShape(HopForms& forms, std::uint32_t pool, bool zeroForOne);

  bool open() const { return open_; }
  /** The beginning at the least fee. */
  HopPoint start() const;
  /** No slope under the least fee is above that of the beginning. */
  double mostSlope() const { return mostSlope_; }
  /** The curve of a pool that is not hyperbolic, or null. */
  const SmoothHop* smooth() const { return isSmooth_ ? &forms_->smooth[form_] : nullptr; }
  /** What roundings may favour the trader by, in units of output. */
  double unevenness(double output) const;
  /** Nothing where the hop takes no such amount. */
  std::optional<HopPoint> at(double input) const { return point<false>(input); }
  /** The same under the least fee: concave, and never below `at`. */
  std::optional<HopPoint> above(double input) const { return point<true>(input); }
  /** Units out per unit in, under the least fee, that no input of at least so much exceeds: 0 where the hop takes none. */
  double mostRateFrom(double input) const;

 private:
  static constexpr std::uint32_t none = ~0U;

  template <bool leastFee>
  std::optional<HopPoint> point(double input) const;
  /** Any answer of the curve's, or nothing where the hop takes no such amount. */
  template <bool leastFee>
  std::optional<HopPoint> taken(double input) const;
  HopPoint onFirstRange(double input) const;

  HopForms::Ranges& ranges() const;

  HopForms* forms_;
  double mostSlope_ = 0;
  /** A hyperbolic pool's first range, a x / (c x + d), and the input where it ends. */
  double a_ = 0;
  double c_ = 0;
  double d_ = 0;
  double determinant_ = 0;
  double firstEnd_ = 0;
  /** A pool's index twice, plus 1 where token0 goes in. */
  std::uint32_t hop_;
  /** Its place among the forms. */
  mutable std::uint32_t form_ = none;
  bool open_ = false;
  bool isSmooth_ = false;
  /** A fee is rounded down, which gives the trader up to a unit of input. */
  bool roundsFee_ = false;
};

/** Shapes of the hops that one search has met, so that none is made twice. Keeps its memory from search to search. */
class HopCache {
 public:
  HopCache() = default;
  HopCache(const HopCache&) = delete;
  HopCache& operator=(const HopCache&) = delete;

  /** Whenever a state of the market may have changed. */
  void clear();
  /** Place of a hop's shape; of one market until `clear`. */
  std::uint32_t place(const Market& market, std::uint32_t pool, bool zeroForOne);
  /** Valid until the next `place`. */
  const HopShape& operator[](std::uint32_t place) const { return shapes_[place]; }
  /** Begins anew where it has become large: what comes next as a rule asks for others. */
  void trim();
  std::size_t bytes() const;

 private:
  PlaceTable<std::uint32_t> places_;
  std::vector<HopShape> shapes_;
  HopForms forms_;
};

}  // namespace syndicate
