#include <algorithm>
#include <cmath>
#include <limits>

#include "bounded_step.hpp"
#include "garch.hpp"

namespace syndicate {
namespace {

// The search sees 1 / nu in place of nu: the normal distribution is then a point and not infinitely far.
constexpr double leastNu = 2.05;
constexpr double mostStudentNu = 500;
constexpr double mostSkewedNu = 300;
constexpr double mostSkew = 0.999;
constexpr double leastOmega = 1e-8;
constexpr int mostIterations = 200;
constexpr double enough = 1e-10;    // of log likelihood that another step may still bring
constexpr double tolerable = 1e-6;  // the same, where rounding hides any improvement
constexpr int mostReleases = 3;
constexpr double rounding = 1e-12;
constexpr double plainEffect = 6;  // of log likelihood that a moving variance brings over a constant one

struct Bound {
  GarchParameters normal{};
  double limit = 0;
};

class Fitter {
 public:
  Fitter(std::span<const double> returns, const GarchSettings& settings)
      : returns_(returns), settings_(settings), weighted_(weightedInitialVariance(returns)) {
    const bool isLogarithmic = settings.model == VarianceModel::egarch;
    free_ = {muPlace, omegaPlace, alphaPlace};
    freeCount_ = 3;
    if (settings.model != VarianceModel::garch) free_[freeCount_++] = gammaPlace;
    free_[freeCount_++] = betaPlace;
    if (settings.innovation != Innovation::normal) free_[freeCount_++] = nuPlace;
    if (settings.innovation == Innovation::skewedStudent) free_[freeCount_++] = lambdaPlace;
    if (!isLogarithmic) {
      below({.normal = single(omegaPlace, -1), .limit = -leastOmega});
      below({.normal = single(alphaPlace, -1), .limit = 0});
      GarchParameters falling = single(alphaPlace, -1);
      falling[gammaPlace] = -1;
      if (settings.model == VarianceModel::gjr) below({.normal = falling, .limit = 0});
    }
    below({.normal = single(betaPlace, -1), .limit = 0});
    if (settings.stationary) {
      GarchParameters persistence = single(betaPlace, 1);
      if (!isLogarithmic) {
        persistence[alphaPlace] = 1;
        persistence[gammaPlace] = settings.model == VarianceModel::gjr ? 0.5 : 0;
      }
      below({.normal = persistence, .limit = 1});
    }
    if (settings.innovation != Innovation::normal) {
      const double most = settings.innovation == Innovation::student ? mostStudentNu : mostSkewedNu;
      below({.normal = single(nuPlace, 1), .limit = 1 / leastNu});
      below({.normal = single(nuPlace, -1), .limit = -1 / most});
    }
    if (settings.innovation == Innovation::skewedStudent) {
      below({.normal = single(lambdaPlace, 1), .limit = mostSkew});
      below({.normal = single(lambdaPlace, -1), .limit = mostSkew});
    }
  }

  /** Minus the log likelihood of an observation, and its slopes, where nu stands for 1 / nu. */
  GarchEvaluation at(const GarchParameters& point, GarchOrder order) const {
    GarchParameters real = point;
    real[nuPlace] = 1 / point[nuPlace];
    GarchEvaluation result = evaluateGarch(returns_, settings_, weighted_, real, order);
    const double toNu = -real[nuPlace] * real[nuPlace];
    const double scale = 1 / static_cast<double>(returns_.size());
    result.gradient[nuPlace] *= toNu;
    for (std::size_t i = 0; i < garchParameterCount; ++i) {
      result.gradient[i] *= -scale;
      result.information[i][nuPlace] *= toNu;
      result.information[nuPlace][i] *= toNu;
    }
    for (auto& row : result.information) {
      for (double& entry : row) entry *= scale;
    }
    return result;
  }

  /** Whether a point is one of the model's. */
  bool allows(const GarchParameters& point) const {
    for (std::size_t i = 0; i < freeCount_; ++i) {
      if (!std::isfinite(point[free_[i]])) return false;
    }
    for (std::size_t k = 0; k < boundCount_; ++k) {
      double used = 0;
      for (std::size_t i = 0; i < freeCount_; ++i) used += bounds_[k].normal[free_[i]] * point[free_[i]];
      if (!(used <= bounds_[k].limit + rounding)) return false;
    }
    return true;
  }

