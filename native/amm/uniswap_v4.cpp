#include "uniswap_v4.hpp"

namespace syndicate {
namespace {

constexpr std::uint32_t pips = 1'000'000;
/** AFTER_SWAP_RETURNS_DELTA and BEFORE_SWAP_RETURNS_DELTA in the last bits of a hook's address. */
constexpr std::uint64_t returnsDeltaFlags = (1U << 2) | (1U << 3);

V3Quote failed(QuoteError error) {
  V3Quote quote;
  quote.error = error;
  return quote;
}

}  // namespace

std::uint32_t v4SwapFeePpm(std::uint32_t protocolFeePpm, std::uint32_t lpFeePpm) {
  const std::uint64_t both = static_cast<std::uint64_t>(protocolFeePpm) * lpFeePpm / pips;
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(protocolFeePpm) + lpFeePpm - both);
}

bool v4HooksChangeAmounts(const Uint256& hooks) { return (hooks.limb[0] & returnsDeltaFlags) != 0; }

V3Quote v4Swap(V4State& pool, const V3Request& request) {
  if (v4HooksChangeAmounts(pool.hooks)) return failed(QuoteError::hookChangesAmounts);
  const std::uint32_t protocolFee = (request.zeroForOne ? pool.protocolFee : pool.protocolFee >> 12) & 0xfff;
  const std::uint32_t fee = v4SwapFeePpm(protocolFee, pool.lpFeePpm);
  // At 100 % the curve takes all of an input and moves nothing; a division by zero awaits an output.
  if (fee > pips || (fee == pips && !request.exactIn)) return failed(QuoteError::invalidFee);
  pool.curve.feePpm = fee;
  V3Quote quote = v3Swap(pool.curve, request);
  if (quote.error == QuoteError::none && (quote.amountIn.bitLength() > 127 || quote.amountOut.bitLength() > 127)) {
    return failed(QuoteError::overflow);
  }
  return quote;
}

}  // namespace syndicate
