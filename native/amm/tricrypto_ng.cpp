#include "tricrypto_ng.hpp"

#include "signed_checked.hpp"

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

SignedChecked signedCubeRoot(const SignedChecked& value) { return {Checked(cubeRoot18(value.size.value), value.ok()), value.negative}; }

/** Half of a sum, as unsigned numbers are halved. */
SignedChecked half(const SignedChecked& value) { return {value.size / Checked(2), value.negative}; }

}  // namespace

Uint256 cubeRoot18(const Uint256& value) {
  if (value.isZero()) return {};
  // The largest numbers that 10^36 and 10^18 can be multiplied into.
  const Uint256 small = divide(maxUint256, powerOfTen(36))->quotient;
  const Uint256 large = small * wad;
  const int digits = value >= large ? 0 : value >= small ? 18 : 36;
  const Uint256 scaled = value * powerOfTen(digits);
  const int logarithm = scaled.bitLength() - 1;
  Uint256 root = Uint256(1) << (logarithm / 3);
  Uint256 divisor(1);
  for (int i = 0; i < logarithm % 3; ++i) {
    root = root * Uint256(1260);
    divisor = divisor * Uint256(1000);
  }
  root = divide(root, divisor)->quotient;
  for (int i = 0; i < 7; ++i) root = divide((root << 1) + divide(scaled, root * root)->quotient, Uint256(3))->quotient;
  return root * powerOfTen(digits == 36 ? 0 : digits == 18 ? 6 : 12);
}

TricryptoRoot tricryptoRoot(const TricryptoCurve& curve) {
  TricryptoRoot out;
  Cubic cubic = cubicOf(curve);
  balance(cubic);
  const auto& [a, b, c, d] = cubic;
  const SignedChecked tripled = SignedChecked(3) * a * c;
  const SignedChecked delta0 = tripled / b - b;
  const SignedChecked delta1 = SignedChecked(3) * tripled / b - SignedChecked(2) * b - SignedChecked(27) * (a * a) / b * d / b;
  const SignedChecked discriminant = delta1 * delta1 + SignedChecked(4) * (delta0 * delta0) / b * delta0;
  if (!discriminant.ok()) return out;
  out.ok = true;
  if (discriminant.negative || discriminant.size.value.isZero()) return out;
  out.isClosedForm = true;
  const SignedChecked root = Checked(squareRoot(discriminant.size.value));
  const bool isUp = !delta1.negative && !delta1.size.value.isZero();
  const SignedChecked second = signedCubeRoot(half(isUp ? delta1 + root : delta1 - root));
  const SignedChecked bRoot = signedCubeRoot(b);
  const SignedChecked c1 = bRoot * bRoot / wad18 * second / wad18;
  const SignedChecked k0 = (b + b * delta0 / c1 - c1) / 3;
  const SignedChecked invariant = curve.invariant;
  const SignedChecked answer =
      invariant * invariant / 27 / SignedChecked(curve.second) * invariant / SignedChecked(curve.first) * k0 / a;
  out.ok = answer.ok() && !answer.negative;
  out.balance = answer.size;
  return out;
}

}  // namespace syndicate
