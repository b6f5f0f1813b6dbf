#include "microprice.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace syndicate {
namespace {

constexpr double longestStep = 2;
/** Terms of the series; each holds the next move of the mid, and they shrink. */
constexpr int rounds = 60;
constexpr double fewestSeen = 30;
constexpr double singular = 1e-12;

/** Turns a matrix into its triangular factors with row pivots. False when it is singular. */
template <typename Matrix, std::size_t size>
bool factor(Matrix& matrix, std::array<std::size_t, size>& order) {
  for (std::size_t i = 0; i < size; ++i) order[i] = i;
  for (std::size_t column = 0; column < size; ++column) {
    std::size_t pivot = column;
    for (std::size_t i = column + 1; i < size; ++i) {
      if (std::abs(matrix[i][column]) > std::abs(matrix[pivot][column])) pivot = i;
    }
    if (!(std::abs(matrix[pivot][column]) >= singular)) return false;
    std::swap(matrix[column], matrix[pivot]);
    std::swap(order[column], order[pivot]);
    for (std::size_t i = column + 1; i < size; ++i) {
      const double part = matrix[i][column] /= matrix[column][column];
      if (part == 0) continue;
      for (std::size_t j = column + 1; j < size; ++j) matrix[i][j] -= part * matrix[column][j];
    }
  }
  return true;
}

template <typename Matrix, typename Column, std::size_t size>
Column solve(const Matrix& factors, const std::array<std::size_t, size>& order, const Column& right) {
  Column solution;
  for (std::size_t i = 0; i < size; ++i) {
    double rest = right[order[i]];
    for (std::size_t j = 0; j < i; ++j) rest -= factors[i][j] * solution[j];
    solution[i] = rest;
  }
  for (std::size_t i = size; i-- > 0;) {
    double rest = solution[i];
    for (std::size_t j = i + 1; j < size; ++j) rest -= factors[i][j] * solution[j];
    solution[i] = rest / factors[i][i];
  }
  return solution;
}

}  // namespace

std::size_t Microprice::placeOf(double spreadTicks, double bidShare, bool isMirrored) {
  const double last = static_cast<double>(imbalanceBuckets - 1);
  const auto bucket = static_cast<std::size_t>(std::clamp(std::floor(bidShare * static_cast<double>(imbalanceBuckets)), 0.0, last));
  const auto spread = static_cast<std::size_t>(std::clamp(std::floor(spreadTicks + 0.5), 1.0, static_cast<double>(widestSpread))) - 1;
  return spread * imbalanceBuckets + (isMirrored ? imbalanceBuckets - 1 - bucket : bucket);
}

void Microprice::see(const MicropriceState& state) {
  const auto last = std::exchange(last_, state);
  if (!last || !(state.spreadTicks > 0)) return;
  const double step = std::clamp(state.midTicks - last->midTicks, -longestStep, longestStep);
  for (const bool isMirrored : {false, true}) {
    count(placeOf(last->spreadTicks, last->bidShare, isMirrored), placeOf(state.spreadTicks, state.bidShare, isMirrored), isMirrored ? -step : step);
  }
}

void Microprice::count(std::size_t from, std::size_t to, double step) {
  (step == 0 ? still_ : moved_)[from][to] += 1;
  moves_[from] += step;
  seen_[from] += 1;
}

bool Microprice::fit() {
  Matrix factors{};
  Matrix moved{};
  Column right{};
  for (std::size_t from = 0; from < states; ++from) {
    const double seen = seen_[from] == 0 ? 1 : seen_[from];
    for (std::size_t to = 0; to < states; ++to) {
      factors[from][to] = (from == to ? 1.0 : 0.0) - still_[from][to] / seen;
      moved[from][to] = moved_[from][to] / seen;
    }
    right[from] = moves_[from] / seen;
  }
  std::array<std::size_t, states> order{};
  if (!factor<Matrix, states>(factors, order)) return false;
  Column sum{};
  for (int round = 0; round <= rounds; ++round) {
    const Column term = solve<Matrix, Column, states>(factors, order, right);
    for (std::size_t i = 0; i < states; ++i) sum[i] += term[i];
    for (std::size_t from = 0; from < states; ++from) {
      right[from] = 0;
      for (std::size_t to = 0; to < states; ++to) right[from] += moved[from][to] * term[to];
    }
  }
  adjustments_ = sum;
  seenAtFit_ = seen_;
  return true;
}

std::optional<double> Microprice::adjustment(double spreadTicks, double bidShare) const {
  const std::size_t place = placeOf(spreadTicks, bidShare, false);
  if (seenAtFit_[place] < fewestSeen) return std::nullopt;
  return adjustments_[place];
}

}  // namespace syndicate
