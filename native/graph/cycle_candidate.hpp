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
  std::uint32_t count : 3 = 0;
  std::uint32_t profitIndex : 27 = 0;
  /** The bound is that of the pools' curves: looking at these again would not lower it. */
  std::uint32_t refined : 1 = 0;
  /** The bound is that of the best input in doubles: the net itself, but for roundings. */
  std::uint32_t guessed : 1 = 0;

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
  struct Wanted {
    /** Of the candidates shown, so many at the front. */
    std::size_t count = 0;
    /** No candidate with a lower bound is wanted any more. */
    double enough = 0;
  };
  /** May change and reorder the candidates it is shown. */
  using Look = std::function<Wanted(std::span<CycleCandidate>)>;

  /** With `look` the list is shown whenever it has grown, so that it stays short and asks for what is known by then. */
  void takeFrom(double floor, Look look = {});
  /** Of the `wanted` best candidates' bounds, from this share of the lowest on, and from the floor. */
  void takeBest(std::size_t wanted, double share, double floor = -std::numeric_limits<double>::infinity());
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
  Look look_;
  double enough_ = 0;
  double share_ = 0;
  std::size_t wanted_ = 0;
  /** At this many candidates the list is looked through again. */
  std::size_t nextLook_ = 0;
};

}  // namespace syndicate
