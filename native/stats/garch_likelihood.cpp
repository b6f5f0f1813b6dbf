#include <cmath>
#include <limits>

#include "garch.hpp"
#include "innovation.hpp"

namespace syndicate {
namespace {

constexpr std::size_t varianceCount = betaPlace + 1;
using VarianceSlopes = std::array<double, varianceCount>;

struct InitialValue {
  double m;
  double muSlope;
};

InitialValue initialValue(std::span<const double> returns, const GarchSettings& settings, double weighted, double mu) {
  if (settings.initial == InitialVariance::weighted) return {weighted, 0};
  double sum = 0;
  double squares = 0;
  for (const double value : returns) {
    const double e = value - mu;
    sum += e;
    squares += e * e;
  }
  const auto n = static_cast<double>(returns.size());
  return {squares / n, -2 * sum / n};
}

/** h and its slopes, one step at a time. */
template <bool hasGamma, bool hasSlopes>
struct SquareRecursion {
  static constexpr bool isLogarithmic = false;
  double omega, alpha, gamma, beta;
  double h;
  double inverse = 0;
  VarianceSlopes slopes{};

  SquareRecursion(const GarchParameters& p, const InitialValue& first)
      : omega(p[omegaPlace]), alpha(p[alphaPlace]), gamma(hasGamma ? p[gammaPlace] : 0), beta(p[betaPlace]) {
    const double persistence = alpha + gamma / 2 + beta;
    h = omega + persistence * first.m;
    slopes = {persistence * first.muSlope, 1, first.m, hasGamma ? first.m / 2 : 0, first.m};
  }
  double variance() const { return h; }
  void prepare() { inverse = 1 / h; }
  void advance(double e) {
    const double effect = hasGamma && e < 0 ? alpha + gamma : alpha;
    const double square = e * e;
    if constexpr (hasSlopes) {
      slopes[muPlace] = beta * slopes[muPlace] - 2 * effect * e;
      slopes[omegaPlace] = beta * slopes[omegaPlace] + 1;
      slopes[alphaPlace] = beta * slopes[alphaPlace] + square;
      if constexpr (hasGamma) slopes[gammaPlace] = beta * slopes[gammaPlace] + (e < 0 ? square : 0);
      slopes[betaPlace] = beta * slopes[betaPlace] + h;
    }
    h = omega + effect * square + beta * h;
  }
  double scale() const { return inverse; }
};

/** log h and its slopes. */
template <bool hasSlopes>
struct LogRecursion {
  static constexpr bool isLogarithmic = true;
  double omega, alpha, gamma, beta;
  double level;
  double root = 0;
  double inverse = 0;
  VarianceSlopes slopes{};

