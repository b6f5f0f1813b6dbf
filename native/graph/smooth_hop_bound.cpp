#include <algorithm>
#include <cmath>
#include <limits>

#include "smooth_hop.hpp"

namespace syndicate {
namespace {

/** Of a balance: the first of the inputs, each twice the one before, between which a hyperbola is laid above the curve. */
constexpr double firstShare = 0x1p-18;
constexpr int intervals = 24;
constexpr double margin = 1e-12;
/** A moving fee is a whole number of these, rounded down. */
constexpr double feeStep = 1e-10;
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

/** No more than this share of the output is left by the fee for inputs from `low` to `high`, which pay `fromLow` and `fromHigh`. */
double SmoothHop::mostKept(double low, double high, double fromLow, double fromHigh) const {
  if (!movingFee_ || fee_ > outFee_) return kept_;
  // A fee is least where balances are most even: no more so than the most of each beside the least of their sum.
  const double part = feePart();
  const double sum = x_ + low * part + y_ - fromHigh * part + third_;
  const double product = (x_ + high * part) * (y_ - fromLow * part);
  const double even = count_ == 3 ? 27 * third_ * product / (sum * sum * sum) : 4 * product / (sum * sum);
  return std::min(kept_, keptWhen(std::min(even, 1.0)).value + feeStep);
}

/**
 * A hyperbola r x / (1 + d x) lies above the curve f where d <= r / f(x) - 1 / x. The curve before fees being concave, from an input a on it stays below its
 * tangent t there, and r / t(x) - 1 / x has no minimum between two inputs, so the lower of its values at both is a bound for all between; the most that a fee
 * leaves in between, k, makes it r / k. Before the first input nothing is: there the hyperbola may lie below the curve by r d a^2, which is slack. What the
 * stored invariant lies off the balances is paid by the first unit already, and slack too.
 */
HopTerm SmoothHop::term() const {
  if (!open_) return {};
  const HopPoint start = curveAt(0);
  if (form_ == Form::power) {
    const double rate = start.slope * scaleIn_ * scaleOut_ * kept_ * (1 + 1e-11);
    return {rate, std::min(first_, (first_ + 1) / 2) * scaleIn_ * (1 - margin), rounding_};
  }
  struct Interval {
    double low, paid, tangent, kept;
  };
  std::array<Interval, intervals> all;
  const double first = x_ * firstShare;
  double low = first;
  HopPoint at = curveAt(low);
  double rate = start.slope * mostKept(0, low, start.value, at.value);
  for (Interval& each : all) {
    const HopPoint next = curveAt(2 * low);
    const double paid = at.value - start.value;
    each = {low, paid, paid + std::min(at.slope * (1 + margin), paid / low) * low, mostKept(low, 2 * low, at.value, next.value)};
    // The average price falls while a fee may fall too.
    rate = std::max(rate, each.kept * paid / low);
    low *= 2;
    at = next;
  }
  rate *= 1 + 1e-11;
  double drag = rate / (kept_ * y_) - 1 / low;
  for (const Interval& each : all) {
    const double least = rate / each.kept * (1 - margin);
    drag = std::min({drag, least / each.paid - 1 / each.low, least / each.tangent - 0.5 / each.low});
  }
  const double slack = std::max(start.value, 0.0) * scaleOut_ + rounding_;
  const HopTerm straight{rate * scaleIn_ * scaleOut_, 0, slack};
  if (!(drag > 0) || !std::isfinite(drag)) return straight;
  // Twice, for what doubles lose of the first difference.
  return {straight.rate, drag * scaleIn_ * (1 - 1e-9), slack + 2 * rate * drag * first * first * scaleOut_};
}

}  // namespace syndicate
