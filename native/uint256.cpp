#include "uint256.hpp"

#include <cmath>

#include "divide128.hpp"

namespace syndicate {
namespace {

/** u -= q * v over `n` limbs and the one above; true when it went below zero. */
inline bool subtractMultiple(std::uint64_t* u, const std::uint64_t* v, int n, std::uint64_t q) {
  std::uint64_t borrow = 0;
  std::uint64_t carry = 0;
  for (int i = 0; i < n; ++i) {
    const Uint128 product = static_cast<Uint128>(q) * v[i] + carry;
    carry = static_cast<std::uint64_t>(product >> 64);
    const Uint128 difference = static_cast<Uint128>(u[i]) - static_cast<std::uint64_t>(product) - borrow;
    u[i] = static_cast<std::uint64_t>(difference);
    borrow = static_cast<std::uint64_t>(difference >> 64) & 1;
  }
  const Uint128 difference = static_cast<Uint128>(u[n]) - carry - borrow;
  u[n] = static_cast<std::uint64_t>(difference);
  return (static_cast<std::uint64_t>(difference >> 64) & 1) != 0;
}

inline void addBack(std::uint64_t* u, const std::uint64_t* v, int n) {
  std::uint64_t carry = 0;
  for (int i = 0; i < n; ++i) {
    const Uint128 sum = static_cast<Uint128>(u[i]) + v[i] + carry;
    u[i] = static_cast<std::uint64_t>(sum);
    carry = static_cast<std::uint64_t>(sum >> 64);
  }
  u[n] += carry;
}

/** One digit of the quotient: estimated from the two leading limbs and corrected (Knuth, TAOCP 2, 4.3.1, algorithm D). */
inline std::uint64_t quotientDigit(std::uint64_t* u, const std::uint64_t* v, int n) {
  std::uint64_t estimate;
  std::uint64_t rest;
  bool restOverflows = false;
  if (u[n] >= v[n - 1]) {
    estimate = ~0ULL;
    rest = u[n - 1] + v[n - 1];
    restOverflows = rest < v[n - 1];
  } else {
    estimate = divide2by1(u[n], u[n - 1], v[n - 1], rest);
  }
  while (!restOverflows && static_cast<Uint128>(estimate) * v[n - 2] > ((static_cast<Uint128>(rest) << 64) | u[n - 2])) {
    --estimate;
    rest += v[n - 1];
    restOverflows = rest < v[n - 1];
  }
  if (subtractMultiple(u, v, n, estimate)) {
    --estimate;
    addBack(u, v, n);
  }
  return estimate;
}

Division divideBySingle(const std::uint64_t* numerator, int length, std::uint64_t divisor) {
  Division out;
  std::uint64_t rest = 0;
  for (int i = length - 1; i >= 0; --i) {
    const std::uint64_t digit = divide2by1(rest, numerator[i], divisor, rest);
    if (i < 4) out.quotient.limb[i] = digit;
  }
  out.remainder = Uint256(rest);
  return out;
}

/**
 * Long division of `length` limbs by `n` >= 2 limbs, 2 <= n <= length <= 8; the caller knows that the quotient fits. Leaves the
 * remainder, shifted left by what it returns, in the low n limbs of `u`, which has room for 9.
 */
int longDivide(const std::uint64_t* numerator, int length, const std::uint64_t* denominator, int n, std::uint64_t* u, Uint256& quotient) {
  const int shift = std::countl_zero(denominator[n - 1]);
  const auto shifted = [shift](std::uint64_t high, std::uint64_t low) { return shift == 0 ? high : (high << shift) | (low >> (64 - shift)); };
  std::uint64_t v[8];
  for (int i = n - 1; i > 0; --i) v[i] = shifted(denominator[i], denominator[i - 1]);
  v[0] = denominator[0] << shift;
  u[length] = shifted(0, numerator[length - 1]);
  for (int i = length - 1; i > 0; --i) u[i] = shifted(numerator[i], numerator[i - 1]);
  u[0] = numerator[0] << shift;
  for (int j = length - n; j >= 0; --j) {
    const std::uint64_t digit = quotientDigit(u + j, v, n);
    if (j < 4) quotient.limb[j] = digit;
  }
  return shift;
}

Division divideByMany(const std::uint64_t* numerator, int length, const Uint256& denominator, int n) {
  std::uint64_t u[9];
  Division out;
  const int shift = longDivide(numerator, length, denominator.limb.data(), n, u, out.quotient);
  for (int i = 0; i < n; ++i) out.remainder.limb[i] = u[i];
  out.remainder = out.remainder >> shift;
  return out;
}

int limbCount(const Product512& a) {
  int count = 8;
  while (count > 0 && a[count - 1] == 0) --count;
  return count;
}

}  // namespace

std::optional<Division> divide(const Product512& numerator, const Uint256& denominator) {
  const int n = limbCount(denominator);
  if (n == 0) return std::nullopt;
  if (Uint256(numerator[7], numerator[6], numerator[5], numerator[4]) >= denominator) return std::nullopt;
  const int length = limbCount(numerator);
  if (length < n) return Division{{}, lowHalf(numerator)};
  return n == 1 ? divideBySingle(numerator.data(), length, denominator.limb[0]) : divideByMany(numerator.data(), length, denominator, n);
}

std::optional<Uint256> divideWide(const Product512& numerator, const Product512& denominator, bool roundUp) {
  const int n = limbCount(denominator);
  const int length = limbCount(numerator);
  if (n <= 4) {
    const auto result = divide(numerator, lowHalf(denominator));
    if (!result) return std::nullopt;
    return roundUp && !result->remainder.isZero() ? checkedAdd(result->quotient, Uint256(1)) : result->quotient;
  }
  // Five limbs or more leave a quotient of four at most.
  Uint256 quotient;
  if (length < n) return roundUp && length > 0 ? Uint256(1) : quotient;
  std::uint64_t u[9];
  longDivide(numerator.data(), length, denominator.data(), n, u, quotient);
  bool hasRest = false;
  for (int i = 0; i < n; ++i) hasRest = hasRest || u[i] != 0;
  return roundUp && hasRest ? checkedAdd(quotient, Uint256(1)) : quotient;
}

std::optional<Division> divide(const Uint256& numerator, const Uint256& denominator) {
  const int n = limbCount(denominator);
  if (n == 0) return std::nullopt;
  const int length = limbCount(numerator);
  if (length < n) return Division{{}, numerator};
  return n == 1 ? divideBySingle(numerator.limb.data(), length, denominator.limb[0])
                : divideByMany(numerator.limb.data(), length, denominator, n);
}

std::optional<Uint256> mulDiv(const Uint256& a, const Uint256& b, const Uint256& denominator) {
  const auto result = divide(multiplyFull(a, b), denominator);
  if (!result) return std::nullopt;
  return result->quotient;
}

std::optional<Uint256> mulDivRoundingUp(const Uint256& a, const Uint256& b, const Uint256& denominator) {
  const auto result = divide(multiplyFull(a, b), denominator);
  if (!result) return std::nullopt;
  if (result->remainder.isZero()) return result->quotient;
  return checkedAdd(result->quotient, Uint256(1));
}

std::optional<Uint256> divRoundingUp(const Uint256& a, const Uint256& b) {
  const auto result = divide(a, b);
  if (!result) return std::nullopt;
  return result->remainder.isZero() ? result->quotient : result->quotient + Uint256(1);
}

Uint256 squareRoot(const Uint256& value) {
  if (value.isZero()) return {};
  // Newton from above: a first guess of at least the root, after which the sequence falls until it stands still.
  Uint256 root = Uint256(1) << ((value.bitLength() + 1) / 2);
  if (root.isZero()) root = maxUint256;
  for (;;) {
    const Uint256 next = (root + divide(value, root)->quotient) >> 1;
    if (next >= root) return root;
    root = next;
  }
}

Uint256 fromDouble(double value) {
  if (!(value >= 1)) return {};
  if (value >= 0x1p256) return maxUint256;
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent);
  const auto digits = static_cast<std::uint64_t>(mantissa * 0x1p53);
  return exponent >= 53 ? Uint256(digits) << (exponent - 53) : Uint256(digits >> (53 - exponent));
}

}  // namespace syndicate
