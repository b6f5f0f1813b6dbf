#include "tick_math.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

struct Q128 {
  std::uint64_t high;
  std::uint64_t low;
};

/** 1.0001^(-2^i / 2) in Q128.128: the factors of TickMath, lowest bit of |tick| first. */
constexpr std::array<Q128, 20> factors{{
    {0xfffcb933bd6fad37, 0xaa2d162d1a594001}, {0xfff97272373d4132, 0x59a46990580e213a}, {0xfff2e50f5f656932, 0xef12357cf3c7fdcc},
    {0xffe5caca7e10e4e6, 0x1c3624eaa0941cd0}, {0xffcb9843d60f6159, 0xc9db58835c926644}, {0xff973b41fa98c081, 0x472e6896dfb254c0},
    {0xff2ea16466c96a38, 0x43ec78b326b52861}, {0xfe5dee046a99a2a8, 0x11c461f1969c3053}, {0xfcbe86c7900a88ae, 0xdcffc83b479aa3a4},
    {0xf987a7253ac41317, 0x6f2b074cf7815e54}, {0xf3392b0822b70005, 0x940c7a398e4b70f3}, {0xe7159475a2c29b74, 0x43b29c7fa6e889d9},
    {0xd097f3bdfd2022b8, 0x845ad8f792aa5825}, {0xa9f746462d870fdf, 0x8a65dc1f90e061e5}, {0x70d869a156d2a1b8, 0x90bb3df62baf32f7},
    {0x31be135f97d08fd9, 0x81231505542fcfa6}, {0x09aa508b5b7a84e1, 0xc677de54f3e99bc9}, {0x005d6af8dedb8119, 0x6699c329225ee604},
    {0x00002216e584f5fa, 0x1ea926041bedfe98}, {0x00000000048a1703, 0x91f7dc42444e8fa2},
}};

/** a * b / 2^128 rounded down, for a, b < 2^128. */
inline Uint128 multiplyShift(Uint128 a, const Q128& b) {
  const auto a1 = static_cast<std::uint64_t>(a >> 64);
  const auto a0 = static_cast<std::uint64_t>(a);
  const Uint128 low = static_cast<Uint128>(a0) * b.low;
  const Uint128 cross1 = static_cast<Uint128>(a1) * b.low;
  const Uint128 cross2 = static_cast<Uint128>(a0) * b.high;
  const Uint128 middle = (low >> 64) + static_cast<std::uint64_t>(cross1) + static_cast<std::uint64_t>(cross2);
  return static_cast<Uint128>(a1) * b.high + (cross1 >> 64) + (cross2 >> 64) + (middle >> 64);
}

struct CachedRatio {
  std::int32_t tick = minTick - 1;
  Uint256 ratio;
};

constexpr std::size_t cacheSize = 8192;

}  // namespace

Uint256 sqrtRatioAtTick(std::int32_t tick) {
  const auto magnitude = static_cast<std::uint32_t>(tick < 0 ? -tick : tick);
  Uint128 ratio = 0;
  bool isOne = true;
  for (std::size_t bit = 0; bit < factors.size(); ++bit) {
    if ((magnitude & (1U << bit)) == 0) continue;
    ratio = isOne ? (static_cast<Uint128>(factors[bit].high) << 64) | factors[bit].low : multiplyShift(ratio, factors[bit]);
    isOne = false;
  }
  Uint256 full = isOne ? Uint256(0, 1, 0, 0) : Uint256::from(ratio);
  if (tick > 0) full = divide(maxUint256, full)->quotient;
  const bool hasRest = (full.limb[0] & 0xffffffffULL) != 0;
  return (full >> 32) + Uint256(hasRest ? 1 : 0);
}

Uint256 cachedSqrtRatioAtTick(std::int32_t tick) {
  thread_local std::array<CachedRatio, cacheSize> cache;
  CachedRatio& slot = cache[(static_cast<std::uint32_t>(tick) * 2654435761U) >> 19];
  if (slot.tick != tick) slot = {tick, sqrtRatioAtTick(tick)};
  return slot.ratio;
}

std::int32_t tickAtSqrtRatio(const Uint256& sqrtPriceX96) {
  // The logarithm is only a first guess, right to within a tick; the comparisons below are exact and decide.
  const double guess = std::floor((std::log(sqrtPriceX96.toDouble()) - 96 * std::log(2.0)) / (0.5 * std::log(1.0001)));
  auto tick = static_cast<std::int32_t>(std::clamp(guess, static_cast<double>(minTick), static_cast<double>(maxTick - 1)));
  while (tick > minTick && sqrtRatioAtTick(tick) > sqrtPriceX96) --tick;
  while (tick < maxTick - 1 && sqrtRatioAtTick(tick + 1) <= sqrtPriceX96) ++tick;
  return tick;
}

}  // namespace syndicate
