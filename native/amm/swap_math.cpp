#include "swap_math.hpp"

#include <cmath>

#include "../divide128.hpp"
#include "sqrt_price_math.hpp"

namespace syndicate {
namespace {

constexpr std::uint32_t millionth = 1'000'000;

/** a * factor / divisor for the small numbers of a fee; two machine divisions where the product fits 128 bits. */
std::optional<Uint256> scaled(const Uint256& a, std::uint32_t factor, std::uint32_t divisor, bool roundUp) {
  if ((a.limb[3] | a.limb[2] | (a.limb[1] >> 44)) == 0 && divisor != 0) {
    const Uint128 product = a.low128() * factor;
    const auto upper = static_cast<std::uint64_t>(product >> 64);
    std::uint64_t rest = 0;
    const std::uint64_t low = divide2by1(upper % divisor, static_cast<std::uint64_t>(product), divisor, rest);
    const Uint128 quotient = (static_cast<Uint128>(upper / divisor) << 64) | low;
    return Uint256::from(quotient + (roundUp && rest != 0 ? 1 : 0));
  }
  return roundUp ? mulDivRoundingUp(a, Uint256(factor), Uint256(divisor)) : mulDiv(a, Uint256(factor), Uint256(divisor));
}

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
  const auto afterFee = scaled(remaining, millionth - feePpm, millionth, false);
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
  const auto out = outputDelta(price, step.sqrtPriceNext, liquidity, zeroForOne);
  if (!out) return std::nullopt;
  step.amountOut = *out;
  // Short of the target the pool keeps all that is left, as input and fee; at the target it takes the exact share.
  step.paid = remaining;
  if (step.sqrtPriceNext != target) return step;
  const auto in = stopsShort ? inputDelta(price, target, liquidity, zeroForOne) : toTarget;
  if (!in) return std::nullopt;
  const auto fee = scaled(*in, feePpm, millionth - feePpm, true);
  if (!fee) return std::nullopt;
  step.paid = *in + *fee;
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
  step.amountOut = *out > remaining ? remaining : *out;
  const auto fee = scaled(*in, feePpm, millionth - feePpm, true);
  if (!fee) return std::nullopt;
  step.paid = *in + *fee;
  return step;
}

}  // namespace

std::optional<SwapStep> computeSwapStep(const Uint256& sqrtPrice, const Uint256& sqrtPriceTarget, Uint128 liquidity,
                                        const Uint256& remaining, bool exactIn, std::uint32_t feePpm) {
  return exactIn ? stepExactIn(sqrtPrice, sqrtPriceTarget, liquidity, remaining, feePpm)
                 : stepExactOut(sqrtPrice, sqrtPriceTarget, liquidity, remaining, feePpm);
}

std::optional<SwapStep> stepAcross(const TickGap& gap, const Uint256& sqrtPriceTarget, Uint128 liquidity, const Uint256& remaining, bool exactIn,
                                   bool zeroForOne, std::uint32_t feePpm) {
  const auto in = zeroForOne ? gapAmount0(gap, liquidity, true) : gapAmount1(gap, liquidity, true);
  const auto out = zeroForOne ? gapAmount1(gap, liquidity, false) : gapAmount0(gap, liquidity, false);
  // Below 2^107 a product with a million fits 128 bits.
  if (!in || !out || (*in >> 107) != 0 || feePpm >= millionth) return std::nullopt;
  if (exactIn) {
    if (!remaining.fits128() || (remaining.low128() >> 107) != 0) {
      if ((*in >> 86) != 0) return std::nullopt;
    } else if (remaining.low128() * (millionth - feePpm) < *in * millionth) {
      return std::nullopt;
    }
  } else if (remaining < Uint256::from(*out)) {
    return std::nullopt;
  }
  const auto fee = scaled(Uint256::from(*in), feePpm, millionth - feePpm, true);
  if (!fee) return std::nullopt;
  return SwapStep{sqrtPriceTarget, Uint256::from(*in) + *fee, Uint256::from(*out)};
}

}  // namespace syndicate
