#include "split_exact.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate {
namespace {

/** Swaps that one route may cost, whatever its pools look like. */
constexpr int swapBudget = 1000;
constexpr std::uint32_t stepsOfSwap = 8;
/** How far doubles may have put an amount off. */
constexpr double flowError = 1e-8;
/** The same where a fee moves. */
constexpr double unevenError = 1.0 / 32;
constexpr int strideShift = 2;
constexpr int mostSweeps = 6;
constexpr int idlePasses = 2;

class SplitClimb {
 public:
  SplitClimb(const Market& market, const SplitRoute& pools, const SplitFlow& flow, double grain)
      : market_(market), best_(pools), grain_(fromDouble(std::max(1.0, grain))) {
    for (std::uint32_t leg = 0; leg < best_.legs; ++leg) {
      const auto& input = flow.legs[leg].input;
      rest_[leg] = static_cast<std::uint32_t>(std::max_element(input.begin(), input.begin() + best_.counts[leg]) - input.begin());
      for (std::uint32_t i = 0; i < best_.counts[leg]; ++i) {
        best_.swaps[leg][i].amountIn = fromDouble(std::max(1.0, std::floor(input[i])));
        stride_[leg][i] = fromDouble(std::max(4.0, input[i] * (pools.isUneven ? unevenError : flowError)));
        const double worth = flow.unitValue[leg];
        least_[leg] = fromDouble(worth > 0 ? std::max(1.0, grain / (16 * worth)) : 1.0);
      }
    }
  }

  std::optional<SplitRoute> run() {
    if (!start()) return std::nullopt;
    for (int sweep = 0; sweep < mostSweeps && budget_ > 0; ++sweep) {
      const SplitRoute before = best_;
      climb();
      if (!gained(before)) break;
    }
    return best_;
  }

 private:
  /** All swaps anew; where the last range of a pool is too short for a guess, a little less of everything. */
  bool start() {
    const SplitRoute guess = best_;
    for (const int shift : {256, 40, 30, 20, 10, 5, 2}) {
      SplitRoute trial = guess;
      for (std::uint32_t leg = 0; leg < trial.legs; ++leg) {
        for (std::uint32_t i = 0; i < trial.counts[leg]; ++i) {
          Uint256& amount = trial.swaps[leg][i].amountIn;
          const Uint256 less = amount >> shift;
          if (less < amount) amount = amount - less;
        }
      }
      if (complete(trial, 0, true)) {
        best_ = trial;
        return true;
      }
    }
    return false;
  }

  bool swap(SplitSwap& each, const Uint256& amountIn) {
    if (amountIn.isZero() || budget_ <= 0) return false;
    const HopQuote quote = market_.exactIn(each.hop.pool, each.hop.zeroForOne, amountIn);
    budget_ -= 1 + static_cast<int>(quote.steps / stepsOfSwap);
    if (quote.error != QuoteError::none || quote.amount.isZero()) return false;
    each.amountIn = amountIn;
    each.amountOut = quote.amount;
    each.ticksCrossed = quote.ticksCrossed;
    return true;
  }

  /** From `leg` on: what the legs before pay is handed on. Swaps of that leg are right already unless `all`. */
  bool complete(SplitRoute& route, std::uint32_t leg, bool all) {
    for (std::uint32_t at = leg; at < route.legs; ++at) {
      auto& swaps = route.swaps[at];
      for (std::uint32_t i = 0; all && i < route.counts[at]; ++i) {
        if ((at == 0 || i != rest_[at]) && !swap(swaps[i], swaps[i].amountIn)) return false;
      }
      if (at > 0 && !handOn(route, at)) return false;
    }
    route.amountIn = Uint256();
    for (std::uint32_t i = 0; i < route.counts[0]; ++i) route.amountIn = route.amountIn + route.swaps[0][i].amountIn;
    route.amountOut = paidBy(route, route.legs - 1);
    return true;
  }

  static Uint256 paidBy(const SplitRoute& route, std::uint32_t leg) {
    Uint256 paid;
    for (std::uint32_t i = 0; i < route.counts[leg]; ++i) paid = paid + route.swaps[leg][i].amountOut;
    return paid;
  }

  /** The pool that takes the rest of a leg takes what the others leave. */
  bool handOn(SplitRoute& route, std::uint32_t leg) {
    Uint256 rest = paidBy(route, leg - 1);
    for (std::uint32_t i = 0; i < route.counts[leg]; ++i) {
      if (i != rest_[leg] && subBorrow(rest, route.swaps[leg][i].amountIn)) return false;
    }
    SplitSwap& last = route.swaps[leg][rest_[leg]];
    return last.amountIn == rest && !last.amountOut.isZero() ? true : swap(last, rest);
  }

