#pragma once

#include "checked.hpp"

namespace syndicate {

/** What get_y of the newer two-coin pools works on: the balance that stays, in the first coin's units. */
struct TwocryptoCurve {
  /** A * N^N * 10000. */
  Checked amp;
  Checked gamma;
  Checked invariant;
  Checked other;
};

/** The root of its cubic equation that Twocrypto NG takes for the other balance. */
struct TwocryptoRoot {
  /** False where the contract would revert. */
  bool ok = false;
  /** False where the discriminant is not positive: the contract then iterates as its predecessors do. */
  bool isClosedForm = false;
  Checked balance;
};

/** get_y without its bounds: those are the caller's. Each division is cut where the contract cuts it. */
TwocryptoRoot twocryptoRoot(const TwocryptoCurve& curve);

}  // namespace syndicate
