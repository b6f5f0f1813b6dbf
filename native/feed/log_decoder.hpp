#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "../uint256.hpp"

namespace syndicate {

enum class LogKind : std::uint32_t { v2Sync = 0, v3Swap = 1, v3Initialize = 2, v3Mint = 3, v3Burn = 4 };

/** What a log says about its pool's state. */
struct PoolUpdate {
  LogKind kind = LogKind::v2Sync;
  /** Big-endian, as it is written. */
  std::array<std::uint8_t, 20> address{};
  bool removed = false;
  /** Swap and Initialize: tick. Mint and Burn: lower and upper tick. */
  std::int32_t tick = 0;
  std::int32_t tickUpper = 0;
  /** Swap and Initialize: sqrtPriceX96. */
  Uint256 price;
  /** Sync: reserve0. Swap: liquidity. Mint and Burn: liquidity added or taken away. */
  Uint128 amount0 = 0;
  /** Sync: reserve1. */
  Uint128 amount1 = 0;
};

/**
 * Reads a JSON array of logs, as eth_getLogs answers it, in one pass over its bytes. Logs of other events are passed over. The topic count, the
 * data's length and every word's width must be exactly the event's (Uniswap V2 pair, V3 pool), as app/market/decode has it.
 * The updates hold until the next call. Strings with escapes are refused: no number, hash or address has one.
 */
class LogDecoder {
 public:
  /** False when the text is no array of logs, or a log of a known event is malformed. */
  bool decode(std::string_view text);
  std::span<const PoolUpdate> updates() const { return updates_; }

 private:
  std::vector<PoolUpdate> updates_;
};

}  // namespace syndicate
