#pragma once

#include <algorithm>
#include <cstddef>

namespace syndicate::indicators {

/** Values that a pass over a long column holds at a time: what it writes between passes stays in the first cache. */
inline constexpr std::size_t chunk = 512;

/**
 * value += (x - value) * weight over a column; y may be x. Answers the last value. Four steps at once: each result is a sum of parts that do not wait for one another, and the value
 * before the four, so one multiplication and one addition of each four stand in line, not twelve operations. Rounding differs from the steps' in the last digits.
 */
inline double smooth(const double* x, std::size_t count, double weight, double value, double* y) {
  const double rest = 1.0 - weight;
  const double rest2 = rest * rest;
  const double rest3 = rest2 * rest;
  const double rest4 = rest2 * rest2;
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const double part0 = weight * x[i];
    const double part1 = weight * x[i + 1] + rest * part0;
    const double part2 = weight * x[i + 2] + rest * part1;
    const double part3 = weight * x[i + 3] + rest * part2;
    y[i] = rest * value + part0;
    y[i + 1] = rest2 * value + part1;
    y[i + 2] = rest3 * value + part2;
    value = rest4 * value + part3;
    y[i + 3] = value;
  }
  for (; i < count; ++i) {
    value += (x[i] - value) * weight;
    y[i] = value;
  }
  return value;
}

/** sum += x - old over two columns, each step's sum times `scale`; y may be either. Answers the last sum. Four steps at once, as in smooth. */
inline double slide(const double* x, const double* old, std::size_t count, double scale, double sum, double* y) {
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const double step0 = x[i] - old[i];
    const double step1 = x[i + 1] - old[i + 1];
    const double step2 = x[i + 2] - old[i + 2];
    const double step3 = x[i + 3] - old[i + 3];
    const double two = step0 + step1;
    const double three = two + step2;
    const double four = two + (step2 + step3);
    y[i] = (sum + step0) * scale;
    y[i + 1] = (sum + two) * scale;
    y[i + 2] = (sum + three) * scale;
    sum += four;
    y[i + 3] = sum * scale;
  }
  for (; i < count; ++i) {
    sum += x[i] - old[i];
    y[i] = sum * scale;
  }
  return sum;
}

/** As slide, of squares. */
inline double slideSquares(const double* x, const double* old, std::size_t count, double scale, double sum, double* y) {
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const double step0 = (x[i] - old[i]) * (x[i] + old[i]);
    const double step1 = (x[i + 1] - old[i + 1]) * (x[i + 1] + old[i + 1]);
    const double step2 = (x[i + 2] - old[i + 2]) * (x[i + 2] + old[i + 2]);
    const double step3 = (x[i + 3] - old[i + 3]) * (x[i + 3] + old[i + 3]);
    const double two = step0 + step1;
    const double three = two + step2;
    const double four = two + (step2 + step3);
    y[i] = (sum + step0) * scale;
    y[i + 1] = (sum + two) * scale;
    y[i + 2] = (sum + three) * scale;
    sum += four;
    y[i + 3] = sum * scale;
  }
  for (; i < count; ++i) {
    sum += (x[i] - old[i]) * (x[i] + old[i]);
    y[i] = sum * scale;
  }
  return sum;
}

/** Calls `pass(first, count)` for the chunks of [first, last). */
template <class Pass>
void inChunks(std::size_t first, std::size_t last, Pass pass) {
  for (; first < last; first += chunk) pass(first, std::min(chunk, last - first));
}

}  // namespace syndicate::indicators
