#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace syndicate {

inline constexpr auto powersOfTen = [] {
  std::array<std::uint64_t, 20> powers{};
  std::uint64_t power = 1;
  for (auto& each : powers) {
    each = power;
    power *= 10;
  }
  return powers;
}();

/** Eight characters whose first is the lowest byte. */
inline std::uint64_t eightCharacters(const char* at, const char* end) {
  std::uint64_t word = 0;
  if (end - at >= 8) {
    std::memcpy(&word, at, 8);
  } else {
    std::memcpy(&word, at, static_cast<std::size_t>(end - at));
  }
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

inline constexpr std::uint64_t eightZeros = 0x3030303030303030;

/** A high bit for each byte above nine, up to the lowest of them; none when all are digits. A carry can only reach bytes behind it. */
inline std::uint64_t aboveNine(std::uint64_t offsets) { return ((offsets + 0x7676767676767676) | offsets) & 0x8080808080808080; }

/** The value of eight digits, the first in the lowest byte. Lemire, "Quickly parsing eight digits". */
inline std::uint64_t eightDigits(std::uint64_t offsets) {
  const std::uint64_t pairs = offsets * 10 + (offsets >> 8);
  return (((pairs & 0x000000ff000000ff) * 0x000f424000000064) + (((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
}

/** The digits that eight characters begin with: how many there are, and their value. */
inline unsigned digitRun(std::uint64_t characters, std::uint64_t& value) {
  const std::uint64_t offsets = characters ^ eightZeros;
  const std::uint64_t others = aboveNine(offsets);
  const unsigned count = others == 0 ? 8 : static_cast<unsigned>(std::countr_zero(others)) / 8;
  // In two steps, for no digits are a shift by all 64 bits.
  value = eightDigits(offsets << (4 * (8 - count)) << (4 * (8 - count)));
  return count;
}

}  // namespace syndicate
