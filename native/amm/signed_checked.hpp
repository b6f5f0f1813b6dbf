#pragma once

#include "checked.hpp"

namespace syndicate {

/** An int256 as sign and size, checked as `Checked` is: a size of 2^255 or more is not ok. Division cuts towards zero, as the EVM's does. */
struct SignedChecked {
  bool negative = false;
  Checked size;

  SignedChecked() = default;
  SignedChecked(std::uint64_t number) : size(number) {}
  SignedChecked(const Checked& number, bool isNegative = false)
      : negative(isNegative && !number.value.isZero()), size(number.value, number.ok && number.value.bitLength() <= 255) {}

  bool ok() const { return size.ok; }
};

inline SignedChecked operator-(const SignedChecked& a) { return {a.size, !a.negative}; }

inline SignedChecked operator+(const SignedChecked& a, const SignedChecked& b) {
  if (a.negative == b.negative) return {a.size + b.size, a.negative};
  const bool ok = a.size.ok && b.size.ok;
  if (a.size.value >= b.size.value) return {Checked(a.size.value - b.size.value, ok), a.negative};
  return {Checked(b.size.value - a.size.value, ok), b.negative};
}

inline SignedChecked operator-(const SignedChecked& a, const SignedChecked& b) { return a + (-b); }
inline SignedChecked operator*(const SignedChecked& a, const SignedChecked& b) { return {a.size * b.size, a.negative != b.negative}; }
inline SignedChecked operator/(const SignedChecked& a, const SignedChecked& b) { return {a.size / b.size, a.negative != b.negative}; }

inline SignedChecked absolute(const SignedChecked& a) { return {a.size, false}; }

}  // namespace syndicate
