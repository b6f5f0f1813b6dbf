#include "smooth_hop.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

constexpr int newtonRounds = 60;
/** Two steps of a double: nearer than that roundings may move an iteration for ever. */
constexpr double settled = 4.5e-16;
/** A moving fee is a whole number of these, rounded down. */
constexpr double feeStep = 1e-10;
/** Of a balance: far enough for differences of slopes in doubles, near enough for a smooth curve. */
constexpr double differenceStep = 1e-5;

/** log(1 + z) for z >= 0 by the series of atanh: no library's own roundings. */
double logOnePlus(double z) {
  double doublings = 0;
  while (z > 0.5 && doublings < 2000) {
    // 1 + z = 2 (1 + (z - 1) / 2)
    z = (z - 1) / 2;
    doublings += 1;
  }
  const double s = z / (2 + z);
  const double square = s * s;
  double sum = 0;
  double power = s;
  for (int n = 1; n < 60 && std::abs(power) > 1e-19 * std::abs(s); n += 2) {
    sum += power / n;
    power *= square;
  }
  return 2 * sum + doublings * 0.693147180559945309417;
}

/** 1 - exp(-t) for t >= 0. */
double oneMinusExp(double t) {
  int halvings = 0;
  while (t > 0.25 && halvings < 60) {
    t /= 2;
    ++halvings;
  }
  double term = t;
  double sum = t;
  for (int n = 2; n < 30 && std::abs(term) > 1e-19 * t; ++n) {
    term *= -t / n;
    sum += term;
  }
  // 1 - exp(-2t) = p (2 - p)
  for (; halvings > 0; --halvings) sum *= 2 - sum;
  return sum;
}

}  // namespace

/** The output's share for a share going in, no fee. */
HopPoint SmoothHop::curveAt(double dx) const {
  switch (form_) {
    case Form::stableSwap:
      return stableSwapAt(dx);
    case Form::cubic:
      return cubicAt(dx);
    case Form::power:
      return powerAt(dx);
    case Form::crypto:
      return cryptoAt(dx);
  }
  return {};
}

HopPoint SmoothHop::stableSwapAt(double dx) const {
  const double x = x_ + dx;
  const double b = 2 * y_ + x + second_;
  const double q = dx * (y_ + first_ / (x_ * x));
  const double dy = 2 * q / (b + std::sqrt(std::max(b * b - 4 * q, 0.0)));
  const double y = y_ - dy;
  const double gy = 2 * y + x + second_;
  const double slope = (y + first_ / (x * x)) / gy;
  // -y'' of y^2 + (x + second) y = first / x, with dy counted downwards.
  const double bend = (-2 * first_ / (x * x * x) - 2 * slope + 2 * slope * slope) / gy;
  return {dy, slope, bend};
}

HopPoint SmoothHop::cubicAt(double dx) const {
  const double x = x_ + dx;
  const double q = dx * (2 * x_ + dx) * y_ + first_ * dx / (x_ * x);
  double dy = q / (3 * y_ * y_ + x * x);
  for (int i = 0; i < newtonRounds; ++i) {
    const double rest = q - dy * (3 * y_ * y_ - 3 * y_ * dy + dy * dy + x * x);
    const double left = y_ - dy;
    const double step = rest / (3 * left * left + x * x);
    dy += step;
    if (std::abs(step) <= settled * dy) break;
  }
  const double y = y_ - dy;
  const double gx = 3 * x * x * y + y * y * y;
  const double gy = x * x * x + 3 * x * y * y;
  const double slope = gx / gy;
  const double gxx = 6 * x * y;
  const double gxy = 3 * x * x + 3 * y * y;
  const double gyy = 6 * x * y;
  return {dy, slope, (gxx - 2 * gxy * slope + gyy * slope * slope) / gy};
}

HopPoint SmoothHop::powerAt(double dx) const {
  const double taken = oneMinusExp(first_ * logOnePlus(dx));
  const double slope = first_ * (1 - taken) / (1 + dx);
  return {taken, slope, -slope * (first_ + 1) / (1 + dx)};
}

