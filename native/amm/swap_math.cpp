#include "swap_math.hpp"

#include <cmath>

#include "sqrt_price_math.hpp"

namespace syndicate {
namespace {

constexpr std::uint32_t millionth = 1'000'000;

std::optional<Uint256> inputDelta(const Uint256& from, const Uint256& to, Uint128 liquidity, bool zeroForOne) {
  return zeroForOne ? amount0Delta(to, from, liquidity, true) : amount1Delta(from, to, liquidity, true);
}

std::optional<Uint256> outputDelta(const Uint256& from, const Uint256& to, Uint128 liquidity, bool zeroForOne) {
  return zeroForOne ? amount1Delta(to, from, liquidity, false) : amount0Delta(from, to, liquidity, false);
}

/**
 * True when `amount` surely does not reach the target, told by doubles with a margin far above their errors; false when only
 * exact arithmetic can say.
 */
bool surelyStopsShort(const Uint256& price, const Uint256& target, Uint128 liquidity, const Uint256& amount, bool zeroForOne) {
  const double from = price.toDouble();
  const double to = target.toDouble();
  const double distance = std::abs(from - to) - 1e-15 * (from + to);
  if (!(distance > 0)) return false;
  const double token1 = static_cast<double>(liquidity) * distance * 0x1p-96;
  const double needed = zeroForOne ? token1 * (0x1p96 / from) * (0x1p96 / to) : token1;
  return amount.toDouble() < needed * (1 - 1e-9) - 1;
}

std::optional<SwapStep> stepExactIn(const Uint256& price, const Uint256& target, Uint128 liquidity, const Uint256& remaining, std::uint32_t feePpm) {
  const bool zeroForOne = price >= target;
  const auto afterFee = mulDiv(remaining, Uint256(millionth - feePpm), Uint256(millionth));
  if (!afterFee) return std::nullopt;
  const bool stopsShort = surelyStopsShort(price, target, liquidity, *afterFee, zeroForOne);
  const auto toTarget = stopsShort ? std::optional<Uint256>(maxUint256) : inputDelta(price, target, liquidity, zeroForOne);
  if (!toTarget) return std::nullopt;
  SwapStep step;
  if (!stopsShort && *afterFee >= *toTarget) {
    step.sqrtPriceNext = target;
  } else {
    const auto next = nextSqrtPriceFromInput(price, liquidity, *afterFee, zeroForOne);
    if (!next) return std::nullopt;
    step.sqrtPriceNext = *next;
  }
  const bool reached = step.sqrtPriceNext == target;
  const auto in = reached ? toTarget : inputDelta(price, step.sqrtPriceNext, liquidity, zeroForOne);
  const auto out = outputDelta(price, step.sqrtPriceNext, liquidity, zeroForOne);
  if (!in || !out) return std::nullopt;
  step.amountIn = *in;
  step.amountOut = *out;
  // Short of the target the pool keeps all that is left as its fee; at the target it takes the exact share.
  const auto fee = reached ? mulDivRoundingUp(*in, Uint256(feePpm), Uint256(millionth - feePpm)) : checkedSub(remaining, *in);
  if (!fee) return std::nullopt;
  step.feeAmount = *fee;
  return step;
}

std::optional<SwapStep> stepExactOut(const Uint256& price, const Uint256& target, Uint128 liquidity, const Uint256& remaining, std::uint32_t feePpm) {
  const bool zeroForOne = price >= target;
  const auto toTarget = outputDelta(price, target, liquidity, zeroForOne);
  if (!toTarget) return std::nullopt;
  SwapStep step;
  if (remaining >= *toTarget) {
    step.sqrtPriceNext = target;
  } else {
    const auto next = nextSqrtPriceFromOutput(price, liquidity, remaining, zeroForOne);
    if (!next) return std::nullopt;
    step.sqrtPriceNext = *next;
  }
  const bool reached = step.sqrtPriceNext == target;
  const auto in = inputDelta(price, step.sqrtPriceNext, liquidity, zeroForOne);
  const auto out = reached ? toTarget : outputDelta(price, step.sqrtPriceNext, liquidity, zeroForOne);
  if (!in || !out) return std::nullopt;
  step.amountIn = *in;
  step.amountOut = *out > remaining ? remaining : *out;
  const auto fee = mulDivRoundingUp(*in, Uint256(feePpm), Uint256(millionth - feePpm));
  if (!fee) return std::nullopt;
  step.feeAmount = *fee;
  return step;
}

}  // namespace

std::optional<SwapStep> computeSwapStep(const Uint256& sqrtPrice, const Uint256& sqrtPriceTarget, Uint128 liquidity,
                                        const Uint256& remaining, bool exactIn, std::uint32_t feePpm) {
  return exactIn ? stepExactIn(sqrtPrice, sqrtPriceTarget, liquidity, remaining, feePpm)
                 : stepExactOut(sqrtPrice, sqrtPriceTarget, liquidity, remaining, feePpm);
}

}  // namespace syndicate
