#pragma once

#include "signed_checked.hpp"

namespace syndicate {

/** Half-way to the root of the cubic that Curve's newer crypto pools solve instead of iterating. */
struct CubicRoot {
  /** False where the contract would revert. */
  bool ok = false;
  /** False where the discriminant is not positive: the contracts then iterate as their predecessors do. */
  bool isClosedForm = false;
  /** b_cbrt^2 * second_cbrt at 18 decimals (C1). */
  SignedChecked c1;
};

/** From the second coefficient and the two deltas, already divided to fit. */
CubicRoot cubicRoot(const SignedChecked& b, const SignedChecked& delta0, const SignedChecked& delta1);

/** The cube root of a number with 18 decimals, after seven of Newton's steps as the contracts take them. */
Uint256 cubeRoot18(const Uint256& value);

}  // namespace syndicate
