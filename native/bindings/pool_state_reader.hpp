#pragma once

#include <optional>
#include <span>

#include "../amm/exact_pool.hpp"

namespace syndicate {

/** The arrays that describe one pool; their layout by kind is in app/native.ts. */
struct PoolDescription {
  std::span<const std::int32_t> shape;
  std::span<const std::uint64_t> words;
  std::span<const std::int32_t> ticks;
  std::span<const std::uint64_t> nets;
};

/** The state they describe; nothing when a kind, a count or a value is out of range or an array too short. */
std::optional<AnyPoolState> readPoolState(const PoolDescription& description);

}  // namespace syndicate
