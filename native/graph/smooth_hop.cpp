#include "smooth_hop.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

constexpr double wadDouble = 1e18;
constexpr double feeUnit = 1e10;
/** A moving fee is a whole number of these, rounded down. */
constexpr double feeStep = 1e-10;
/** Of a balance: far enough for differences of slopes in doubles, near enough for a smooth curve. */
constexpr double differenceStep = 1e-5;
constexpr int newtonRounds = 60;
constexpr double infinity = std::numeric_limits<double>::infinity();
/** Of a balance: the first of the inputs, each twice the one before, between which a drag is bounded. */
constexpr double firstDragShare = 0x1p-14;
constexpr int dragIntervals = 20;
/** What a crypto pool's iteration leaves open, of its invariant. */
constexpr double cryptoTolerance = 4e-14;
/** Balancer V2 and V3 weighted pools take at most this of a balance. */
constexpr double mostWeightedShare = 0.3;

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

bool isUsable(double value) { return value > 0 && std::isfinite(value); }

}  // namespace

/** One invariant D = 1: y^2 + (x + second) y = first / x, the other balances standing still. */
void SmoothHop::setStableSwap(const std::array<double, maxCoins>& shares, std::size_t count, double amplification, const CoinPair& pair) {
  form_ = Form::stableSwap;
  double others = 0;
  double constant = 1 / amplification;
  for (std::size_t i = 0; i < count; ++i) {
    constant /= static_cast<double>(count);
    if (i == pair.in || i == pair.out) continue;
    others += shares[i];
    constant /= shares[i];
  }
  x_ = shares[pair.in];
  y_ = shares[pair.out];
  first_ = constant;
  second_ = others + 1 / amplification - 1;
  mostInput_ = std::numeric_limits<double>::infinity();
}

SmoothHop::SmoothHop(const CurveStableState& pool, const CurvePoint& at, const CoinPair& pair) {
  if (at.error != QuoteError::none || !areDifferent(pair, pool.count)) return;
  const double invariant = at.invariant.value.toDouble();
  std::array<double, maxCoins> shares{};
  for (std::size_t i = 0; i < pool.count; ++i) shares[i] = at.xp[i].value.toDouble() / invariant;
  setStableSwap(shares, pool.count, pool.amp.toDouble() / pool.ampPrecision.toDouble() * static_cast<double>(pool.count), pair);
  scaleIn_ = pool.rates[pair.in].toDouble() / wadDouble / invariant;
  scaleOut_ = invariant * wadDouble / pool.rates[pair.out].toDouble();
  fee_ = pool.fee.toDouble() / feeUnit;
  const double multiplier = pool.offpegMultiplier.toDouble() / feeUnit;
  movingFee_ = multiplier > 1;
  feeShape_ = multiplier;
  kept_ = movingFee_ ? 1 - fee_ + feeStep : 1 - fee_;
  slack_ = 2 + 4 * scaleOut_ / invariant;
  finish();
}

SmoothHop::SmoothHop(const BalancerStableState& state, const CoinPair& pair) {
  const BalancerPool& pool = state.pool;
  if (!areDifferent(pair, pool.count) || pair.in == state.bptIndex || pair.out == state.bptIndex) return;
  // The pool's own share does not trade; places move up behind it.
  std::array<double, maxCoins> balances{};
  std::size_t count = 0;
  CoinPair own;
  double sum = 0;
  for (std::size_t i = 0; i < pool.count; ++i) {
    if (i == state.bptIndex) continue;
    if (i == pair.in) own.in = count;
    if (i == pair.out) own.out = count;
    balances[count] = scaledBalance(pool, i).value.toDouble();
    if (!isUsable(balances[count])) return;
    sum += balances[count++];
  }
  const double n = static_cast<double>(count);
  const double amplification = state.amp.toDouble() / state.ampPrecision.toDouble() * n;
  double invariant = sum;
  for (int i = 0; i < newtonRounds; ++i) {
    double product = invariant;
    for (std::size_t j = 0; j < count; ++j) product *= invariant / (balances[j] * n);
    const double before = invariant;
    invariant = (amplification * sum + product * n) * invariant / ((amplification - 1) * invariant + (n + 1) * product);
    if (std::abs(invariant - before) <= 1e-15 * invariant) break;
  }
  for (std::size_t i = 0; i < count; ++i) balances[i] /= invariant;
  setStableSwap(balances, count, amplification, own);
  const bool live = pool.vault == BalancerVault::v3;
  const auto factor = [&](std::size_t coin) {
    const double scaling = pool.scalingFactors[coin].toDouble() / wadDouble;
    return live ? scaling * pool.rates[coin].toDouble() / wadDouble : scaling;
  };
  scaleIn_ = factor(pair.in) * (1 - pool.swapFee.toDouble() / wadDouble) / invariant;
  scaleOut_ = invariant / factor(pair.out);
  slack_ = 2 + 8 * scaleOut_ / invariant;
  finish();
}

