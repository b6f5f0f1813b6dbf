#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "optimal_input.hpp"

namespace syndicate {

/** A cycle that may pay, not yet solved, rotated to begin in its profit token. */
struct CycleCandidate {
  /** Not below the net of any input: in doubles, with a margin for their errors. */
  double netBound = 0;
  /** A pool's index twice, plus 1 where token0 goes in. */
  std::array<std::uint32_t, maxHopCount> hops{};
  std::uint32_t count = 0;
  std::uint32_t profitIndex = 0;

  CyclePath path() const {
    CyclePath path;
    path.count = count;
    for (std::uint32_t i = 0; i < count; ++i) path.hops[i] = {hops[i] >> 1, (hops[i] & 1) != 0};
    return path;
  }
};

/**
 * The candidates of one walk that a search may want. What it wants shows only when the best are solved exactly, so at first a walk keeps those whose bound is
 * at least a share of the best bound's; where that proves to have been too much to ask, it is walked again for all from a floor on.
 */
class CandidateList {
 public:
  /** May lower a candidate's bound; false when it is not wanted any more. */
  using Refine = std::function<bool(CycleCandidate&)>;

  /** With `refine` the list is thinned whenever it has grown, so that it stays short. */
  void takeFrom(double floor, Refine refine = {});
  /** Of the `wanted` best candidates' bounds, from this share of the lowest on. */
  void takeBest(std::size_t wanted, double share);
  /** No candidate with a lower bound is kept. */
  double enough() const { return enough_; }
  /** `worth`: the bound before costs. */
  void add(const CycleCandidate& candidate, double worth);
  /** Those with enough; valid until the next call of anything here. */
  std::span<CycleCandidate> kept();
  std::size_t bytes() const { return candidates_.capacity() * sizeof(CycleCandidate); }

 private:
  void drop();

  std::vector<CycleCandidate> candidates_;
  Refine refine_;
  double enough_ = 0;
  double share_ = 0;
  std::size_t wanted_ = 0;
  /** At this many candidates the list is looked through again. */
  std::size_t nextLook_ = 0;
};

}  // namespace syndicate
