#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "../amm/balancer_stable.hpp"
#include "../amm/balancer_weighted.hpp"
#include "../amm/curve_crypto.hpp"
#include "../amm/curve_stable.hpp"
#include "../amm/solidly.hpp"

namespace syndicate {

/** A Curve pool of the stable kind, its base pool's share priced, with the invariant that all quotes of one state share. */
struct CurvePool {
  CurveStableState state;
  CurvePoint at;
};

/**
 * States of the kinds whose pools have few or many coins, each as long as its own coins need and, where all of its numbers fit 128 bits, half as long again.
 * A place keeps its memory from state to state: it moves once at most, when a state needs more than the first one did.
 */
class PackedStates {
 public:
  void clear();
  /** A new place, of a state as it is by default. */
  std::uint32_t add();
  template <typename State>
  void set(std::uint32_t place, const State& state);
  /** As it was set; a place has one type of state. A settled invariant beside its pool is left out. */
  template <typename State>
  State get(std::uint32_t place) const;
  std::size_t bytes() const;

 private:
  static constexpr std::size_t chunkWords = 1024;
  using Chunk = std::array<std::uint64_t, chunkWords>;
  struct Slot {
    std::uint32_t chunk = 0;
    std::uint16_t first = 0;
    /** Words; 0 as long as nothing was set. */
    std::uint16_t room = 0;
  };

  void provide(Slot& slot, std::size_t words);

  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<Chunk>> chunks_;
  /** Of the last chunk. */
  std::size_t used_ = chunkWords;
};

}  // namespace syndicate
