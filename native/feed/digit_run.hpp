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

/** The digits that eight characters begin with: how many there are, and their value. Lemire, "Quickly parsing eight digits". */
inline unsigned digitRun(std::uint64_t characters, std::uint64_t& value) {
  const std::uint64_t offsets = characters ^ 0x3030303030303030;
  // The lowest set bit marks the first byte above nine; a carry can only reach bytes behind it.
  const std::uint64_t others = ((offsets + 0x7676767676767676) | offsets) & 0x8080808080808080;
  const unsigned count = others == 0 ? 8 : static_cast<unsigned>(std::countr_zero(others)) / 8;
  // In two steps, for no digits are a shift by all 64 bits.
  std::uint64_t pairs = offsets << (4 * (8 - count)) << (4 * (8 - count));
  pairs = pairs * 10 + (pairs >> 8);
  value = (((pairs & 0x000000ff000000ff) * 0x000f424000000064) + (((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
  return count;
}

}  // namespace syndicate
