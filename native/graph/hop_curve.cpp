#include "hop_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {

Moebius Moebius::then(const Moebius& next) const {
  Moebius out{next.a * a + next.b * c, next.a * b + next.b * d, next.c * a + next.d * c, next.c * b + next.d * d, determinant * next.determinant};
  // Entries are products of reserves and would leave the range of doubles after a few hops; the scale is free.
  const double scale = 1 / std::max({std::abs(out.a), std::abs(out.b), std::abs(out.c), std::abs(out.d)});
  out.a *= scale;
  out.b *= scale;
  out.c *= scale;
  out.d *= scale;
  out.determinant *= scale * scale;
  return out;
}

namespace {

double keptShare(std::uint32_t feePpm) { return 1 - static_cast<double>(feePpm) / feeDenominatorPpm; }

}  // namespace

HopCurve::HopCurve(const V2Side& side)
    : open_(side.reserveIn != 0 && side.reserveOut != 0), kept_(keptShare(side.feePpm)), inputEnd_(std::numeric_limits<double>::infinity()) {
  setRange(static_cast<double>(side.reserveIn), static_cast<double>(side.reserveOut));
}

HopCurve::HopCurve(double reserveIn, double reserveOut, double kept)
    : open_(reserveIn > 0 && reserveOut > 0 && kept > 0), kept_(kept), inputEnd_(std::numeric_limits<double>::infinity()) {
  setRange(reserveIn, reserveOut);
}

HopCurve::HopCurve(const V3State& pool, bool zeroForOne)
    : pool_(&pool), zeroForOne_(zeroForOne), kept_(keptShare(pool.feePpm)) {
  edgePrice_ = cachedSqrtRatioAtTick(zeroForOne ? pool.knownFrom : pool.knownTo).toDouble() * 0x1p-96;
  restart();
}

void HopCurve::restart() {
  const V3State& pool = *pool_;
  price_ = pool.sqrtPriceX96.toDouble() * 0x1p-96;
  liquidity_ = pool.liquidity;
  inputStart_ = outputStart_ = inputEnd_ = outputEnd_ = 0;
  const auto above = std::upper_bound(pool.ticks.begin(), pool.ticks.end(), pool.tick,
                                      [](std::int32_t tick, const InitialisedTick& entry) { return tick < entry.tick; });
  tickIndex_ = (above - pool.ticks.begin()) - (zeroForOne_ ? 1 : 0);
  open_ = price_ > 0 && (enterRange() || advance());
}

void HopCurve::setRange(double reserveIn, double reserveOut) {
  const double shiftedOut = outputStart_ + reserveOut;
  range_ = Moebius{kept_ * shiftedOut, outputStart_ * reserveIn - kept_ * inputStart_ * shiftedOut, kept_, reserveIn - kept_ * inputStart_,
                   kept_ * reserveIn * reserveOut};
}

bool HopCurve::enterRange() {
  if (liquidity_ == 0) return false;
  const auto& ticks = pool_->ticks;
  const bool hasTick = tickIndex_ >= 0 && tickIndex_ < static_cast<std::ptrdiff_t>(ticks.size());
  const double end = hasTick ? ticks[tickIndex_].price : edgePrice_;
  const double liquidity = static_cast<double>(liquidity_);
  const double distance = zeroForOne_ ? price_ - end : end - price_;
  if (!(distance > 0)) return false;
  const double token1 = liquidity * distance;
  const double token0 = token1 / (price_ * end);
  inputEnd_ = inputStart_ + (zeroForOne_ ? token0 : token1) / kept_;
  outputEnd_ = outputStart_ + (zeroForOne_ ? token1 : token0);
  if (zeroForOne_) {
    setRange(liquidity / price_, liquidity * price_);
  } else {
    setRange(liquidity * price_, liquidity / price_);
  }
  return true;
}

bool HopCurve::advance() {
  if (pool_ == nullptr) return open_ = false;
  const auto& ticks = pool_->ticks;
  while (tickIndex_ >= 0 && tickIndex_ < static_cast<std::ptrdiff_t>(ticks.size())) {
    const InitialisedTick& tick = ticks[tickIndex_];
    const Uint128 net = static_cast<Uint128>(tick.liquidityNet);
    liquidity_ = zeroForOne_ ? liquidity_ - net : liquidity_ + net;
    price_ = tick.price;
    tickIndex_ += zeroForOne_ ? -1 : 1;
    inputStart_ = std::max(inputStart_, inputEnd_);
    outputStart_ = std::max(outputStart_, outputEnd_);
    if (enterRange()) return open_ = true;
  }
  return open_ = false;
}

}  // namespace syndicate
