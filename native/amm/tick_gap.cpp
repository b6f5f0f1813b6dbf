#include "tick_gap.hpp"

#include <array>

#include "../divide128.hpp"

namespace syndicate {
namespace {

constexpr std::size_t cacheSize = 4096;
constexpr Uint128 ones = ~static_cast<Uint128>(0);

Product512 shifted(const Uint256& value, int count) {
  Product512 out{};
  const int words = count / 64;
  const int bits = count % 64;
  for (int i = 0; i < 4 && i + words < 8; ++i) {
    out[i + words] |= value.limb[i] << bits;
    if (bits != 0 && i + words < 7) out[i + words + 1] = value.limb[i] >> (64 - bits);
  }
  return out;
}

int bitLength(const Product512& value) {
  for (int i = 7; i >= 0; --i) {
    if (value[i] != 0) return 64 * i + 64 - std::countl_zero(value[i]);
  }
  return 0;
}

TickGap measure(std::int32_t lower, std::int32_t upper, const Uint256& lowerRatio, const Uint256& upperRatio) {
  TickGap gap{lower, upper, 0, 0, 0};
  const Uint256 width = upperRatio - lowerRatio;
  if (width.fits128()) gap.width = width.low128();
  // 2^96 width / (lower upper), with as many more bits as make the quotient 127 or 128 bits long.
  const Product512 product = multiplyFull(lowerRatio, upperRatio);
  const int shift = bitLength(product) - width.bitLength() - 96 + 127;
  if (shift < 1 || shift > 255 || width.bitLength() + 96 + shift > 511) return gap;
  const auto mantissa = divideWide(shifted(width, 96 + shift), product, false);
  if (!mantissa || !mantissa->fits128()) return gap;
  gap.mantissa = mantissa->low128();
  gap.shift = shift;
  return gap;
}

std::optional<Uint128> rounded(Uint128 whole, bool hasRest, bool roundUp) {
  if (!roundUp || !hasRest) return whole;
  if (whole == ones) return std::nullopt;
  return whole + 1;
}

}  // namespace

const TickGap& cachedTickGap(std::int32_t lower, std::int32_t upper, const Uint256& lowerRatio, const Uint256& upperRatio) {
  thread_local std::array<TickGap, cacheSize> cache;
  const std::uint32_t key = static_cast<std::uint32_t>(lower) * 2654435761U ^ static_cast<std::uint32_t>(upper - lower) * 40503U;
  TickGap& slot = cache[key >> 20];
  if (slot.lower != lower || slot.upper != upper) slot = measure(lower, upper, lowerRatio, upperRatio);
  return slot;
}

std::optional<Uint128> gapAmount0(const TickGap& gap, Uint128 liquidity, bool roundUp) {
  if (gap.mantissa == 0 || liquidity == 0) return std::nullopt;
  // The truth lies in [product, product + liquidity): it must not hold a multiple of 2^shift.
  const Product256 product = multiply128(liquidity, gap.mantissa);
  if (gap.shift < 128) {
    const Uint128 mask = (static_cast<Uint128>(1) << gap.shift) - 1;
    const Uint128 rest = product.low & mask;
    if (rest == 0 || liquidity > mask - rest || (product.high >> gap.shift) != 0) return std::nullopt;
    return rounded((product.high << (128 - gap.shift)) | (product.low >> gap.shift), true, roundUp);
  }
  const int upper = gap.shift - 128;
  const Uint128 mask = (static_cast<Uint128>(1) << upper) - 1;
  const Uint128 rest = product.high & mask;
  if ((rest | product.low) == 0 || (rest == mask && liquidity > ones - product.low)) return std::nullopt;
  return rounded(product.high >> upper, true, roundUp);
}

std::optional<Uint128> gapAmount1(const TickGap& gap, Uint128 liquidity, bool roundUp) {
  if (gap.width == 0) return std::nullopt;
  const Product256 product = multiply128(liquidity, gap.width);
  if ((product.high >> 96) != 0) return std::nullopt;
  const bool hasRest = (product.low << 32) != 0;
  return rounded((product.high << 32) | (product.low >> 96), hasRest, roundUp);
}

}  // namespace syndicate