  /**
   * Climbs from a start. Where it comes upon the optimum of `known`, that is the answer: another way to the same top.
   * |z| in the logarithmic model gives the likelihood a kink wherever mu passes a return, and it may be highest on one: mu is then held while the rest moves.
   */
  GarchFit from(GarchParameters point, const GarchFit& known) const {
    GarchFit fit;
    GarchEvaluation here = at(point, GarchOrder::information);
    StepMatrix curvature = informationAt(here);
    bool isFresh = true;
    bool isHeld = false;
    int releases = 0;
    const auto n = static_cast<double>(returns_.size());
    for (fit.iterations = 0; fit.iterations < mostIterations && std::isfinite(here.logLikelihood); ++fit.iterations) {
      if (known.converged && isSameTop(point, here, known, curvature)) return known;
      const StepProblem problem = problemAt(point, here, curvature, isHeld);
      const StepVector step = boundedStep(problem);
      const double slope = product(problem.slope, step);
      const double gain = n * (-slope - 0.5 * quadratic(curvature, step));
      const bool isDone = !(gain > enough);
      if (isDone && isFresh && (!isHeld || releases == mostReleases)) {
        fit.converged = true;
        break;
      }
      GarchParameters next = point;
      GarchEvaluation there;
      const double share = isDone ? 0 : walk(point, step, slope, here, next, there);
      if (share == 0) {
        if (isFresh && !isDone && (isHeld || gain < tolerable || !hasKinks())) {
          fit.converged = gain < tolerable;
          break;
        }
        if (isFresh) {
          if (isHeld) releases += 1;
          isHeld = !isHeld;
        }
        here = at(point, GarchOrder::information);
        curvature = informationAt(here);
        isFresh = true;
        continue;
      }
      update(curvature, step, share, here, there);
      isFresh = false;
      point = next;
      here = there;
    }
    fit.parameters = point;
    fit.parameters[nuPlace] = 1 / point[nuPlace];
    fit.logLikelihood = here.logLikelihood;
    fit.nextVariance = here.nextVariance;
    return fit;
  }

 private:
  static GarchParameters single(std::size_t place, double value) {
    GarchParameters result{};
    result[place] = value;
    return result;
  }

  bool hasKinks() const { return settings_.model == VarianceModel::egarch; }

  bool isSameTop(const GarchParameters& point, const GarchEvaluation& here, const GarchFit& known, const StepMatrix& curvature) const {
    if (std::fabs(here.logLikelihood - known.logLikelihood) > 0.01) return false;
    StepVector apart{};
    for (std::size_t i = 0; i < freeCount_; ++i) {
      const double top = known.parameters[free_[i]];
      apart[i] = point[free_[i]] - (free_[i] == nuPlace ? 1 / top : top);
    }
    return static_cast<double>(returns_.size()) * quadratic(curvature, apart) < 0.04;
  }

  void below(const Bound& bound) { bounds_[boundCount_++] = bound; }

  double product(const StepVector& a, const StepVector& b) const {
    double sum = 0;
    for (std::size_t i = 0; i < freeCount_; ++i) sum += a[i] * b[i];
    return sum;
  }

  double quadratic(const StepMatrix& matrix, const StepVector& vector) const {
    double sum = 0;
    for (std::size_t i = 0; i < freeCount_; ++i) sum += vector[i] * product(matrix[i], vector);
    return sum;
  }

  StepMatrix informationAt(const GarchEvaluation& here) const {
    StepMatrix result{};
    for (std::size_t i = 0; i < freeCount_; ++i) {
      for (std::size_t j = 0; j < freeCount_; ++j) result[i][j] = here.information[free_[i]][free_[j]];
      result[i][i] = result[i][i] * (1 + 1e-7) + 1e-12;
    }
    return result;
  }

  StepProblem problemAt(const GarchParameters& point, const GarchEvaluation& here, const StepMatrix& curvature, bool isMuHeld) const {
    StepProblem problem;
    problem.variables = freeCount_;
    problem.curvature = curvature;
    problem.bounds = boundCount_;
    for (std::size_t i = 0; i < freeCount_; ++i) problem.slope[i] = here.gradient[free_[i]];
    for (std::size_t k = 0; k < boundCount_; ++k) {
      double used = 0;
      for (std::size_t i = 0; i < freeCount_; ++i) {
        const double entry = bounds_[k].normal[free_[i]];
        problem.bound[k].normal[i] = entry;
        used += entry * point[free_[i]];
      }
      problem.bound[k].room = std::max(0.0, bounds_[k].limit - used);
    }
    if (isMuHeld) {
      problem.bound[problem.bounds++].normal[0] = 1;
      problem.bound[problem.bounds++].normal[0] = -1;
    }
    return problem;
  }

