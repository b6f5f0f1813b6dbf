#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace syndicate {

inline constexpr auto crc32Table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb88320u : 0);
    table[i] = value;
  }
  return table;
}();

/** CRC-32 as in IEEE 802.3, begun with 0 or continued. */
inline std::uint32_t crc32(std::string_view text, std::uint32_t before = 0) {
  std::uint32_t value = ~before;
  for (const char c : text) value = crc32Table[(value ^ static_cast<std::uint8_t>(c)) & 0xff] ^ (value >> 8);
  return ~value;
}

}  // namespace syndicate