  LogRecursion(const GarchParameters& p, const InitialValue& first)
      : omega(p[omegaPlace]), alpha(p[alphaPlace]), gamma(p[gammaPlace]), beta(p[betaPlace]) {
    const double before = std::log(first.m);
    level = omega + beta * before;
    slopes = {beta * first.muSlope / first.m, 1, 0, 0, before};
  }
  double variance() const { return std::exp(level); }
  void prepare() {
    root = std::exp(-0.5 * level);
    inverse = root * root;
  }
  void advance(double e) {
    static const double meanSize = std::sqrt(2 / std::numbers::pi);
    const double z = e * root;
    const double size = std::fabs(z) - meanSize;
    if constexpr (hasSlopes) {
      const double toZ = (z < 0 ? -alpha : alpha) + gamma;
      const double kept = beta - 0.5 * toZ * z;
      slopes[muPlace] = kept * slopes[muPlace] - toZ * root;
      slopes[omegaPlace] = kept * slopes[omegaPlace] + 1;
      slopes[alphaPlace] = kept * slopes[alphaPlace] + size;
      slopes[gammaPlace] = kept * slopes[gammaPlace] + z;
      slopes[betaPlace] = kept * slopes[betaPlace] + level;
    }
    level = omega + alpha * size + gamma * z + beta * level;
  }
  double scale() const { return 1; }
};

template <typename Recursion, typename Density, GarchOrder order>
GarchEvaluation evaluate(std::span<const double> returns, const InitialValue& first, const GarchParameters& p,
                         std::span<double> variances) {
  GarchEvaluation result;
  Recursion recursion(p, first);
  const Density density(p[nuPlace], p[lambdaPlace]);
  LogProduct variance;
  double levels = 0;
  LogProduct kernels;
  double squares = 0;
  GarchParameters& gradient = result.gradient;
  const double mu = p[muPlace];
  for (std::size_t t = 0; t < returns.size(); ++t) {
    const double e = returns[t] - mu;
    if (!variances.empty()) variances[t] = recursion.variance();
    recursion.prepare();
    if constexpr (Recursion::isLogarithmic) {
      levels += recursion.level;
    } else {
      variance.multiply(recursion.h);
    }
    const InnovationTerms terms = density.at(e, recursion.inverse);
    if constexpr (Density::hasTail) {
      kernels.multiply(terms.kernel);
    } else {
      squares += terms.kernel;
    }
    if constexpr (order != GarchOrder::value) {
      const double toLevel = -0.5 * (1 + terms.zSlope) * recursion.scale();
      GarchParameters score{};
      for (std::size_t i = 0; i < varianceCount; ++i) score[i] = toLevel * recursion.slopes[i];
      score[muPlace] -= terms.eSlope;
      if constexpr (Density::hasTail) score[nuPlace] = terms.nuSlope;
      if constexpr (Density::hasSkew) score[lambdaPlace] = terms.lambdaSlope;
      for (std::size_t i = 0; i < garchParameterCount; ++i) gradient[i] += score[i];
      if constexpr (order == GarchOrder::information) {
        if constexpr (Density::hasTail) score[nuPlace] += density.nuConstant - 0.5 * std::log(terms.kernel);
        score[lambdaPlace] += density.lambdaConstant;
        for (std::size_t i = 0; i < garchParameterCount; ++i) {
          for (std::size_t j = 0; j <= i; ++j) result.information[i][j] += score[i] * score[j];
        }
      }
    }
    recursion.advance(e);
  }
  const auto n = static_cast<double>(returns.size());
  const double kernelLog = Density::hasTail ? kernels.log() : squares;
  result.logLikelihood = n * density.constant - 0.5 * (Recursion::isLogarithmic ? levels : variance.log()) - density.power * kernelLog;
  if (!std::isfinite(result.logLikelihood)) result.logLikelihood = -std::numeric_limits<double>::infinity();
  result.nextVariance = recursion.variance();
  if constexpr (Density::hasTail) gradient[nuPlace] += n * density.nuConstant - 0.5 * kernelLog;
  gradient[lambdaPlace] += n * density.lambdaConstant;
  for (std::size_t i = 0; i < garchParameterCount; ++i) {
    for (std::size_t j = 0; j < i; ++j) result.information[j][i] = result.information[i][j];
  }
  return result;
}

template <typename Density, GarchOrder order>
GarchEvaluation byModel(std::span<const double> returns, const GarchSettings& settings, const InitialValue& first,
                        const GarchParameters& p, std::span<double> variances) {
  constexpr bool hasSlopes = order != GarchOrder::value;
  switch (settings.model) {
    case VarianceModel::garch:
      return evaluate<SquareRecursion<false, hasSlopes>, Density, order>(returns, first, p, variances);
    case VarianceModel::gjr:
      return evaluate<SquareRecursion<true, hasSlopes>, Density, order>(returns, first, p, variances);
    default:
      return evaluate<LogRecursion<hasSlopes>, Density, order>(returns, first, p, variances);
  }
}

template <GarchOrder order>
GarchEvaluation byInnovation(std::span<const double> returns, const GarchSettings& settings, const InitialValue& first,
                             const GarchParameters& p, std::span<double> variances) {
  switch (settings.innovation) {
    case Innovation::normal:
      return byModel<NormalInnovation, order>(returns, settings, first, p, variances);
    case Innovation::student:
      return byModel<StudentInnovation, order>(returns, settings, first, p, variances);
    default:
      return byModel<SkewedStudentInnovation, order>(returns, settings, first, p, variances);
  }
}

}  // namespace

GarchEvaluation evaluateGarch(std::span<const double> returns, const GarchSettings& settings, double weighted,
                              const GarchParameters& parameters, GarchOrder order, std::span<double> variances) {
  const InitialValue first = initialValue(returns, settings, weighted, parameters[muPlace]);
  switch (order) {
    case GarchOrder::value:
      return byInnovation<GarchOrder::value>(returns, settings, first, parameters, variances);
    case GarchOrder::gradient:
      return byInnovation<GarchOrder::gradient>(returns, settings, first, parameters, variances);
    default:
      return byInnovation<GarchOrder::information>(returns, settings, first, parameters, variances);
  }
}

double weightedInitialVariance(std::span<const double> returns) {
  double mean = 0;
  for (const double value : returns) mean += value;
  mean /= static_cast<double>(returns.size());
  double weight = 1;
  double weights = 0;
  double sum = 0;
  for (std::size_t i = 0; i < returns.size() && i < 75; ++i) {
    const double e = returns[i] - mean;
    sum += weight * e * e;
    weights += weight;
    weight *= 0.94;
  }
  return sum / weights;
}

}  // namespace syndicate