/** The balance that makes A K0 gamma^2 (S - 1) = (1 / n^n) (1 - K0) (gamma + 1 - K0)^2 with D = 1, by Halley's steps from that of a constant product. */
HopPoint SmoothHop::cryptoAt(double dx) const {
  const double x = x_ + dx;
  const double others = x + third_;
  const double scale = count_ == 3 ? 27 * x * third_ : 4 * x;
  const double weight = first_ * second_ * second_;
  // What a change of K0 by `change`, and of the sum by 1, does to the difference of both sides.
  const auto slopeBy = [&](double k0, double sum, double change) {
    const double g = second_ + 1 - k0;
    return weight * (change * (sum - 1) + k0) + change * g * (g + 2 * (1 - k0));
  };
  double y = y_ * (x_ / x);
  for (int i = 0; i < newtonRounds; ++i) {
    const double k0 = scale * y;
    const double rest = 1 - k0;
    const double g = second_ + rest;
    const double slope = slopeBy(k0, others + y, scale);
    const double step = (weight * k0 * (others + y - 1) - rest * g * g) / slope;
    const double bend = 2 * scale * (weight - scale * (2 * g + rest));
    // Halley's divisor, where it does not turn the step round.
    const double turn = 1 - step * bend / (2 * slope);
    double next = y - (turn > 0.2 ? step / turn : step);
    if (!(next > 0)) next = y / 2;
    const double moved = std::abs(next - y);
    y = next;
    if (moved <= settled * y) break;
  }
  const double k0 = scale * y;
  return {y_ - y, slopeBy(k0, others + y, k0 / x) / slopeBy(k0, others + y, scale), 0};
}

double SmoothHop::unevenness(double output) const { return movingFee_ ? rounding_ + feeStep * output : rounding_; }

/** What a moving fee leaves of the output, by how even the balances are (1: wholly). */
HopPoint SmoothHop::keptWhen(double even) const {
  if (form_ == Form::stableSwap) {
    const double divisor = (feeShape_ - 1) * even + 1;
    const double fee = feeShape_ * fee_ / divisor;
    return {1 - fee, fee * (feeShape_ - 1) / divisor, 0};
  }
  const bool bends = feeShape_ > 0 || count_ == 2;
  const double divisor = feeShape_ + 1 - even;
  const double near = bends ? feeShape_ / divisor : even;
  return {1 - (fee_ * near + outFee_ * (1 - near)), (outFee_ - fee_) * (bends ? feeShape_ / (divisor * divisor) : 1), 0};
}

/** What the fee leaves of the output, and its slope: Curve's off-peg fee at the middle of the trade, a crypto pool's at its end. */
HopPoint SmoothHop::keptAt(double dx, const HopPoint& out) const {
  const double part = feePart();
  const double x = x_ + dx * part;
  const double y = y_ - out.value * part;
  const double sum = x + y + third_;
  const double n = count_;
  const double even = count_ == 3 ? 27 * x * y * third_ / (sum * sum * sum) : 4 * x * y / (sum * sum);
  const HopPoint kept = keptWhen(even);
  return {kept.value, kept.slope * part * even * ((1 / x - n / sum) - (1 / y - n / sum) * out.slope), 0};
}

/** Value and slope under a moving fee. */
HopPoint SmoothHop::keptOf(double dx) const {
  const HopPoint out = curveAt(dx);
  const HopPoint kept = keptAt(dx, out);
  return {out.value * kept.value, out.slope * kept.value + out.value * kept.slope, 0};
}

HopPoint SmoothHop::above(double input) const {
  const HopPoint point = curveAt(input * scaleIn_);
  return {point.value * kept_ * scaleOut_, point.slope * kept_ * scaleIn_ * scaleOut_, point.bend * kept_ * scaleIn_ * scaleIn_ * scaleOut_};
}

HopPoint SmoothHop::at(double input) const {
  if (!movingFee_) return above(input);
  const double dx = input * scaleIn_;
  const double step = differenceStep * x_;
  HopPoint point = keptOf(dx);
  point.bend = (keptOf(dx + step).slope - point.slope) / step;
  return {point.value * scaleOut_, point.slope * scaleIn_ * scaleOut_, point.bend * scaleIn_ * scaleIn_ * scaleOut_};
}

}  // namespace syndicate
