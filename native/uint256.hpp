#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <optional>
#include <type_traits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "divide128.hpp"

namespace syndicate {

using Uint128 = unsigned __int128;
using Int128 = __int128;

/**
 * An unsigned 256-bit integer: four 64-bit limbs, least significant first. `+`, `-` and `*` wrap as the EVM's do;
 * whoever must not wrap uses the checked functions below, which answer nothing where a contract would revert.
 */
struct Uint256 {
  std::array<std::uint64_t, 4> limb{};

  constexpr Uint256() = default;
  constexpr Uint256(std::uint64_t value) : limb{value, 0, 0, 0} {}
  constexpr Uint256(std::uint64_t l3, std::uint64_t l2, std::uint64_t l1, std::uint64_t l0) : limb{l0, l1, l2, l3} {}

  static constexpr Uint256 from(Uint128 value) {
    return Uint256(0, 0, static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value));
  }

  constexpr Uint128 low128() const { return (static_cast<Uint128>(limb[1]) << 64) | limb[0]; }
  constexpr bool fits128() const { return (limb[2] | limb[3]) == 0; }
  constexpr bool isZero() const { return (limb[0] | limb[1] | limb[2] | limb[3]) == 0; }

  constexpr int bitLength() const {
    for (int i = 3; i >= 0; --i) {
      if (limb[i] != 0) return 64 * i + 64 - std::countl_zero(limb[i]);
    }
    return 0;
  }

  /** For analysis only: loses digits. */
  constexpr double toDouble() const {
    return ((static_cast<double>(limb[3]) * 0x1p64 + static_cast<double>(limb[2])) * 0x1p64 + static_cast<double>(limb[1])) * 0x1p64 +
           static_cast<double>(limb[0]);
  }

  /** Spelt out: the arrays' own comparison is a call of memcmp. */
  constexpr bool operator==(const Uint256& other) const {
    return ((limb[0] ^ other.limb[0]) | (limb[1] ^ other.limb[1]) | (limb[2] ^ other.limb[2]) | (limb[3] ^ other.limb[3])) == 0;
  }
  constexpr std::strong_ordering operator<=>(const Uint256& other) const {
    for (int i = 3; i > 0; --i) {
      if (limb[i] != other.limb[i]) return limb[i] <=> other.limb[i];
    }
    return limb[0] <=> other.limb[0];
  }
};

inline constexpr Uint256 maxUint256{~0ULL, ~0ULL, ~0ULL, ~0ULL};

