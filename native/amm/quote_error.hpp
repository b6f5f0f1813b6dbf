#pragma once

#include <cstdint>

namespace syndicate {

/** Why a swap has no result. The numbers cross the border: keep them in step with app/native.ts. */
enum class QuoteError : std::int32_t {
  none = 0,
  insufficientLiquidity = 1,
  insufficientInputAmount = 2,
  insufficientOutputAmount = 3,
  /** The swap leaves the part of the ticks that is known. */
  outOfTicks = 4,
  /** An integer passed the width that the contract gives it. */
  overflow = 5,
  notInitialised = 6,
  /** The price limit lies on the wrong side of the price or beyond the extremes. */
  priceLimit = 7,
  unknownPool = 8,
};

}  // namespace syndicate
