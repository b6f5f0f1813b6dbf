#include "hop_cache.hpp"

#include <algorithm>
#include <cmath>

#include "make_room.hpp"

namespace syndicate {
namespace {

constexpr std::size_t mostShapes = 1000;
constexpr std::size_t mostRanges = 1024;

HopPoint onRange(const Moebius& range, double input) {
  const double slope = range.slopeAt(input);
  return {range.at(input), slope, -2 * range.c / (range.c * input + range.d) * slope};
}

}  // namespace

HopShape::HopShape(HopForms& forms, std::uint32_t index, bool zeroForOne) : forms_(&forms), hop_(2 * index + (zeroForOne ? 1 : 0)) {
  const Market& market = *forms.market;
  const MarketPool& pool = market.pools()[index];
  isSmooth_ = !isHyperbolic(pool.definition.kind);
  if (isSmooth_) {
    makeRoom(forms.smooth);
    const SmoothHop& hop = forms.smooth.emplace_back(market.smooth(pool, zeroForOne));
    form_ = static_cast<std::uint32_t>(forms.smooth.size() - 1);
    open_ = hop.open();
    if (open_) mostSlope_ = hop.above(0).slope;
    return;
  }
  const HopCurve hop = market.curve(pool, zeroForOne);
  open_ = hop.open();
  if (!open_) return;
  // The first range begins at nothing for nothing: its b is 0.
  a_ = hop.range().a;
  determinant_ = hop.range().determinant;
  c_ = hop.range().c;
  d_ = hop.range().d;
  firstEnd_ = hop.inputEnd();
  mostSlope_ = onFirstRange(0).slope;
  roundsFee_ = pool.definition.kind == PoolKind::solidlyVolatile;
}

HopPoint HopShape::start() const { return isSmooth_ ? forms_->smooth[form_].above(0) : onFirstRange(0); }

double HopShape::unevenness(double output) const {
  if (isSmooth_) return forms_->smooth[form_].unevenness(output);
  return roundsFee_ ? 1 + mostSlope_ : 0;
}

HopPoint HopShape::onFirstRange(double input) const {
  const double below = c_ * input + d_;
  const double slope = determinant_ / (below * below);
  return {a_ * input / below, slope, -2 * c_ / below * slope};
}

HopForms::Ranges& HopShape::ranges() const {
  std::vector<HopForms::Ranges>& all = forms_->ranges;
  if (form_ < all.size() && all[form_].hop == hop_) return all[form_];
  const Market& market = *forms_->market;
  const HopForms::Ranges own{market.curve(market.pools()[hop_ >> 1], (hop_ & 1) != 0), 0, hop_};
  if (all.size() < mostRanges) {
    form_ = static_cast<std::uint32_t>(all.size());
    makeRoom(all);
    return all.emplace_back(own);
  }
  form_ = forms_->nextRanges++ % mostRanges;
  return all[form_] = own;
}

template <bool leastFee>
std::optional<HopPoint> HopShape::taken(double input) const {
  if (isSmooth_) {
    const SmoothHop& curve = forms_->smooth[form_];
    if (input > curve.mostInput()) return std::nullopt;
    return leastFee ? curve.above(input) : curve.at(input);
  }
  if (!(input > firstEnd_)) return onFirstRange(input);
  HopForms::Ranges& last = ranges();
  // Inputs asked for one after the other are near to each other: the range of the last one is as a rule that of the next.
  if (last.steps > 0 && !(input > last.curve.inputStart())) {
    last.curve.restart();
    last.steps = 0;
  }
  for (; input > last.curve.inputEnd(); ++last.steps) {
    // A swap of more steps than this is refused.
    if (last.steps == maxStepsOfHop || !last.curve.advance()) return std::nullopt;
  }
  return onRange(last.curve.range(), input);
}

template <bool leastFee>
std::optional<HopPoint> HopShape::point(double input) const {
  const auto hop = taken<leastFee>(input);
  return hop && std::isfinite(hop->value) && hop->slope > 0 ? hop : std::nullopt;
}

double HopShape::mostRateFrom(double input) const {
  if (!open_) return 0;
  const auto hop = taken<true>(input);
  if (!hop) return 0;
  // The curve stays below its tangent, which stays below a line through 0 and where it touches, or below one of its own slope.
  const double most = std::max(hop->value / input, hop->slope);
  return std::isfinite(most) ? std::min(most, mostSlope_) : mostSlope_;
}

template std::optional<HopPoint> HopShape::point<false>(double input) const;
template std::optional<HopPoint> HopShape::point<true>(double input) const;

void HopCache::clear() {
  places_.clear();
  shapes_.clear();
  forms_.smooth.clear();
  forms_.ranges.clear();
}

void HopCache::trim() {
  if (shapes_.size() > mostShapes) clear();
}

std::uint32_t HopCache::place(const Market& market, std::uint32_t pool, bool zeroForOne) {
  forms_.market = &market;
  const auto found = places_.of(2 * pool + (zeroForOne ? 1 : 0));
  if (found.isNew) {
    makeRoom(shapes_);
    shapes_.emplace_back(forms_, pool, zeroForOne);
  }
  return found.place;
}

std::size_t HopCache::bytes() const {
  return places_.bytes() + shapes_.capacity() * sizeof(HopShape) + forms_.smooth.capacity() * sizeof(SmoothHop) +
         forms_.ranges.capacity() * sizeof(HopForms::Ranges);
}

}  // namespace syndicate
