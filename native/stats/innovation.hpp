#pragma once

#include <cmath>
#include <numbers>

namespace syndicate {

/** d log Gamma(x) / dx for x > 0: recurrence up to 8, then the asymptotic series (Abramowitz and Stegun 6.3.18). */
double digamma(double x);

/** The logarithm of a long product, one call of log for many factors. */
class LogProduct {
 public:
  void multiply(double factor) {
    product_ *= factor;
    if (!(product_ < 1e150 && product_ > 1e-150)) {
      sum_ += std::log(product_);
      product_ = 1;
    }
  }
  double log() const { return sum_ + std::log(product_); }

 private:
  double product_ = 1;
  double sum_ = 0;
};

/** What one residual e with variance h adds to the slopes of its log density; z = e / sqrt(h), g the log density of z. */
struct InnovationTerms {
  double zSlope = 0;       // z g'(z)
  double eSlope = 0;       // g'(z) / sqrt(h)
  double kernel = 0;       // what the density is a power or exponential of: 1 + y^2 / (nu - 2), or z^2 for the normal
  double nuSlope = 0;      // but for the part that is the same for all and the logarithm of kernel
  double lambdaSlope = 0;  // but for the part that is the same for all
};

struct NormalInnovation {
  static constexpr bool hasTail = false;
  static constexpr bool hasSkew = false;
  double constant = -0.5 * std::log(2 * std::numbers::pi);
  double power = 0.5;
  double nuConstant = 0;
  double lambdaConstant = 0;

  NormalInnovation(double, double) {}
  InnovationTerms at(double e, double inverse) const {
    const double z = e * inverse;
    return {.zSlope = -e * z, .eSlope = -z, .kernel = e * z};
  }
};

/** Student-t of unit variance. */
struct StudentInnovation {
  static constexpr bool hasTail = true;
  static constexpr bool hasSkew = false;
  double nu;
  double constant;
  double power;
  double nuConstant;
  double lambdaConstant = 0;
  double inverseScale;

  StudentInnovation(double degrees, double)
      : nu(degrees),
        constant(std::lgamma((nu + 1) / 2) - std::lgamma(nu / 2) - 0.5 * std::log(std::numbers::pi * (nu - 2))),
        power((nu + 1) / 2),
        nuConstant(0.5 * (digamma((nu + 1) / 2) - digamma(nu / 2)) - 0.5 / (nu - 2)),
        inverseScale(1 / (nu - 2)) {}
  InnovationTerms at(double e, double inverse) const {
    const double z = e * inverse;
    const double square = e * z;
    const double weight = (nu + 1) / (nu - 2 + square);
    return {.zSlope = -weight * square,
            .eSlope = -weight * z,
            .kernel = 1 + square * inverseScale,
            .nuSlope = 0.5 * weight * square * inverseScale};
  }
};

/** Hansen's skewed Student-t (International Economic Review 35, 1994): mean 0, variance 1. */
struct SkewedStudentInnovation {
  static constexpr bool hasTail = true;
  static constexpr bool hasSkew = true;
  double nu;
  double lambda;
  double a, b, aNu, bNu, aLambda, bLambda;
  double constant;
  double power;
  double nuConstant;
  double lambdaConstant;

  SkewedStudentInnovation(double degrees, double skew);
  InnovationTerms at(double e, double inverse) const {
    const double root = std::sqrt(inverse);
    const double z = e * root;
    const double sign = b * z + a < 0 ? -1 : 1;
    const double side = 1 / (1 + sign * lambda);
    const double y = (b * z + a) * side;
    const double weight = (nu + 1) / (nu - 2 + y * y);
    const double slope = -weight * y * b * side;
    return {.zSlope = slope * z,
            .eSlope = slope * root,
            .kernel = 1 + y * y / (nu - 2),
            .nuSlope = 0.5 * weight * y * y / (nu - 2) - weight * y * (bNu * z + aNu) * side,
            .lambdaSlope = -weight * y * ((bLambda * z + aLambda) * side - sign * y * side)};
  }
};

}  // namespace syndicate