SmoothHop::SmoothHop(const BalancerWeightedState& state, const CoinPair& pair) {
  const BalancerPool& pool = state.pool;
  if (!areDifferent(pair, pool.count)) return;
  const bool live = pool.vault == BalancerVault::v3;
  const auto factor = [&](std::size_t coin) {
    const double scaling = pool.scalingFactors[coin].toDouble() / wadDouble;
    return live ? scaling * pool.rates[coin].toDouble() / wadDouble : scaling;
  };
  const double balanceIn = scaledBalance(pool, pair.in).value.toDouble();
  const double balanceOut = scaledBalance(pool, pair.out).value.toDouble();
  form_ = Form::power;
  x_ = y_ = 1;
  first_ = state.weights[pair.in].toDouble() / state.weights[pair.out].toDouble();
  scaleIn_ = factor(pair.in) * (1 - pool.swapFee.toDouble() / wadDouble) / balanceIn;
  scaleOut_ = balanceOut / factor(pair.out);
  mostInput_ = mostWeightedShare / scaleIn_;
  slack_ = 2 + 4e-18 * (first_ + 1) * scaleOut_;
  finish();
  drag_ = std::min(first_, (first_ + 1) / 2) * scaleIn_ * (1 - 1e-12);
}

SmoothHop::SmoothHop(const SolidlyState& pool, bool zeroForOne) {
  const double unitIn = (zeroForOne ? pool.unit0 : pool.unit1).toDouble();
  const double unitOut = (zeroForOne ? pool.unit1 : pool.unit0).toDouble();
  const double in = (zeroForOne ? pool.reserve0 : pool.reserve1).toDouble() / unitIn;
  const double out = (zeroForOne ? pool.reserve1 : pool.reserve0).toDouble() / unitOut;
  const double size = std::max(in, out);
  form_ = Form::cubic;
  x_ = in / size;
  y_ = out / size;
  first_ = x_ * y_ * (x_ * x_ + y_ * y_);
  scaleIn_ = (1 - static_cast<double>(pool.feePpm) / 1e6) / (unitIn * size);
  scaleOut_ = unitOut * size;
  mostInput_ = infinity;
  // x^3 y + y^3 x is kept to 18 decimals of tokens, so small pools round coarsely; the fee on the way in is rounded down.
  const double steepness = x_ * x_ * x_ + 3 * x_ * y_ * y_;
  const double steps = 8e-18 * (1 + (1 + 3 * size * size) / (size * size * size * steepness));
  slack_ = 2 + unitOut * (steps + (1 / unitIn + 4e-18) * (3 * x_ * x_ * y_ + y_ * y_ * y_) / steepness);
  finish();
}

SmoothHop::SmoothHop(const CurveCryptoState& pool, const CoinPair& pair) {
  if (!areDifferent(pair, pool.count)) return;
  const double invariant = pool.invariant.toDouble();
  std::array<double, maxCoins> factor{};
  std::array<double, maxCoins> shares{};
  for (std::size_t i = 0; i < pool.count; ++i) {
    factor[i] = pool.precisions[i].toDouble() / invariant;
    if (i > 0) factor[i] *= pool.priceScale[i - 1].toDouble() / wadDouble;
    shares[i] = pool.balances[i].toDouble() * factor[i];
  }
  form_ = Form::crypto;
  count_ = static_cast<unsigned>(pool.count);
  third_ = pool.count == 3 ? shares[3 - pair.in - pair.out] : 0;
  x_ = shares[pair.in];
  y_ = shares[pair.out];
  first_ = pool.amp.toDouble() / 1e4;
  second_ = pool.gamma.toDouble() / wadDouble;
  scaleIn_ = factor[pair.in];
  scaleOut_ = 1 / factor[pair.out];
  fee_ = pool.midFee.toDouble() / feeUnit;
  outFee_ = pool.outFee.toDouble() / feeUnit;
  feeShape_ = pool.feeGamma.toDouble() / wadDouble;
  kept_ = 1 - std::min(fee_, outFee_) + feeStep;
  movingFee_ = true;
  mostInput_ = std::max(0.0, 100 - x_) / scaleIn_;
  // The stored D may be a little off the balances: then the first unit already pays the difference.
  slack_ = 2 + (std::abs(cryptoAt(0).value) + cryptoTolerance) * scaleOut_;
  finish();
}

void SmoothHop::finish() {
  open_ = isUsable(scaleIn_) && isUsable(scaleOut_) && isUsable(x_) && isUsable(y_) && kept_ > 0 && std::isfinite(first_) && std::isfinite(second_) &&
          mostInput_ > 0 && std::isfinite(slack_);
  if (!open_) return;
  const HopPoint start = curveAt(0);
  rateBound_ = start.slope * scaleIn_ * scaleOut_ * kept_ * (1 + 1e-11);
  open_ = isUsable(rateBound_);
  if (open_ && form_ != Form::power) boundDrag(start);
}

