#include "bounded_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace syndicate {
namespace {

constexpr std::size_t mostUnknowns = 2 * mostStepVariables;

struct LinearSystem {
  std::size_t size = 0;
  std::array<std::array<double, mostUnknowns + 1>, mostUnknowns> rows{};

  /** Gauss with row pivots; false when singular. The solution is left in the last column. */
  bool solve() {
    for (std::size_t column = 0; column < size; ++column) {
      std::size_t best = column;
      for (std::size_t row = column + 1; row < size; ++row) {
        if (std::fabs(rows[row][column]) > std::fabs(rows[best][column])) best = row;
      }
      if (!(std::fabs(rows[best][column]) > 0)) return false;
      std::swap(rows[best], rows[column]);
      for (std::size_t row = 0; row < size; ++row) {
        if (row == column) continue;
        const double factor = rows[row][column] / rows[column][column];
        if (factor == 0) continue;
        for (std::size_t i = column; i < size; ++i) rows[row][i] -= factor * rows[column][i];
        rows[row][size] -= factor * rows[column][size];
      }
    }
    for (std::size_t row = 0; row < size; ++row) rows[row][size] /= rows[row][row];
    return true;
  }
};

struct ActiveSet {
  std::array<std::size_t, mostStepVariables> places{};
  std::size_t size = 0;

  bool has(std::size_t place) const { return std::find(places.begin(), places.begin() + size, place) != places.begin() + size; }
  void drop(std::size_t index) {
    std::copy(places.begin() + index + 1, places.begin() + size, places.begin() + index);
    size -= 1;
  }
};

double along(const StepVector& a, const StepVector& b, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

/** Optimality of the move from `step` with the active bounds as equations: the move, then their multipliers. */
LinearSystem optimality(const StepProblem& problem, const StepVector& step, const ActiveSet& active) {
  LinearSystem system;
  const std::size_t n = problem.variables;
  system.size = n + active.size;
  for (std::size_t i = 0; i < n; ++i) {
    std::copy(problem.curvature[i].begin(), problem.curvature[i].begin() + n, system.rows[i].begin());
    for (std::size_t k = 0; k < active.size; ++k) {
      const double entry = problem.bound[active.places[k]].normal[i];
      system.rows[i][n + k] = entry;
      system.rows[n + k][i] = entry;
    }
    system.rows[i][system.size] = -problem.slope[i] - along(problem.curvature[i], step, n);
  }
  return system;
}

}  // namespace

StepVector boundedStep(const StepProblem& problem) {
  StepVector step{};
  ActiveSet active;
  const std::size_t n = problem.variables;
  for (int round = 0; round < 60; ++round) {
    LinearSystem system = optimality(problem, step, active);
    if (!system.solve()) return step;
    StepVector move{};
    for (std::size_t i = 0; i < n; ++i) move[i] = system.rows[i][system.size];
    double share = 1;
    std::size_t blocking = mostStepBounds;
    for (std::size_t k = 0; k < problem.bounds; ++k) {
      if (active.has(k)) continue;
      const double pace = along(problem.bound[k].normal, move, n);
      if (!(pace > 1e-14)) continue;
      const double room = std::max(0.0, problem.bound[k].room - along(problem.bound[k].normal, step, n));
      if (room < share * pace) {
        share = room / pace;
        blocking = k;
      }
    }
    for (std::size_t i = 0; i < n; ++i) step[i] += share * move[i];
    if (blocking != mostStepBounds) {
      if (active.size == mostStepVariables) return step;
      active.places[active.size] = blocking;
      active.size += 1;
      continue;
    }
    std::size_t worst = active.size;
    double least = -1e-12;
    for (std::size_t k = 0; k < active.size; ++k) {
      if (system.rows[n + k][system.size] < least) {
        least = system.rows[n + k][system.size];
        worst = k;
      }
    }
    if (worst == active.size) return step;
    active.drop(worst);
  }
  return step;
}

}  // namespace syndicate
