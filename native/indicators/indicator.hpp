#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace syndicate::indicators {

/** One indicator over one series of bars, as a stream: it keeps what it needs of the bars it was given. */
class Indicator {
 public:
  virtual ~Indicator() = default;
  /** Takes the next bar; false while it warms up, else `out` holds one number an output. */
  virtual bool push(const double* in, double* out) = 0;
  /** What push would answer, without taking the bar: for one that is not finished. */
  virtual bool peek(const double* in, double* out) = 0;
  /** Takes `count` bars, one column an input, and writes the results from the start of each column of `out`. Answers how many. */
  virtual std::size_t append(const double* const* in, std::size_t count, double* const* out) = 0;
  /** What append would answer, bar by bar, without taking the bars: for those that can still change. */
  virtual std::size_t peekAppend(const double* const* in, std::size_t count, double* const* out) = 0;
};

/** A kernel of one series: `bool next(double, double&)`. */
template <class Kernel>
concept SeriesKernel = requires(Kernel kernel, double x) { kernel.next(x, x); };

/** A kernel that has a faster way over many bars at once, for a stream that has seen none, and stands after it as if it had taken them one by one. */
template <class Kernel>
concept BatchKernel = requires(Kernel kernel, const double* const* in, std::size_t count, double* const* out) {
  { kernel.batch(in, count, out) } -> std::same_as<std::size_t>;
};

template <class Kernel>
constexpr std::size_t inputsOf() {
  if constexpr (SeriesKernel<Kernel>) return 1;
  else return Kernel::inputs;
}

template <class Kernel>
constexpr std::size_t outputsOf() {
  if constexpr (SeriesKernel<Kernel>) return 1;
  else return Kernel::outputs;
}

/** Makes an indicator of a kernel: a copyable class with `bool push(const double* in, double* out)`, or a SeriesKernel. */
template <class Kernel>
class Streamed final : public Indicator {
 public:
  explicit Streamed(Kernel kernel) : kernel_(std::move(kernel)) {}

  bool push(const double* in, double* out) override {
    fresh_ = false;
    return take(kernel_, in, out);
  }

  bool peek(const double* in, double* out) override {
    return take(copied(), in, out);
  }

  std::size_t append(const double* const* in, std::size_t count, double* const* out) override {
    if constexpr (BatchKernel<Kernel>) {
      if (fresh_ && count > 0) {
        fresh_ = false;
        return kernel_.batch(in, count, out);
      }
    }
    fresh_ = false;
    return takeAll(kernel_, in, count, out);
  }

  std::size_t peekAppend(const double* const* in, std::size_t count, double* const* out) override {
    return takeAll(copied(), in, count, out);
  }

 private:
  Kernel& copied() {
    // Assigned, not made: the windows keep their memory from one call to the next.
    if (scratch_) *scratch_ = kernel_;
    else scratch_.emplace(kernel_);
    return *scratch_;
  }

  static std::size_t takeAll(Kernel& kernel, const double* const* in, std::size_t count, double* const* out) {
    std::size_t written = 0;
    double bar[inputsOf<Kernel>()];
    double result[outputsOf<Kernel>()];
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = 0; k < inputsOf<Kernel>(); ++k) bar[k] = in[k][i];
      if (!take(kernel, bar, result)) continue;
      for (std::size_t k = 0; k < outputsOf<Kernel>(); ++k) out[k][written] = result[k];
      ++written;
    }
    return written;
  }

  static bool take(Kernel& kernel, const double* in, double* out) {
    if constexpr (SeriesKernel<Kernel>) return kernel.next(in[0], out[0]);
    else return kernel.push(in, out);
  }

  Kernel kernel_;
  std::optional<Kernel> scratch_;
  bool fresh_ = true;
};

template <class Kernel, class... Arguments>
std::unique_ptr<Indicator> streamed(Arguments... arguments) {
  return std::make_unique<Streamed<Kernel>>(Kernel(arguments...));
}

}  // namespace syndicate::indicators