/** Adds in place; true when the sum passed 2^256 and wrapped. */
constexpr bool addCarry(Uint256& a, const Uint256& b) {
#if defined(__x86_64__)
  if (!std::is_constant_evaluated()) {
    unsigned long long sum[4];
    unsigned char carry = _addcarry_u64(0, a.limb[0], b.limb[0], &sum[0]);
    carry = _addcarry_u64(carry, a.limb[1], b.limb[1], &sum[1]);
    carry = _addcarry_u64(carry, a.limb[2], b.limb[2], &sum[2]);
    carry = _addcarry_u64(carry, a.limb[3], b.limb[3], &sum[3]);
    a = Uint256(sum[3], sum[2], sum[1], sum[0]);
    return carry != 0;
  }
#endif
  Uint128 carry = 0;
  for (int i = 0; i < 4; ++i) {
    carry += static_cast<Uint128>(a.limb[i]) + b.limb[i];
    a.limb[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return carry != 0;
}

/** Subtracts in place; true when b was larger and the difference wrapped. */
constexpr bool subBorrow(Uint256& a, const Uint256& b) {
#if defined(__x86_64__)
  if (!std::is_constant_evaluated()) {
    unsigned long long rest[4];
    unsigned char borrow = _subborrow_u64(0, a.limb[0], b.limb[0], &rest[0]);
    borrow = _subborrow_u64(borrow, a.limb[1], b.limb[1], &rest[1]);
    borrow = _subborrow_u64(borrow, a.limb[2], b.limb[2], &rest[2]);
    borrow = _subborrow_u64(borrow, a.limb[3], b.limb[3], &rest[3]);
    a = Uint256(rest[3], rest[2], rest[1], rest[0]);
    return borrow != 0;
  }
#endif
  std::uint64_t borrow = 0;
  for (int i = 0; i < 4; ++i) {
    const Uint128 difference = static_cast<Uint128>(a.limb[i]) - b.limb[i] - borrow;
    a.limb[i] = static_cast<std::uint64_t>(difference);
    borrow = static_cast<std::uint64_t>(difference >> 64) & 1;
  }
  return borrow != 0;
}

constexpr Uint256 operator+(Uint256 a, const Uint256& b) {
  addCarry(a, b);
  return a;
}

constexpr Uint256 operator-(Uint256 a, const Uint256& b) {
  subBorrow(a, b);
  return a;
}

constexpr std::optional<Uint256> checkedAdd(Uint256 a, const Uint256& b) {
  if (addCarry(a, b)) return std::nullopt;
  return a;
}

constexpr std::optional<Uint256> checkedSub(Uint256 a, const Uint256& b) {
  if (subBorrow(a, b)) return std::nullopt;
  return a;
}

constexpr Uint256 operator<<(const Uint256& a, int count) {
  if (count >= 256) return {};
  Uint256 out;
  const int words = count / 64;
  const int bits = count % 64;
  for (int i = 3; i >= words; --i) {
    out.limb[i] = a.limb[i - words] << bits;
    if (bits != 0 && i > words) out.limb[i] |= a.limb[i - words - 1] >> (64 - bits);
  }
  return out;
}

constexpr Uint256 operator>>(const Uint256& a, int count) {
  if (count >= 256) return {};
  Uint256 out;
  const int words = count / 64;
  const int bits = count % 64;
  for (int i = 0; i + words < 4; ++i) {
    out.limb[i] = a.limb[i + words] >> bits;
    if (bits != 0 && i + words < 3) out.limb[i] |= a.limb[i + words + 1] << (64 - bits);
  }
  return out;
}

/** A 512-bit product, least significant limb first. */
using Product512 = std::array<std::uint64_t, 8>;

constexpr int limbCount(const Uint256& a) { return (a.bitLength() + 63) / 64; }

constexpr Product512 multiplyFull(const Uint256& a, const Uint256& b) {
  Product512 out{};
  const int na = limbCount(a);
  const int nb = limbCount(b);
  for (int i = 0; i < na; ++i) {
    std::uint64_t carry = 0;
    for (int j = 0; j < nb; ++j) {
      const Uint128 t = static_cast<Uint128>(a.limb[i]) * b.limb[j] + out[i + j] + carry;
      out[i + j] = static_cast<std::uint64_t>(t);
      carry = static_cast<std::uint64_t>(t >> 64);
    }
    out[i + nb] = carry;
  }
  return out;
}

constexpr Uint256 lowHalf(const Product512& p) { return Uint256(p[3], p[2], p[1], p[0]); }
constexpr bool highHalfIsZero(const Product512& p) { return (p[4] | p[5] | p[6] | p[7]) == 0; }

/** The product of two numbers below 2^128. */
inline Uint256 multiplyNarrow(const Uint256& a, const Uint256& b) {
  const Product256 product = multiply128(a.low128(), b.low128());
  return Uint256(static_cast<std::uint64_t>(product.high >> 64), static_cast<std::uint64_t>(product.high),
                 static_cast<std::uint64_t>(product.low >> 64), static_cast<std::uint64_t>(product.low));
}

constexpr Uint256 operator*(const Uint256& a, const Uint256& b) {
  if (!std::is_constant_evaluated() && a.fits128() && b.fits128()) return multiplyNarrow(a, b);
  return lowHalf(multiplyFull(a, b));
}

constexpr std::optional<Uint256> checkedMul(const Uint256& a, const Uint256& b) {
  const Product512 product = multiplyFull(a, b);
  if (!highHalfIsZero(product)) return std::nullopt;
  return lowHalf(product);
}

struct Division {
  Uint256 quotient;
  Uint256 remainder;
};

/** numerator / denominator rounded down. Nothing when the denominator is 0 or the quotient needs more than 256 bits. */
std::optional<Division> divide(const Product512& numerator, const Uint256& denominator);
/** As above for a 256-bit numerator. */
std::optional<Division> divide(const Uint256& numerator, const Uint256& denominator);

/** As above; two or three machine divisions where the denominator has 128 bits. `isOk` false where there is no quotient. */
inline Uint256 quotientOf(const Uint256& numerator, const Uint256& denominator, bool& isOk, bool& hasRest) {
  if (!denominator.fits128() || denominator.isZero()) {
    const auto general = divide(numerator, denominator);
    isOk = general.has_value();
    hasRest = isOk && !general->remainder.isZero();
    return isOk ? general->quotient : Uint256();
  }
  isOk = true;
  const Uint128 divisor = denominator.low128();
  Uint128 high = (static_cast<Uint128>(numerator.limb[3]) << 64) | numerator.limb[2];
  Uint128 upper = 0;
  if (high >= divisor) {
    upper = high / divisor;
    high -= upper * divisor;
  }
  const Division128 lower = divide256by128({high, numerator.low128()}, divisor);
  hasRest = lower.remainder != 0;
  return Uint256(static_cast<std::uint64_t>(upper >> 64), static_cast<std::uint64_t>(upper), static_cast<std::uint64_t>(lower.quotient >> 64),
                 static_cast<std::uint64_t>(lower.quotient));
}

/** As above for a denominator of up to 512 bits, rounded down or up. */
std::optional<Uint256> divideWide(const Product512& numerator, const Product512& denominator, bool roundUp);

/** a * b / denominator rounded down, with a 512-bit product. Nothing when it does not fit 256 bits or the denominator is 0. */
std::optional<Uint256> mulDiv(const Uint256& a, const Uint256& b, const Uint256& denominator);
/** As mulDiv, rounded up. */
std::optional<Uint256> mulDivRoundingUp(const Uint256& a, const Uint256& b, const Uint256& denominator);
/** a / b rounded up. Nothing when b is 0. */
std::optional<Uint256> divRoundingUp(const Uint256& a, const Uint256& b);

/** The largest r with r * r <= value. */
Uint256 squareRoot(const Uint256& value);

/** The nearest integer below a finite non-negative double; 0 for negatives, saturating above. For first guesses only. */
Uint256 fromDouble(double value);

}  // namespace syndicate
