#pragma once

#include <variant>

#include "balancer_stable.hpp"
#include "balancer_weighted.hpp"
#include "curve_crypto.hpp"
#include "curve_meta.hpp"
#include "solidly.hpp"
#include "uniswap_v2.hpp"
#include "uniswap_v4.hpp"

namespace syndicate {

struct V2State {
  Uint128 reserve0 = 0;
  Uint128 reserve1 = 0;
  /** By the token that goes in. */
  std::uint32_t feePpm0 = 0;
  std::uint32_t feePpm1 = 0;
};

using AnyPoolState = std::variant<std::monostate, V2State, V3State, V4State, SolidlyState, BalancerWeightedState, BalancerStableState,
                                  CurveStableState, CurveMetaState, CurveCryptoState>;

struct AnySwap {
  CoinPair pair;
  bool exactIn = true;
  /** curveMeta: the places are those of the underlying coins. */
  bool underlying = false;
  Uint256 amount;
  /** V3 and V4. */
  std::optional<Uint256> sqrtPriceLimitX96;
};

struct AnyQuote {
  PoolQuote quote;
  /** V3 and V4: the price side of the state after, and whether the amount was used whole. */
  Uint256 sqrtPriceX96;
  Uint128 liquidity = 0;
  std::int32_t tick = 0;
  bool filled = true;
};

/** A pool of any kind in one state: quotes, and the state that a swap leaves. */
class ExactPool {
 public:
  void set(AnyPoolState state) {
    state_ = std::move(state);
    isKnown_ = true;
  }

  const AnyPoolState& state() const { return state_; }

  /**
   * notInitialised without a state, and after a swap whose effect on the state needs more than the pool's numbers: through a base
   * pool, or in a Curve crypto pool, whose prices follow its own history.
   */
  AnyQuote quote(const AnySwap& swap);

  /** Takes over the state that an answered quote of this very pool leaves. */
  void apply(const AnySwap& swap, const AnyQuote& quote);

 private:
  AnyPoolState state_;
  bool isKnown_ = false;
};

}  // namespace syndicate
