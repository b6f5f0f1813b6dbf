#pragma once

#include <bit>
#include <cstdint>
#include <optional>

namespace syndicate {

/** Divides by one number again and again, where there must be no remainder (Granlund and Montgomery 1994, section 9). */
class ExactDivisor {
 public:
  /** @param divisor above 0 */
  explicit ExactDivisor(std::uint64_t divisor)
      : shift_(static_cast<int>(std::countr_zero(divisor))), divisor_(divisor), largest_(~std::uint64_t{0} / divisor) {
    const std::uint64_t odd = divisor >> shift_;
    inverse_ = odd;
    // Newton's step doubles the number of right bits; an odd number is its own inverse to three.
    for (int bits = 3; bits < 64; bits *= 2) inverse_ *= 2 - odd * inverse_;
  }

  /** Nothing when `value` is no multiple. */
  std::optional<std::uint64_t> divide(std::uint64_t value) const {
    const std::uint64_t quotient = std::rotr(value * inverse_, shift_);
    if (quotient > largest_) return std::nullopt;
    return quotient;
  }

  std::uint64_t divisor() const { return divisor_; }

 private:
  int shift_;
  std::uint64_t divisor_;
  std::uint64_t largest_;
  std::uint64_t inverse_ = 1;
};

}  // namespace syndicate
