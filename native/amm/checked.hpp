#pragma once

#include "../uint256.hpp"

namespace syndicate {

/**
 * A 256-bit integer as Solidity 0.8 and Vyper count: whatever would revert there (overflow, a difference below zero, a division by
 * zero) leaves a value that is not `ok`, and so does everything computed from it. Look at `ok` once, at the end or at a branch.
 */
struct Checked {
  Uint256 value;
  bool ok = true;

  constexpr Checked() = default;
  constexpr Checked(std::uint64_t number) : value(number) {}
  constexpr Checked(const Uint256& number) : value(number) {}
  constexpr Checked(const Uint256& number, bool isOk) : value(number), ok(isOk) {}
};

inline Checked operator+(const Checked& a, const Checked& b) {
  Uint256 sum = a.value;
  const bool wrapped = addCarry(sum, b.value);
  return {sum, a.ok && b.ok && !wrapped};
}

inline Checked operator-(const Checked& a, const Checked& b) {
  Uint256 difference = a.value;
  const bool wrapped = subBorrow(difference, b.value);
  return {difference, a.ok && b.ok && !wrapped};
}

inline Checked operator*(const Checked& a, const Checked& b) {
  if (a.value.fits128() && b.value.fits128()) return {multiplyNarrow(a.value, b.value), a.ok && b.ok};
  const Product512 product = multiplyFull(a.value, b.value);
  return {lowHalf(product), a.ok && b.ok && highHalfIsZero(product)};
}

inline Checked operator/(const Checked& a, const Checked& b) {
  bool isOk = false;
  bool hasRest = false;
  const Uint256 quotient = quotientOf(a.value, b.value, isOk, hasRest);
  return {quotient, isOk && a.ok && b.ok};
}

/** a / b rounded up. */
inline Checked divideUp(const Checked& a, const Checked& b) {
  bool isOk = false;
  bool hasRest = false;
  const Uint256 quotient = quotientOf(a.value, b.value, isOk, hasRest);
  return {hasRest ? quotient + Uint256(1) : quotient, isOk && a.ok && b.ok};
}

/** |a - b| of two values that are both ok. */
inline Uint256 distance(const Checked& a, const Checked& b) {
  Uint256 difference = a.value;
  return subBorrow(difference, b.value) ? Uint256() - difference : difference;
}

inline constexpr Uint256 wad{1'000'000'000'000'000'000ULL};

/** 10^exponent for 0 to 77. */
constexpr Uint256 powerOfTen(int exponent) {
  Uint256 power(1);
  for (int i = 0; i < exponent; ++i) power = power * Uint256(10);
  return power;
}

}  // namespace syndicate
