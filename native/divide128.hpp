#pragma once

#include <bit>
#include <cstdint>

namespace syndicate {

/** (high, low) / divisor for high < divisor, with its remainder: one machine division. */
inline std::uint64_t divide2by1(std::uint64_t high, std::uint64_t low, std::uint64_t divisor, std::uint64_t& remainder) {
#if defined(__x86_64__)
  std::uint64_t quotient;
  __asm__("divq %4" : "=a"(quotient), "=d"(remainder) : "0"(low), "1"(high), "rm"(divisor) : "cc");
  return quotient;
#else
  const unsigned __int128 numerator = (static_cast<unsigned __int128>(high) << 64) | low;
  remainder = static_cast<std::uint64_t>(numerator % divisor);
  return static_cast<std::uint64_t>(numerator / divisor);
#endif
}

/** A 256-bit product, and a quotient of 128 bits with its remainder. */
struct Product256 {
  unsigned __int128 high = 0;
  unsigned __int128 low = 0;
};

struct Division128 {
  unsigned __int128 quotient = 0;
  unsigned __int128 remainder = 0;
};

inline Product256 multiply128(unsigned __int128 a, unsigned __int128 b) {
  using Wide = unsigned __int128;
  const auto a0 = static_cast<std::uint64_t>(a);
  const auto a1 = static_cast<std::uint64_t>(a >> 64);
  const auto b0 = static_cast<std::uint64_t>(b);
  const auto b1 = static_cast<std::uint64_t>(b >> 64);
  const Wide low = static_cast<Wide>(a0) * b0;
  const Wide left = static_cast<Wide>(a1) * b0 + static_cast<std::uint64_t>(low >> 64);
  const Wide right = static_cast<Wide>(a0) * b1 + static_cast<std::uint64_t>(left);
  return {static_cast<Wide>(a1) * b1 + static_cast<std::uint64_t>(left >> 64) + static_cast<std::uint64_t>(right >> 64),
          (right << 64) | static_cast<std::uint64_t>(low)};
}

/** One digit of a division by two limbs, the upper of which has its highest bit set; (rest, next) < divisor * 2^64. Knuth's estimate is exact here. */
inline std::uint64_t divide3by2(unsigned __int128& rest, std::uint64_t next, unsigned __int128 divisor) {
  using Wide = unsigned __int128;
  const auto d1 = static_cast<std::uint64_t>(divisor >> 64);
  const auto d0 = static_cast<std::uint64_t>(divisor);
  const auto r1 = static_cast<std::uint64_t>(rest >> 64);
  const auto r0 = static_cast<std::uint64_t>(rest);
  std::uint64_t digit = ~0ULL;
  std::uint64_t left = 0;
  bool fits = true;
  if (r1 >= d1) {
    left = r0 + d1;
    fits = left >= d1;
  } else {
    digit = divide2by1(r1, r0, d1, left);
  }
  while (fits && static_cast<Wide>(digit) * d0 > ((static_cast<Wide>(left) << 64) | next)) {
    --digit;
    left += d1;
    fits = left >= d1;
  }
  rest = ((static_cast<Wide>(r0) << 64) | next) - static_cast<Wide>(digit) * d0 - ((static_cast<Wide>(digit) * d1) << 64);
  return digit;
}

/** numerator / divisor rounded down, for numerator.high < divisor: the quotient fits. */
inline Division128 divide256by128(const Product256& numerator, unsigned __int128 divisor) {
  using Wide = unsigned __int128;
  const auto upper = static_cast<std::uint64_t>(divisor >> 64);
  if (upper == 0) {
    const auto small = static_cast<std::uint64_t>(divisor);
    std::uint64_t rest = static_cast<std::uint64_t>(numerator.high);
    const std::uint64_t q1 = divide2by1(rest, static_cast<std::uint64_t>(numerator.low >> 64), small, rest);
    const std::uint64_t q0 = divide2by1(rest, static_cast<std::uint64_t>(numerator.low), small, rest);
    return {(static_cast<Wide>(q1) << 64) | q0, rest};
  }
  const int shift = std::countl_zero(upper);
  const Wide d = divisor << shift;
  Wide rest = shift == 0 ? numerator.high : (numerator.high << shift) | (numerator.low >> (128 - shift));
  const Wide low = numerator.low << shift;
  const std::uint64_t q1 = divide3by2(rest, static_cast<std::uint64_t>(low >> 64), d);
  const std::uint64_t q0 = divide3by2(rest, static_cast<std::uint64_t>(low), d);
  return {(static_cast<Wide>(q1) << 64) | q0, rest >> shift};
}

}  // namespace syndicate
