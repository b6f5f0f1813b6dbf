#include "fixed_point.hpp"

#include <array>

namespace syndicate {
namespace {

const Checked one(wad);
const Uint256 wad20 = powerOfTen(20);
const Uint256 wad36 = powerOfTen(36);

constexpr Uint256 decimal(const char* digits) {
  Uint256 value;
  for (; *digits != '\0'; ++digits) value = value * Uint256(10) + Uint256(static_cast<std::uint64_t>(*digits - '0'));
  return value;
}

Uint256 quotient(const Uint256& a, const Uint256& b) {
  bool isOk = false;
  bool hasRest = false;
  return quotientOf(a, b, isOk, hasRest);
}

/** A power of two and e raised to it, as LogExpMath keeps them. */
struct Factor {
  Uint256 exponent;
  Uint256 value;
};

/** 2^7 and 2^6: exponents with 18 decimals, values as whole numbers. */
constexpr std::array<Factor, 2> wholeFactors{{
    {decimal("128000000000000000000"), decimal("38877084059945950922200000000000000000000000000000000000")},
    {decimal("64000000000000000000"), decimal("6235149080811616882910000000")},
}};

/** 2^5 down to 2^-4, both with 20 decimals. */
constexpr std::array<Factor, 10> fineFactors{{
    {decimal("3200000000000000000000"), decimal("7896296018268069516100000000000000")},
    {decimal("1600000000000000000000"), decimal("888611052050787263676000000")},
    {decimal("800000000000000000000"), decimal("298095798704172827474000")},
    {decimal("400000000000000000000"), decimal("5459815003314423907810")},
    {decimal("200000000000000000000"), decimal("738905609893065022723")},
    {decimal("100000000000000000000"), decimal("271828182845904523536")},
    {decimal("50000000000000000000"), decimal("164872127070012814685")},
    {decimal("25000000000000000000"), decimal("128402541668774148407")},
    {decimal("12500000000000000000"), decimal("113314845306682631683")},
    {decimal("6250000000000000000"), decimal("106449445891785942956")},
}};
/** The exponential needs only these of them. */
constexpr std::size_t fineFactorsOfExponential = 8;

const Uint256 largestExponent = decimal("130000000000000000000");
const Uint256 leastExponent = decimal("41000000000000000000");
const Uint256 logarithm36From = decimal("900000000000000000");
const Uint256 logarithm36To = decimal("1100000000000000000");
const Uint256 exponentBound = quotient(Uint256(1) << 254, wad20);

/** A number below 2^128 by a small one, which is a constant where this is inlined. */
inline Uint128 bySmall(Uint128 a, std::uint64_t divisor) {
  const auto high = static_cast<std::uint64_t>(a >> 64);
  std::uint64_t rest = high % divisor;
  const std::uint64_t low = divide2by1(rest, static_cast<std::uint64_t>(a), divisor, rest);
  return (static_cast<Uint128>(high / divisor) << 64) | low;
}

constexpr std::uint64_t fiveToThe20th = 95'367'431'640'625ULL;
constexpr Uint128 oneIn20 = (static_cast<Uint128>(5) << 64) | 0x6BC75E2D63100000ULL;
constexpr Uint128 quarterIn20 = oneIn20 / 4;
constexpr Uint128 oneIn36 = static_cast<Uint128>(1'000'000'000'000'000'000ULL) * 1'000'000'000'000'000'000ULL;

/** a * b / 10^20 for numbers below 2^65: by 2^20 as a shift, then by 5^20, which is one machine division. */
inline std::uint64_t multiplyIn20(Uint128 a, Uint128 b) {
  const Product256 product = multiply128(a, b);
  const Uint128 shifted = (product.high << 108) | (product.low >> 20);
  std::uint64_t rest = 0;
  return divide2by1(static_cast<std::uint64_t>(shifted >> 64), static_cast<std::uint64_t>(shifted), fiveToThe20th, rest);
}

/** a * b / 10^36 for numbers below 2^120. */
inline Uint128 multiplyIn36(Uint128 a, Uint128 b) { return divide256by128(multiply128(a, b), oneIn36).quotient; }

/** A sign and a size: the contract's int256, whose division cuts towards zero as the sizes' does. */
struct Signed {
  bool negative = false;
  Uint256 size;
};

/** 2 (z + z^3/3 + z^5/5 + ...) up to the given odd power, for z in `unit`. */
Uint256 areaTangentSeries(const Uint256& z, const Uint256& unit, std::uint64_t lastPower) {
  const Uint256 square = quotient(z * z, unit);
  Uint256 term = z;
  Uint256 sum = z;
  for (std::uint64_t odd = 3; odd <= lastPower; odd += 2) {
    term = quotient(term * square, unit);
    sum = sum + quotient(term, Uint256(odd));
  }
  return sum << 1;
}

/** ln of a number between 0.9 and 1.1, in 36 decimals. All of it fits 128 bits, and a term that is 0 is followed by none. */
Signed logarithm36(const Uint256& base) {
  const Uint128 x = static_cast<Uint128>(base.limb[0]) * 1'000'000'000'000'000'000ULL;
  const bool negative = x < oneIn36;
  const Uint128 z = divide256by128(multiply128(negative ? oneIn36 - x : x - oneIn36, oneIn36), x + oneIn36).quotient;
  const Uint128 square = multiplyIn36(z, z);
  Uint128 term = z;
  Uint128 sum = z;
#pragma GCC unroll 7
  for (std::uint64_t odd = 3; odd <= 15; odd += 2) {
    term = multiplyIn36(term, square);
    if (term == 0) break;
    sum += bySmall(term, odd);
  }
  return {negative, Uint256::from(sum << 1)};
}

/** ln of a number of 1 or more, in 18 decimals. */
Uint256 logarithmAboveOne(Uint256 a) {
  Uint256 sum;
  for (const Factor& factor : wholeFactors) {
    // The larger threshold may pass 2^256 only for factors that no int256 reaches.
    if (a < factor.value * wad) continue;
    a = quotient(a, factor.value);
    sum = sum + factor.exponent;
  }
  sum = sum * Uint256(100);
  a = a * Uint256(100);
  for (const Factor& factor : fineFactors) {
    if (a < factor.value) continue;
    a = quotient(a * wad20, factor.value);
    sum = sum + factor.exponent;
  }
  const Uint256 z = quotient((a - wad20) * wad20, a + wad20);
  return quotient(sum + areaTangentSeries(z, wad20, 11), Uint256(100));
}

Signed logarithm(const Uint256& a) {
  if (a < wad) return {true, logarithmAboveOne(quotient(wad36, a))};
  return {false, logarithmAboveOne(a)};
}

/** x + x^2/2! + ... + x^12/12! with 20 decimals, for x below a quarter. A term that is 0 is followed by none. */
inline Uint128 seriesOfExponential(Uint128 x) {
  Uint128 sum = x;
  Uint128 term = x;
#pragma GCC unroll 11
  for (std::uint64_t n = 2; n <= 12; ++n) {
    const std::uint64_t whole = multiplyIn20(term, x) / n;
    if (whole == 0) break;
    sum += whole;
    term = whole;
  }
  return sum;
}

/** e^x in 18 decimals for 0 <= x <= 130. */
Uint256 exponential(Uint256 x) {
  Uint256 whole(1);
  for (const Factor& factor : wholeFactors) {
    if (x < factor.exponent) continue;
    x = x - factor.exponent;
    whole = factor.value;
    break;
  }
  x = x * Uint256(100);
  Uint256 product = wad20;
  for (std::size_t i = 0; i < fineFactorsOfExponential; ++i) {
    if (x < fineFactors[i].exponent) continue;
    x = x - fineFactors[i].exponent;
    product = quotient(product * fineFactors[i].value, wad20);
  }
  const Uint128 sum = oneIn20 + seriesOfExponential(x.low128());
  const Uint256 fine = product == wad20 ? Uint256::from(sum) : quotient(product * Uint256::from(sum), wad20);
  if (whole == Uint256(1) && fine.fits128()) return Uint256::from(bySmall(fine.low128(), 100));
  return quotient(fine * whole, Uint256(100));
}

}  // namespace

// By 1, as tokens of 18 decimals are scaled: nothing to reckon where nothing can overflow either.
static bool isByOne(const Checked& a, const Checked& b) { return b.ok && b.value == wad && a.value.fits128(); }

Checked multiplyDown(const Checked& a, const Checked& b) { return isByOne(a, b) ? a : a * b / one; }

Checked multiplyUp(const Checked& a, const Checked& b) { return isByOne(a, b) ? a : divideUp(a * b, one); }

Checked divideFixedDown(const Checked& a, const Checked& b) { return isByOne(a, b) ? a : a * one / b; }

Checked divideFixedUp(const Checked& a, const Checked& b) { return isByOne(a, b) ? a : divideUp(a * one, b); }

Checked complement(const Checked& a) { return {a.value < wad ? wad - a.value : Uint256(), a.ok}; }

Power power(const Uint256& base, const Uint256& exponent) {
  if (exponent.isZero()) return {QuoteError::none, one};
  if (base.isZero()) return {QuoteError::none, Checked(0)};
  if (base.bitLength() > 255 || exponent >= exponentBound) return {QuoteError::powerDomain, {}};
  Signed product;
  if (base > logarithm36From && base < logarithm36To) {
    const Signed ln = logarithm36(base);
    std::uint64_t rest = 0;
    const auto high = static_cast<std::uint64_t>(ln.size.limb[1] % wad.limb[0]);
    const std::uint64_t low = divide2by1(high, ln.size.limb[0], wad.limb[0], rest);
    const Uint256 integer = Uint256(0, 0, ln.size.limb[1] / wad.limb[0], low);
    product = {ln.negative, integer * exponent + quotient(Uint256(rest) * exponent, wad)};
  } else {
    const Signed ln = logarithm(base);
    product = {ln.negative, ln.size * exponent};
  }
  product.size = quotient(product.size, wad);
  if (product.size > (product.negative ? leastExponent : largestExponent)) return {QuoteError::powerDomain, {}};
  const Uint256 value = exponential(product.size);
  return {QuoteError::none, product.negative && !product.size.isZero() ? quotient(wad36, value) : value};
}

Power powerUp(const Checked& base, const Checked& exponent, bool shortcuts) {
  if (!base.ok || !exponent.ok) return {QuoteError::arithmetic, {}};
  if (shortcuts) {
    if (exponent.value == wad) return {QuoteError::none, base};
    if (exponent.value == wad * Uint256(2)) return {QuoteError::none, multiplyUp(base, base)};
    if (exponent.value == wad * Uint256(4)) {
      const Checked square = multiplyUp(base, base);
      return {QuoteError::none, multiplyUp(square, square)};
    }
  }
  const Power raw = power(base.value, exponent.value);
  if (raw.error != QuoteError::none) return raw;
  // The result is off by 10,000 parts in 10^18 at most.
  const Checked largestError = multiplyUp(raw.value, Checked(10'000)) + Checked(1);
  return {QuoteError::none, raw.value + largestError};
}

}  // namespace syndicate
