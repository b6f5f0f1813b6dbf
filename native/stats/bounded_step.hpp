#pragma once

#include <array>
#include <cstddef>

namespace syndicate {

inline constexpr std::size_t mostStepVariables = 7;
inline constexpr std::size_t mostStepBounds = 12;

using StepVector = std::array<double, mostStepVariables>;
using StepMatrix = std::array<StepVector, mostStepVariables>;

/** normal . step <= room, with room >= 0: no step at all is always allowed. */
struct StepBound {
  StepVector normal{};
  double room = 0;
};

struct StepProblem {
  std::size_t variables = 0;
  std::size_t bounds = 0;
  StepMatrix curvature{};  // positive definite
  StepVector slope{};
  std::array<StepBound, mostStepBounds> bound{};
};

/** The step that makes slope . step + step' curvature step / 2 least within the bounds: a primal active-set method (Nocedal and Wright, 16.5). */
StepVector boundedStep(const StepProblem& problem);

}  // namespace syndicate
