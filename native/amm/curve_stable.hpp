#pragma once

#include "checked.hpp"
#include "pool_quote.hpp"

namespace syndicate {

/** How a pool's get_D multiplies its D_P together; they differ in the last unit. */
enum class CurveInvariant : std::uint8_t {
  /** D_P * D / (x * N) for each coin. */
  perCoin = 0,
  /** The same with x * N + 1, against a division by zero. */
  plusOne = 1,
  /** StableSwap NG: D_P * D / x for each coin, then once by N^N. */
  together = 2,
};

struct CurveSolution {
  QuoteError error = QuoteError::none;
  Checked value;
};

struct CurveStableState {
  std::size_t count = 0;
  Coins balances;
  /** What one unit of each coin counts for, 18 decimals: 10^(36 - decimals), times the coin's own rate. */
  Coins rates;
  /** The amplification with its precision: 10000 at a precision of 100 is a coefficient of 100. */
  Uint256 amp;
  Uint256 ampPrecision;
  /** Shares of 1e10. */
  Uint256 fee;
  Uint256 adminFee;
  /** Above 1e10 the fee grows with the distance from the peg. */
  Uint256 offpegMultiplier;
  /** The fee is taken after the conversion to token units (3pool, Aave pools), not before. */
  bool feeInToken = false;
  CurveInvariant invariant = CurveInvariant::perCoin;
  /** D of these very balances and rates, which every quote from one state shares; reckoned anew by each where nobody settled it. */
  std::optional<CurveSolution> settled;
};

/** To be called once a state's other fields are as they will stay. */
void settleInvariant(CurveStableState& pool);

/** Balances in 18 decimals. */
using CurveBalances = std::array<Checked, maxCoins>;

CurveBalances curveScaled(const CurveStableState& pool);

/** get_D. */
CurveSolution curveInvariant(const CurveStableState& pool, const CurveBalances& xp);
/** get_y: coin `out`'s balance when `in`'s becomes x and D stays. */
CurveSolution curveBalanceAfter(const CurveStableState& pool, const CoinPair& pair, const Checked& x, const CurveBalances& xp,
                                const Checked& invariant);
/** get_y_D: coin i's balance at another D with the other balances unchanged. */
CurveSolution curveBalanceAt(const CurveStableState& pool, std::size_t i, const CurveBalances& xp, const Checked& invariant);

/** A pool's balances in 18 decimals and their D, which every quote from one state shares. */
struct CurvePoint {
  QuoteError error = QuoteError::none;
  CurveBalances xp;
  Checked invariant;
};

CurvePoint curvePoint(const CurveStableState& pool);

/** get_dy from a balance `x` of the input coin, all in 18 decimals but for the output. */
PoolQuote curveOutput(const CurveStableState& pool, const CoinPair& pair, const Checked& x, const CurvePoint& at);

/** StableSwap.get_dy. Errors: unknownToken, didNotConverge, arithmetic. */
PoolQuote curveStableExactIn(const CurveStableState& pool, const CoinPair& pair, const Uint256& amountIn);
/** The least input that pays at least `amountOut`: the contracts' own get_dx, where there is one, only comes near. */
PoolQuote curveStableExactOut(const CurveStableState& pool, const CoinPair& pair, const Uint256& amountOut);

}  // namespace syndicate
