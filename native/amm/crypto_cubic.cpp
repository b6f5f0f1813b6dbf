#include "crypto_cubic.hpp"

namespace syndicate {
namespace {

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

CubicRoot cubicRoot(const SignedChecked& b, const SignedChecked& delta0, const SignedChecked& delta1) {
  CubicRoot out;
  const SignedChecked discriminant = delta1 * delta1 + SignedChecked(4) * (delta0 * delta0) / b * delta0;
  if (!discriminant.ok()) return out;
  out.ok = true;
  if (discriminant.negative || discriminant.size.value.isZero()) return out;
  out.isClosedForm = true;
  const SignedChecked root = Checked(squareRoot(discriminant.size.value));
  const bool isUp = !delta1.negative && !delta1.size.value.isZero();
  const SignedChecked second = signedCubeRoot(half(isUp ? delta1 + root : delta1 - root));
  const SignedChecked bRoot = signedCubeRoot(b);
  const SignedChecked wad18 = Checked(wad);
  out.c1 = bRoot * bRoot / wad18 * second / wad18;
  return out;
}

}  // namespace syndicate
