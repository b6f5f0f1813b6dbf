#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace syndicate {

/** A best quote as the micro-price sees it. */
struct MicropriceState {
  double midTicks = 0;
  double spreadTicks = 0;
  /** Bid size over both sizes, 0 to 1. */
  double bidShare = 0;
};

/**
 * Stoikov's micro-price ("The Micro-Price: A High Frequency Estimator of Future Prices", 2018): where the mid is expected once it has moved for long, given
 * spread and imbalance of the best quotes now. Learned from a stream of quotes: how often each state leads to which other with or without a move of the
 * mid, counted also mirrored, so that it has no drift. Spreads above four ticks count as four, moves above two ticks as two. Numbers are finite.
 */
class Microprice {
 public:
  /** The next quote of the stream, each time that it changes. */
  void see(const MicropriceState& state);
  /** Works out what was learned so far. False when a state never leads to a move. */
  bool fit();
  /** By the last fit: the micro-price less the mid, in ticks; nothing where such a state was hardly ever seen. */
  std::optional<double> adjustment(double spreadTicks, double bidShare) const;

 private:
  static constexpr std::size_t imbalanceBuckets = 10;
  static constexpr std::size_t widestSpread = 4;
  static constexpr std::size_t states = imbalanceBuckets * widestSpread;
  using Column = std::array<double, states>;
  using Matrix = std::array<Column, states>;

  static std::size_t placeOf(double spreadTicks, double bidShare, bool isMirrored);
  void count(std::size_t from, std::size_t to, double step);

  std::optional<MicropriceState> last_;
  /** From state to state while the mid stands, and with a move. */
  Matrix still_{};
  Matrix moved_{};
  /** Sum of moves by state, and how often it was left or stayed in. */
  Column moves_{};
  Column seen_{};
  Column adjustments_{};
  Column seenAtFit_{};
};

}  // namespace syndicate
