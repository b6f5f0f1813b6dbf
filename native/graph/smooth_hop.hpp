#pragma once

#include <array>
#include <cstddef>

#include "../amm/balancer_stable.hpp"
#include "../amm/balancer_weighted.hpp"
#include "../amm/curve_crypto.hpp"
#include "../amm/curve_stable.hpp"
#include "../amm/solidly.hpp"

namespace syndicate {

/** A curve at one input: what comes out, its slope and its second derivative (not above zero where the price only gets worse). */
struct HopPoint {
  double value = 0;
  double slope = 0;
  double bend = 0;
};

/**
 * A hyperbola that no swap in one direction can beat: output <= rate * x / (1 + drag * x) + slack for every input x, roundings and
 * further ranges included. A rate of 0: nothing can be swapped.
 */
struct HopTerm {
  /** Units out per unit in, after fee, for an infinitely small swap at the current price. */
  double rate = 0;
  double drag = 0;
  /** What roundings may give the trader, in units of output: 0 for Uniswap's, which all favour the pool. */
  double slack = 0;
};

/**
 * One hop whose curve is no hyperbola, in doubles: where to look for an optimum and what cannot be exceeded, never an amount. Balances are counted
 * in shares of the invariant, so nothing leaves the range of doubles; differences of balances are solved for as such, so nothing
 * cancels. Only operations that IEEE fixes: the same on every machine.
 */
class SmoothHop {
 public:
  SmoothHop() = default;
  /** `at`: of this very state. */
  SmoothHop(const CurveStableState& pool, const CurvePoint& at, const CoinPair& pair);
  SmoothHop(const CurveCryptoState& pool, const CoinPair& pair);
  SmoothHop(const SolidlyState& pool, bool zeroForOne);
  SmoothHop(const BalancerWeightedState& state, const CoinPair& pair);
  SmoothHop(const BalancerStableState& state, const CoinPair& pair);

  /** False when nothing can be swapped, or doubles cannot hold the pool. */
  bool open() const { return open_; }
  /** Inputs above this are refused. */
  double mostInput() const { return mostInput_; }
  /** A fee that falls while the pool comes into balance: the price may get better with size. */
  bool hasMovingFee() const { return movingFee_; }
  HopPoint at(double input) const;
  /** The same under the least fee: never below `at`, and concave. */
  HopPoint above(double input) const;
  /** Never below `at`, roundings included. Evaluates the curve some 25 times. */
  HopTerm term() const;
  /** How far an output may lie off the curve: roundings, and the step of a moving fee. */
  double unevenness(double output) const;

 private:
  enum class Form : unsigned char { stableSwap, cubic, power, crypto };

  void setStableSwap(const std::array<double, maxCoins>& shares, std::size_t count, double amplification, const CoinPair& pair);
  void finish();
  double mostKept(double low, double high, double fromLow, double fromHigh) const;
  HopPoint keptWhen(double even) const;
  /** How much of a trade is done where a moving fee is looked at. */
  double feePart() const { return form_ == Form::stableSwap ? 0.5 : 1; }
  HopPoint curveAt(double input) const;
  HopPoint stableSwapAt(double dx) const;
  HopPoint cubicAt(double dx) const;
  HopPoint powerAt(double dx) const;
  HopPoint cryptoAt(double dx) const;
  HopPoint keptAt(double dx, const HopPoint& out) const;
  HopPoint keptOf(double dx) const;

  Form form_ = Form::power;
  bool open_ = false;
  bool movingFee_ = false;
  /** Share of the invariant that one unit of input is, after a fee on the way in; units of output in one share. */
  double scaleIn_ = 0;
  double scaleOut_ = 0;
  /** What a fee that stands still leaves of the output. */
  double kept_ = 1;
  double x_ = 0;
  double y_ = 0;
  /** By form: the two constants of the curve. */
  double first_ = 0;
  double second_ = 0;
  /** Moving fees. */
  double fee_ = 0;
  double outFee_ = 0;
  double feeShape_ = 0;
  /** Crypto: the balance that stands still, 0 without one. */
  double third_ = 0;
  unsigned count_ = 2;
  double mostInput_ = 0;
  double rounding_ = 0;
};

}  // namespace syndicate
