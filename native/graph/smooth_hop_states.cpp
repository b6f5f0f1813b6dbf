#include <algorithm>
#include <cmath>
#include <limits>

#include "smooth_hop.hpp"

namespace syndicate {
namespace {

constexpr double wadDouble = 1e18;
constexpr double feeUnit = 1e10;
/** A moving fee is a whole number of these, rounded down. */
constexpr double feeStep = 1e-10;
constexpr int newtonRounds = 60;
constexpr double infinity = std::numeric_limits<double>::infinity();
/** What a crypto pool's iteration leaves open, of its invariant. */
constexpr double cryptoTolerance = 4e-14;
/** Balancer V2 and V3 weighted pools take at most this of a balance. */
constexpr double mostWeightedShare = 0.3;

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
  rounding_ = 2 + 4 * scaleOut_ / invariant;
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
  rounding_ = 2 + 8 * scaleOut_ / invariant;
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
  rounding_ = 2 + 4e-18 * (first_ + 1) * scaleOut_;
  finish();
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
  scaleIn_ = (1 - static_cast<double>(pool.feePpm(zeroForOne)) / 1e6) / (unitIn * size);
  scaleOut_ = unitOut * size;
  mostInput_ = infinity;
  // x^3 y + y^3 x is kept to 18 decimals of tokens, so small pools round coarsely; the fee on the way in is rounded down.
  const double steepness = x_ * x_ * x_ + 3 * x_ * y_ * y_;
  const double steps = 8e-18 * (1 + (1 + 3 * size * size) / (size * size * size * steepness));
  rounding_ = 2 + unitOut * (steps + (1 / unitIn + 4e-18) * (3 * x_ * x_ * y_ + y_ * y_ * y_) / steepness);
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
  rounding_ = 2 + cryptoTolerance * scaleOut_;
  finish();
}

void SmoothHop::finish() {
  open_ = isUsable(scaleIn_) && isUsable(scaleOut_) && isUsable(x_) && isUsable(y_) && kept_ > 0 && std::isfinite(first_) && std::isfinite(second_) &&
          mostInput_ > 0 && std::isfinite(rounding_) && isUsable(curveAt(0).slope * scaleIn_ * scaleOut_);
}

}  // namespace syndicate