/**
 * A hyperbola r x / (1 + d x) lies above the curve where d <= r / f(x) - 1 / x = (r x - f(x)) / (x f(x)). The curve being concave, the numerator and the
 * divisor only grow, so between two inputs a < b the numerator at a and the divisor at b bound it from below. Before the first input
 * nothing does: there the hyperbola may lie below the curve by r d a^2, which is slack.
 */
void SmoothHop::boundDrag(const HopPoint& start) {
  const auto paid = [&](double dx) { return curveAt(dx).value - start.value; };
  const double first = x_ * firstDragShare;
  double drag = infinity;
  double low = first;
  double atLow = paid(low);
  for (int i = 0; i < dragIntervals; ++i) {
    const double high = 2 * low;
    const double atHigh = paid(high);
    drag = std::min(drag, (start.slope * low * (1 - 1e-12) - atLow) / (high * atHigh));
    low = high;
    atLow = atHigh;
  }
  // Beyond the last no more than the whole balance is paid.
  drag = std::min(drag, start.slope / y_ - 1 / low);
  if (!(drag > 0) || !std::isfinite(drag)) return;
  drag_ = drag * scaleIn_ * (1 - 1e-9);
  slack_ += start.slope * drag * first * first * scaleOut_;
}

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
    if (std::abs(step) <= 1e-16 * dy) break;
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

/** The balance that makes A K0 gamma^2 (S - 1) = (1 / n^n) (1 - K0) (gamma + 1 - K0)^2 with D = 1, by Newton from the present one. */
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
  double y = y_;
  double slope = 0;
  for (int i = 0; i < newtonRounds; ++i) {
    const double k0 = scale * y;
    const double g = second_ + 1 - k0;
    slope = slopeBy(k0, others + y, scale);
    double next = y - (weight * k0 * (others + y - 1) - (1 - k0) * g * g) / slope;
    if (!(next > 0)) next = y / 2;
    const double moved = std::abs(next - y);
    y = next;
    if (moved <= 1e-16 * y) break;
  }
  const double k0 = scale * y;
  return {y_ - y, slopeBy(k0, others + y, k0 / x) / slopeBy(k0, others + y, scale), 0};
}

double SmoothHop::unevenness(double output) const { return movingFee_ ? slack_ + feeStep * output : slack_; }

/** What the fee leaves of the output, and its slope: Curve's off-peg fee at the middle of the trade, a crypto pool's at its end. */
HopPoint SmoothHop::keptAt(double dx, const HopPoint& out) const {
  if (form_ == Form::stableSwap) {
    const double x = x_ + dx / 2;
    const double y = y_ - out.value / 2;
    const double sum = x + y;
    const double even = 4 * x * y / (sum * sum);
    const double evenSlope = 2 * (y - x) * (y + x * out.slope) / (sum * sum * sum);
    const double divisor = (feeShape_ - 1) * even + 1;
    const double fee = feeShape_ * fee_ / divisor;
    return {1 - fee, fee * (feeShape_ - 1) * evenSlope / divisor, 0};
  }
  const double x = x_ + dx;
  const double y = y_ - out.value;
  const double sum = x + y + third_;
  const double n = count_;
  const double even = count_ == 3 ? 27 * x * y * third_ / (sum * sum * sum) : 4 * x * y / (sum * sum);
  const double evenSlope = even * ((1 / x - n / sum) - (1 / y - n / sum) * out.slope);
  const bool bends = feeShape_ > 0 || count_ == 2;
  const double divisor = feeShape_ + 1 - even;
  const double near = bends ? feeShape_ / divisor : even;
  const double nearSlope = bends ? feeShape_ * evenSlope / (divisor * divisor) : evenSlope;
  return {1 - (fee_ * near + outFee_ * (1 - near)), (outFee_ - fee_) * nearSlope, 0};
}

/** Value and slope under a moving fee. */
HopPoint SmoothHop::keptOf(double dx) const {
  const HopPoint out = curveAt(dx);
  const HopPoint kept = keptAt(dx, out);
  return {out.value * kept.value, out.slope * kept.value + out.value * kept.slope, 0};
}

HopPoint SmoothHop::at(double input) const {
  const double dx = input * scaleIn_;
  HopPoint point;
  if (movingFee_) {
    const double step = differenceStep * x_;
    point = keptOf(dx);
    point.bend = (keptOf(dx + step).slope - point.slope) / step;
  } else {
    point = curveAt(dx);
    point.value *= kept_;
    point.slope *= kept_;
    point.bend *= kept_;
  }
  return {point.value * scaleOut_, point.slope * scaleIn_ * scaleOut_, point.bend * scaleIn_ * scaleIn_ * scaleOut_};
}

}  // namespace syndicate