  /** Backtracks until the likelihood rises enough. Answers the share of the step that was gone, 0 for none. */
  double walk(const GarchParameters& point, const StepVector& step, double slope, const GarchEvaluation& here, GarchParameters& next,
              GarchEvaluation& there) const {
    const auto n = static_cast<double>(returns_.size());
    double share = 1;
    for (int attempt = 0; attempt < 16; ++attempt) {
      for (std::size_t i = 0; i < freeCount_; ++i) next[free_[i]] = point[free_[i]] + share * step[i];
      next[nuPlace] = std::max(next[nuPlace], 1 / mostStudentNu);
      there = at(next, GarchOrder::gradient);
      const double change = (here.logLikelihood - there.logLikelihood) / n;
      if (change <= 1e-4 * share * slope) return share;
      const double best = std::isfinite(change) ? -0.5 * slope * share * share / (change - share * slope) : 0;
      share = std::clamp(best, 0.1 * share, 0.5 * share);
    }
    return 0;
  }

  /** Broyden, Fletcher, Goldfarb and Shanno, damped so that the curvature stays positive definite (Powell 1978). */
  void update(StepMatrix& curvature, const StepVector& step, double share, const GarchEvaluation& here, const GarchEvaluation& there) const {
    StepVector gone{};
    StepVector turned{};
    StepVector image{};
    for (std::size_t i = 0; i < freeCount_; ++i) gone[i] = share * step[i];
    for (std::size_t i = 0; i < freeCount_; ++i) {
      turned[i] = there.gradient[free_[i]] - here.gradient[free_[i]];
      image[i] = product(curvature[i], gone);
    }
    const double expected = product(gone, image);
    double seen = product(gone, turned);
    if (!(expected > 0)) return;
    if (seen < 0.2 * expected) {
      const double kept = 0.8 * expected / (expected - seen);
      for (std::size_t i = 0; i < freeCount_; ++i) turned[i] = kept * turned[i] + (1 - kept) * image[i];
      seen = product(gone, turned);
    }
    for (std::size_t i = 0; i < freeCount_; ++i) {
      for (std::size_t j = 0; j < freeCount_; ++j) curvature[i][j] += turned[i] * turned[j] / seen - image[i] * image[j] / expected;
    }
  }

