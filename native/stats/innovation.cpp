#include "innovation.hpp"

namespace syndicate {

double digamma(double x) {
  double result = 0;
  while (x < 8) {
    result -= 1 / x;
    x += 1;
  }
  const double inverse = 1 / x;
  const double square = inverse * inverse;
  return result + std::log(x) - 0.5 * inverse -
         square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132)))));
}

SkewedStudentInnovation::SkewedStudentInnovation(double degrees, double skew)
    : nu(degrees), lambda(skew), power((degrees + 1) / 2) {
  const double logC = std::lgamma((nu + 1) / 2) - std::lgamma(nu / 2) - 0.5 * std::log(std::numbers::pi * (nu - 2));
  const double logCNu = 0.5 * (digamma((nu + 1) / 2) - digamma(nu / 2)) - 0.5 / (nu - 2);
  const double c = std::exp(logC);
  const double ratio = (nu - 2) / (nu - 1);
  a = 4 * lambda * c * ratio;
  b = std::sqrt(1 + 3 * lambda * lambda - a * a);
  aNu = 4 * lambda * c * (logCNu * ratio + 1 / ((nu - 1) * (nu - 1)));
  aLambda = 4 * c * ratio;
  bNu = -a * aNu / b;
  bLambda = (3 * lambda - a * aLambda) / b;
  constant = logC + std::log(b);
  nuConstant = logCNu + bNu / b;
  lambdaConstant = bLambda / b;
}

}  // namespace syndicate