  /** a.out - a.in > b.out - b.in, none of which passes 2^255. */
  static bool bringsMore(const SplitRoute& a, const SplitRoute& b) { return a.amountOut + b.amountIn > b.amountOut + a.amountIn; }

  /** Moves a pool's amount by a stride, and another's of its leg the other way if `from` is one; else the rest of a later leg gives way. */
  bool move(std::uint32_t leg, std::uint32_t pool, const Uint256& stride, bool up, std::uint32_t from) {
    if (budget_ <= 0) return false;
    SplitRoute trial = best_;
    SplitSwap& moved = trial.swaps[leg][pool];
    if (!up && stride >= moved.amountIn) return false;
    if (!swap(moved, up ? moved.amountIn + stride : moved.amountIn - stride)) return false;
    if (from != pool) {
      SplitSwap& other = trial.swaps[leg][from];
      if (up && stride >= other.amountIn) return false;
      if (!swap(other, up ? other.amountIn - stride : other.amountIn + stride)) return false;
    }
    // The leg's own rest is found again where it hands on.
    if (leg > 0 ? !complete(trial, leg, false) : !complete(trial, 1, false)) return false;
    if (!bringsMore(trial, best_)) return false;
    best_ = trial;
    return true;
  }

  void moveWhileBetter(std::uint32_t leg, std::uint32_t pool, Uint256 stride, std::uint32_t from) {
    for (const bool up : {true, false}) {
      if (!move(leg, pool, stride, up, from)) continue;
      while (move(leg, pool, stride, up, from)) {
        if (stride.bitLength() < 200) stride = stride << 1;
      }
      return;
    }
  }

  /** Passes over all amounts at ever smaller strides. Where several in a row bring nothing to speak of, those down to the least would not either: it comes next. */
  void climb() {
    int idle = 0;
    for (int shift = 0; budget_ > 0; shift += strideShift) {
      const SplitRoute before = best_;
      if (pass(shift)) return;
      idle = gained(before) ? 0 : idle + 1;
      if (idle == idlePasses) {
        pass(255);
        return;
      }
    }
  }

  /** Since `before`, by the grain at least. */
  bool gained(const SplitRoute& before) const { return best_.amountOut + before.amountIn >= before.amountOut + best_.amountIn + grain_; }

  /** True when every stride is the least. */
  bool pass(int shift) {
    bool isLeast = true;
    for (std::uint32_t leg = 0; leg < best_.legs; ++leg) {
      for (std::uint32_t i = 0; i < best_.counts[leg]; ++i) {
        if (isRest(leg, i)) continue;
        const Uint256 stride = std::max(stride_[leg][i] >> shift, least_[leg]);
        isLeast = isLeast && stride == least_[leg];
        moveWhileBetter(leg, i, stride, i);
        for (std::uint32_t from = i + 1; from < best_.counts[leg]; ++from) {
          if (!isRest(leg, from)) moveWhileBetter(leg, i, stride, from);
        }
        if (stride == Uint256(1)) moveWhileBetter(leg, i, Uint256(2), i);
      }
    }
    return isLeast;
  }

  bool isRest(std::uint32_t leg, std::uint32_t pool) const { return leg > 0 && pool == rest_[leg]; }

  const Market& market_;
  SplitRoute best_;
  /** A gain below this is not worth another pass. */
  Uint256 grain_;
  int budget_ = swapBudget;
  /** By leg: the pool that takes what is left, the one with most. */
  std::array<std::uint32_t, maxHopCount> rest_{};
  std::array<std::array<Uint256, maxParallelPools>, maxHopCount> stride_{};
  std::array<Uint256, maxHopCount> least_{};
};

}  // namespace

std::uint32_t SplitRoute::swapCount() const {
  std::uint32_t count = 0;
  for (std::uint32_t leg = 0; leg < legs; ++leg) count += counts[leg];
  return count;
}

std::uint32_t SplitRoute::ticksCrossed() const {
  std::uint32_t crossed = 0;
  for (std::uint32_t leg = 0; leg < legs; ++leg) {
    for (std::uint32_t i = 0; i < counts[leg]; ++i) crossed += swaps[leg][i].ticksCrossed;
  }
  return crossed;
}

std::optional<SplitRoute> exactSplit(const Market& market, const SplitRoute& pools, const SplitFlow& flow, double grain) {
  return SplitClimb(market, pools, flow, grain).run();
}

}  // namespace syndicate
