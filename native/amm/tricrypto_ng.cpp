#include "tricrypto_ng.hpp"

#include "crypto_cubic.hpp"

namespace syndicate {
namespace {

const SignedChecked wad18 = Checked(wad);
const SignedChecked wad36 = Checked(powerOfTen(36));

/** The cubic's coefficients from the highest power down. */
struct Cubic {
  SignedChecked a;
  SignedChecked b;
  SignedChecked c;
  SignedChecked d;
};

Cubic cubicOf(const TricryptoCurve& curve) {
  const SignedChecked amp = curve.amp;
  const SignedChecked gamma = curve.gamma;
  const SignedChecked invariant = curve.invariant;
  const SignedChecked first = curve.first;
  const SignedChecked second = curve.second;
  const SignedChecked gammaSquared = gamma * gamma;
  const SignedChecked multiplier(10'000);
  Cubic out;
  out.a = wad36 / 27;
  out.b = wad36 / 9 + SignedChecked(2) * wad18 * gamma / 27 -
          invariant * invariant / first * gammaSquared * amp / 729 / multiplier / second;
  out.c = wad36 / 9 + gamma * (gamma + SignedChecked(4) * wad18) / 27 +
          gammaSquared * (first + second - invariant) / invariant * amp / 27 / multiplier;
  const SignedChecked edge = wad18 + gamma;
  out.d = edge * edge / 27;
  return out;
}

/** The contract makes the coefficients small enough for what follows by one of these powers of ten. */
SignedChecked dividerFor(const SignedChecked& size) {
  for (int power = 48; power >= 20; power -= 4) {
    if (size.size.value > powerOfTen(power)) return Checked(powerOfTen(power - 18));
  }
  return 1;
}

void balance(Cubic& cubic) {
  const SignedChecked divider = dividerFor(absolute(SignedChecked(3) * cubic.a * cubic.c / cubic.b - cubic.b));
  SignedChecked* const all[] = {&cubic.a, &cubic.b, &cubic.c, &cubic.d};
  const bool grows = cubic.a.size.value > cubic.b.size.value;
  const SignedChecked ratio = grows ? absolute(cubic.a / cubic.b) : absolute(cubic.b / cubic.a);
  for (SignedChecked* each : all) *each = (grows ? *each * ratio : *each / ratio) / divider;
}

}  // namespace

TricryptoRoot tricryptoRoot(const TricryptoCurve& curve) {
  TricryptoRoot out;
  Cubic cubic = cubicOf(curve);
  balance(cubic);
  const auto& [a, b, c, d] = cubic;
  const SignedChecked tripled = SignedChecked(3) * a * c;
  const SignedChecked delta0 = tripled / b - b;
  const SignedChecked delta1 = SignedChecked(3) * tripled / b - SignedChecked(2) * b - SignedChecked(27) * (a * a) / b * d / b;
  const CubicRoot root = cubicRoot(b, delta0, delta1);
  out.ok = root.ok;
  out.isClosedForm = root.isClosedForm;
  if (!root.ok || !root.isClosedForm) return out;
  const SignedChecked k0 = (b + b * delta0 / root.c1 - root.c1) / 3;
  const SignedChecked invariant = curve.invariant;
  const SignedChecked answer =
      invariant * invariant / 27 / SignedChecked(curve.second) * invariant / SignedChecked(curve.first) * k0 / a;
  out.ok = answer.ok() && !answer.negative;
  out.balance = answer.size;
  return out;
}

}  // namespace syndicate
