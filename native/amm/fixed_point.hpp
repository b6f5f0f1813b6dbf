#pragma once

#include "checked.hpp"
#include "quote_error.hpp"

namespace syndicate {

/** Balancer's FixedPoint: 18 decimals, the rounding in the name. Reverts are values that are not ok. */
Checked multiplyDown(const Checked& a, const Checked& b);
Checked multiplyUp(const Checked& a, const Checked& b);
Checked divideFixedDown(const Checked& a, const Checked& b);
Checked divideFixedUp(const Checked& a, const Checked& b);
/** 1 - a, or 0 above 1. */
Checked complement(const Checked& a);

struct Power {
  QuoteError error = QuoteError::none;
  Checked value;
};

/** LogExpMath.pow: base^exponent through logarithm and exponential; powerDomain where those are not defined. */
Power power(const Uint256& base, const Uint256& exponent);

/** FixedPoint.powUp: power plus its largest error; `shortcuts` (the newer mathematics) multiplies for exponents 1, 2 and 4. */
Power powerUp(const Checked& base, const Checked& exponent, bool shortcuts);

}  // namespace syndicate
