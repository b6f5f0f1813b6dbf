#include "twocrypto_ng.hpp"

#include <algorithm>

#include "crypto_cubic.hpp"

namespace syndicate {
namespace {

const SignedChecked wad18 = Checked(wad);
const SignedChecked ten4 = Checked(10'000);
const SignedChecked ten14 = Checked(powerOfTen(14));
const SignedChecked threeTen32 = Checked(Uint256(3) * powerOfTen(32));

/** The cubic's coefficients from the highest power down. */
struct Cubic {
  SignedChecked a;
  SignedChecked b;
  SignedChecked c;
  SignedChecked d;

  SignedChecked delta0() const { return SignedChecked(3) * a * c / b - b; }
  SignedChecked delta1() const { return SignedChecked(9) * a * c / b - SignedChecked(2) * b - SignedChecked(27) * (a * a) / b * d / b; }
};

Cubic cubicOf(const TwocryptoCurve& curve) {
  const SignedChecked gamma = curve.gamma;
  const SignedChecked gammaSquared = gamma * gamma;
  const SignedChecked ampGamma = SignedChecked(curve.amp) * gammaSquared;
  const SignedChecked other = curve.other;
  const SignedChecked invariant = curve.invariant;
  const SignedChecked unit(400'000'000);
  const SignedChecked fourfold = SignedChecked(4) * ampGamma / unit;
  const SignedChecked edge = wad18 + gamma;
  Cubic out;
  out.a = Checked(powerOfTen(32));
  out.b = invariant * ampGamma / unit / other - threeTen32 - SignedChecked(2) * gamma * ten14;
  out.c = threeTen32 + SignedChecked(4) * gamma * ten14 + gammaSquared / ten4 + fourfold * other / invariant - fourfold;
  out.d = -(edge * edge / ten4);
  return out;
}

/** The contract makes the coefficients small enough for what follows by one of these powers of ten. */
SignedChecked dividerFor(const Uint256& threshold) {
  for (int power = 48; power >= 24; power -= 2) {
    if (threshold > powerOfTen(power)) return Checked(powerOfTen(power - 18));
  }
  return threshold > powerOfTen(20) ? 100 : 1;
}

}  // namespace

TwocryptoRoot twocryptoRoot(const TwocryptoCurve& curve) {
  TwocryptoRoot out;
  Cubic cubic = cubicOf(curve);
  const SignedChecked size0 = cubic.delta0();
  const SignedChecked size1 = cubic.delta1();
  if (!size0.ok() || !size1.ok()) return out;
  const SignedChecked divider = dividerFor(std::min({size0.size.value, size1.size.value, cubic.a.size.value}));
  SignedChecked* const all[] = {&cubic.a, &cubic.b, &cubic.c, &cubic.d};
  for (SignedChecked* each : all) *each = *each / divider;
  const auto& [a, b, c, d] = cubic;
  const SignedChecked delta0 = cubic.delta0();
  const CubicRoot root = cubicRoot(b, delta0, cubic.delta1());
  out.ok = root.ok;
  out.isClosedForm = root.isClosedForm;
  if (!root.ok || !root.isClosedForm) return out;
  const SignedChecked k0 = (wad18 * root.c1 - wad18 * b - wad18 * b / root.c1 * delta0) / (SignedChecked(3) * a);
  const SignedChecked invariant = curve.invariant;
  const SignedChecked answer = invariant * invariant / SignedChecked(curve.other) * k0 / 4 / wad18;
  out.ok = answer.ok() && !answer.negative && !k0.negative;
  out.balance = answer.size;
  return out;
}

}  // namespace syndicate
