#pragma once

#include <array>
#include <optional>

#include "checked.hpp"

namespace syndicate {

/** What get_y of the newer three-coin pools works on: the two balances that stay, in the first coin's units. */
struct TricryptoCurve {
  /** A * N^N * 10000. */
  Checked amp;
  Checked gamma;
  Checked invariant;
  Checked first;
  Checked second;
};

/** The root of its cubic equation that Tricrypto NG takes for the third balance. */
struct TricryptoRoot {
  /** False where the contract would revert. */
  bool ok = false;
  /** False where the discriminant is not positive: the contract then iterates as its predecessors do. */
  bool isClosedForm = false;
  Checked balance;
};

/** get_y without its bounds: those are the caller's. Each division is cut where the contract cuts it. */
TricryptoRoot tricryptoRoot(const TricryptoCurve& curve);

}  // namespace syndicate
