#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "../feed/digit_run.hpp"

namespace syndicate {

/** A decimal without sign, exactly: mantissa / 10^fraction. A negative fraction stands for zeros before the point. */
struct Decimal {
  std::uint64_t mantissa = 0;
  std::int32_t fraction = 0;
};

/** Appends digits to a mantissa; answers how many, or nothing when they no longer fit. */
inline std::optional<std::uint32_t> appendDigits(const char*& at, const char* end, std::uint64_t& mantissa) {
  std::uint32_t total = 0;
  for (;;) {
    std::uint64_t value = 0;
    const unsigned count = digitRun(eightCharacters(at, end), value);
    if (count == 0) return total;
    if (__builtin_mul_overflow(mantissa, powersOfTen[count], &mantissa) || __builtin_add_overflow(mantissa, value, &mantissa)) {
      return std::nullopt;
    }
    at += count;
    total += count;
    if (count < 8) return total;
  }
}

inline bool readExponent(const char*& at, const char* end, std::int32_t& exponent) {
  bool isNegative = false;
  if (at != end && (*at == '-' || *at == '+')) isNegative = *at++ == '-';
  std::uint64_t value = 0;
  const unsigned count = digitRun(eightCharacters(at, end), value);
  if (count == 0 || count > 2) return false;
  at += count;
  exponent = isNegative ? -static_cast<std::int32_t>(value) : static_cast<std::int32_t>(value);
  return true;
}

/** How many digits a decimal has on both sides of its point, one to eight each. */
struct DecimalShape {
  unsigned before = 1;
  unsigned after = 1;
};

/**
 * As readDecimal, for a text that ends with a quote and has the shape of the one before it in its list, as nearly all have: so nothing waits for a search for where the digits
 * end. Answers where the quote is, or nothing.
 */
inline const char* readShapedDecimal(const char* at, const char* end, const DecimalShape& shape, Decimal& decimal) {
  if (end - at < static_cast<std::ptrdiff_t>(shape.before + 10)) return nullptr;
  const char* const point = at + shape.before;
  const char* const quote = point + 1 + shape.after;
  const std::uint64_t whole = (eightCharacters(at, at + 8) ^ eightZeros) << (8 * (8 - shape.before));
  const std::uint64_t part = (eightCharacters(point + 1, point + 9) ^ eightZeros) << (8 * (8 - shape.after));
  if (*point != '.' || *quote != '"' || (aboveNine(whole) | aboveNine(part)) != 0) return nullptr;
  decimal = {eightDigits(whole) * powersOfTen[shape.after] + eightDigits(part), static_cast<std::int32_t>(shape.after)};
  return quote;
}

/** The same of a text whose shape is not known, which is told. */
inline const char* readShortDecimal(const char* at, const char* end, DecimalShape& shape, Decimal& decimal) {
  constexpr std::ptrdiff_t longest = 8 + 1 + 8 + 1;
  if (end - at < longest) return nullptr;
  std::uint64_t value = 0;
  const unsigned before = digitRun(eightCharacters(at, at + 8), value);
  const unsigned after = digitRun(eightCharacters(at + before + 1, at + before + 9), value);
  if (before == 0 || after == 0) return nullptr;
  shape = {before, after};
  return readShapedDecimal(at, end, shape, decimal);
}

/** "61837.63000000", "5" or "1e-05", up to the first other character. False when there is no number without sign, or one above 64 bits. */
inline bool readDecimal(const char*& at, const char* end, Decimal& decimal) {
  decimal = Decimal{};
  const auto before = appendDigits(at, end, decimal.mantissa);
  if (!before || *before == 0) return false;
  if (at != end && *at == '.') {
    ++at;
    const auto after = appendDigits(at, end, decimal.mantissa);
    if (!after || *after == 0) return false;
    decimal.fraction = static_cast<std::int32_t>(*after);
  }
  if (at != end && (*at == 'e' || *at == 'E')) {
    std::int32_t exponent = 0;
    if (!readExponent(++at, end, exponent)) return false;
    decimal.fraction -= exponent;
  }
  return true;
}

/** The decimal in units of 10^-digits; nothing when it has more digits, or more than 63 bits. */
inline std::optional<std::uint64_t> inUnits(const Decimal& decimal, std::int32_t digits) {
  std::uint64_t units = decimal.mantissa;
  const std::int32_t shift = digits - decimal.fraction;
  if (shift == 0) [[likely]] {
    if (units >> 63 != 0) return std::nullopt;
    return units;
  }
  if (shift > 0) {
    if (units != 0 && (shift > 19 || __builtin_mul_overflow(units, powersOfTen[static_cast<std::size_t>(shift)], &units))) return std::nullopt;
  } else {
    if (units != 0 && (shift < -19 || units % powersOfTen[static_cast<std::size_t>(-shift)] != 0)) return std::nullopt;
    if (units != 0) units /= powersOfTen[static_cast<std::size_t>(-shift)];
  }
  if (units >> 63 != 0) return std::nullopt;
  return units;
}

}  // namespace syndicate