  std::span<const double> returns_;
  GarchSettings settings_;
  double weighted_;
  std::array<std::size_t, garchParameterCount> free_{};
  std::size_t freeCount_ = 0;
  std::array<Bound, mostStepBounds> bounds_{};
  std::size_t boundCount_ = 0;
};

struct Start {
  GarchParameters point{};
  double logLikelihood = -std::numeric_limits<double>::infinity();
};

/** The best start of each level of persistence, for returns of mean 0 and variance 1. */
std::array<Start, 3> starts(const Fitter& fitter, VarianceModel model) {
  constexpr std::array<double, 3> levels = {0.6, 0.93, 0.985};
  constexpr std::array<double, 3> effects = {0.03, 0.1, 0.25};
  constexpr std::array<double, 3> tilts = {0, 0.7, -0.7};
  std::array<Start, 3> best;
  const std::size_t tiltCount = model == VarianceModel::garch ? 1 : model == VarianceModel::gjr ? 2 : 3;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    for (const double effect : effects) {
      for (std::size_t k = 0; k < tiltCount; ++k) {
        Start start;
        const bool isLogarithmic = model == VarianceModel::egarch;
        const double alpha = isLogarithmic ? effect : effect * (1 - tilts[k]);
        const double gamma = isLogarithmic ? -effect * tilts[k] : 2 * effect * tilts[k];
        const double beta = isLogarithmic ? levels[i] : levels[i] - effect;
        start.point = {0, isLogarithmic ? 0 : 1 - levels[i], alpha, gamma, beta, 0.125, 0};
        start.logLikelihood = fitter.at(start.point, GarchOrder::value).logLikelihood;
        if (start.logLikelihood > best[i].logLikelihood) best[i] = start;
      }
    }
  }
  std::sort(best.begin(), best.end(), [](const Start& a, const Start& b) { return a.logLikelihood > b.logLikelihood; });
  return best;
}

/** Steps end at a bound but for rounding; the model's conditions are to hold exactly. */
void putWithinBounds(GarchParameters& p, const GarchSettings& settings) {
  p[betaPlace] = std::max(0.0, p[betaPlace]);
  double effect = 0;
  if (settings.model != VarianceModel::egarch) {
    p[alphaPlace] = std::max(0.0, p[alphaPlace]);
    p[gammaPlace] = std::max(-p[alphaPlace], p[gammaPlace]);
    effect = p[alphaPlace] + p[gammaPlace] / 2;
  }
  if (settings.stationary && p[betaPlace] + effect > 1) p[betaPlace] = std::max(0.0, 1 - effect);
}

/** A plain fit to returns of any unit, as one to these of mean 0 and variance 1. */
GarchParameters standardised(const GarchParameters& fit, const GarchSettings& settings, double mean, double deviation) {
  GarchParameters p = fit;
  p[muPlace] = (p[muPlace] - mean) / deviation;
  p[omegaPlace] = std::max(leastOmega, p[omegaPlace] / (deviation * deviation));
  p[gammaPlace] = 0;
  p[nuPlace] = settings.innovation == Innovation::normal ? 0.125 : 1 / p[nuPlace];
  if (settings.innovation != Innovation::skewedStudent) p[lambdaPlace] = 0;
  return p;
}

/**
 * Whether a climb from here may stand for the whole search. It begins above where that would, so it is a fit of much the same returns; and their variance
 * plainly moves: where it hardly does, the likelihood has several tops, and the last fit's need not be the highest any more.
 */
bool isNearTop(const Fitter& fitter, const GarchParameters& point, const Start& cold) {
  const double here = fitter.at(point, GarchOrder::value).logLikelihood;
  GarchParameters constant{};
  constant[omegaPlace] = 1;
  constant[nuPlace] = point[nuPlace];
  constant[lambdaPlace] = point[lambdaPlace];
  return here > cold.logLikelihood && here > fitter.at(constant, GarchOrder::value).logLikelihood + plainEffect;
}

}  // namespace

GarchFit fitGarch(std::span<const double> returns, const GarchSettings& settings, std::span<double> scratch, const GarchParameters* last) {
  const auto n = static_cast<double>(returns.size());
  double mean = 0;
  for (const double value : returns) mean += value;
  mean /= n;
  double squares = 0;
  for (const double value : returns) squares += (value - mean) * (value - mean);
  const double deviation = std::sqrt(squares / n);
  for (std::size_t i = 0; i < returns.size(); ++i) scratch[i] = (returns[i] - mean) / deviation;

  const Fitter fitter(scratch.first(returns.size()), settings);
  GarchFit best;
  best.logLikelihood = -std::numeric_limits<double>::infinity();
  const std::array<Start, 3> cold = starts(fitter, settings.model);
  if (last != nullptr && settings.model == VarianceModel::garch) {
    const GarchParameters point = standardised(*last, settings, mean, deviation);
    if (fitter.allows(point) && isNearTop(fitter, point, cold[0])) best = fitter.from(point, best);
  }
  // What a climb from the last fit does not end, the whole search does.
  const bool isFound = best.converged;
  if (!isFound) best = GarchFit{.logLikelihood = -std::numeric_limits<double>::infinity()};
  for (const Start& start : cold) {
    if (isFound) break;
    const GarchFit fit = fitter.from(start.point, best);
    // A climb that does not end is on a ridge of a model that cannot be inverted: any top is better. Of equal tops the first stays, so that rounding does not choose.
    const double ahead = fit.logLikelihood - best.logLikelihood;
    if (fit.converged != best.converged ? fit.converged : ahead > 1e-4) best = fit;
  }
  GarchParameters& p = best.parameters;
  putWithinBounds(p, settings);
  p[muPlace] = mean + deviation * p[muPlace];
  if (settings.model == VarianceModel::egarch) {
    p[omegaPlace] += 2 * std::log(deviation) * (1 - p[betaPlace]);
  } else {
    p[omegaPlace] *= deviation * deviation;
  }
  best.logLikelihood -= n * std::log(deviation);
  best.nextVariance *= deviation * deviation;
  return best;
}

}  // namespace syndicate
