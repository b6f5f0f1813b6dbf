#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace syndicate {

enum class VarianceModel { garch, gjr, egarch };
enum class Innovation { normal, student, skewedStudent };
/** Where the first variance comes from: the mean squared residual at the current mean, or a weighted mean of the first 75, fixed. */
enum class InitialVariance { meanSquare, weighted };

struct GarchSettings {
  VarianceModel model = VarianceModel::garch;
  Innovation innovation = Innovation::normal;
  InitialVariance initial = InitialVariance::meanSquare;
  bool stationary = true;
};

/** Places in a parameter vector. A model without gamma, or a distribution without nu or lambda, leaves theirs alone. */
enum GarchParameter : std::size_t { muPlace, omegaPlace, alphaPlace, gammaPlace, betaPlace, nuPlace, lambdaPlace, garchParameterCount };
using GarchParameters = std::array<double, garchParameterCount>;
using GarchMatrix = std::array<GarchParameters, garchParameterCount>;

struct GarchEvaluation {
  double logLikelihood = 0;  // minus infinity where the variances or the density are not finite
  double nextVariance = 0;
  GarchParameters gradient{};
  GarchMatrix information{};  // sum of the outer products of the observations' scores
};

enum class GarchOrder { value, gradient, information };

/**
 * The log likelihood of returns under a GARCH(1,1) with a constant mean.
 * garch, gjr: h = omega + (alpha + gamma [e < 0]) e^2 + beta h; egarch: log h = omega + alpha (|z| - sqrt(2/pi)) + gamma z + beta log h.
 * @param weighted the initial variance for InitialVariance::weighted
 * @param variances takes one for each return where it is not empty
 */
GarchEvaluation evaluateGarch(std::span<const double> returns, const GarchSettings& settings, double weighted,
                              const GarchParameters& parameters, GarchOrder order, std::span<double> variances = {});

/** The 0.94^i-weighted mean of (r - mean r)^2 over the first 75. */
double weightedInitialVariance(std::span<const double> returns);

struct GarchFit {
  GarchParameters parameters{};
  double logLikelihood = 0;
  double nextVariance = 0;
  int iterations = 0;
  bool converged = false;
};

/**
 * Maximum likelihood. Returns are finite and not all equal; `scratch` holds as many numbers as they are.
 * The best of several starts, each by sequential quadratic steps under the model's linear bounds, whose edges can be reached.
 * @param last a fit of much the same returns, any numbers: a plain garch climbs from there alone where the top is plain; else it is not heeded
 */
GarchFit fitGarch(std::span<const double> returns, const GarchSettings& settings, std::span<double> scratch, const GarchParameters* last = nullptr);

}  // namespace syndicate
