#include "statistics_binding.hpp"

#include <algorithm>
#include <vector>

#include "../stats/garch.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

constexpr std::size_t settingCount = 4;
constexpr std::size_t leastReturns = 2;

std::optional<GarchSettings> readSettings(const Napi::CallbackInfo& info, std::size_t index) {
  const auto numbers = typedArray<std::int32_t>(info, index, settingCount);
  if (!numbers) return std::nullopt;
  constexpr std::array<std::int32_t, settingCount> most = {2, 2, 1, 1};
  for (std::size_t i = 0; i < settingCount; ++i) {
    if ((*numbers)[i] < 0 || (*numbers)[i] > most[i]) return std::nullopt;
  }
  return GarchSettings{.model = static_cast<VarianceModel>((*numbers)[0]),
                       .innovation = static_cast<Innovation>((*numbers)[1]),
                       .initial = static_cast<InitialVariance>((*numbers)[2]),
                       .stationary = (*numbers)[3] == 1};
}

Napi::Value fit(const Napi::CallbackInfo& info) {
  thread_local std::vector<double> scratch;
  const auto returns = typedArray<double>(info, 0, leastReturns);
  const auto settings = readSettings(info, 1);
  const auto parameters = typedArray<double>(info, 2, garchParameterCount);
  const auto results = typedArray<double>(info, 3, 3);
  if (!returns || !settings || !parameters || !results) return status(info, badArguments);
  GarchParameters last;
  const bool hasLast = info.Length() > 4 && !info[4].IsNull();
  if (hasLast) {
    const auto numbers = typedArray<double>(info, 4, garchParameterCount);
    if (!numbers) return status(info, badArguments);
    std::copy_n(numbers->begin(), garchParameterCount, last.begin());
  }
  if (scratch.size() < returns->size()) scratch.resize(returns->size());
  const GarchFit found = fitGarch(*returns, *settings, scratch, hasLast ? &last : nullptr);
  std::copy(found.parameters.begin(), found.parameters.end(), parameters->begin());
  (*results)[0] = found.logLikelihood;
  (*results)[1] = found.nextVariance;
  (*results)[2] = found.iterations;
  return status(info, found.converged ? 1 : 0);
}

Napi::Value evaluate(const Napi::CallbackInfo& info) {
  const auto returns = typedArray<double>(info, 0, leastReturns);
  const auto settings = readSettings(info, 1);
  const auto parameters = typedArray<double>(info, 2, garchParameterCount);
  const auto results = typedArray<double>(info, 3, 2);
  if (!returns || !settings || !parameters || !results) return status(info, badArguments);
  const auto variances = typedArray<double>(info, 4, returns->size());
  if (!variances) return status(info, badArguments);
  GarchParameters point;
  std::copy_n(parameters->begin(), garchParameterCount, point.begin());
  const auto found = evaluateGarch(*returns, *settings, weightedInitialVariance(*returns), point, GarchOrder::value, *variances);
  (*results)[0] = found.logLikelihood;
  (*results)[1] = found.nextVariance;
  return status(info, 0);
}

}  // namespace

void exportStatistics(Napi::Env env, Napi::Object exports) {
  exports.Set("fitGarch", Napi::Function::New<fit>(env, "fitGarch"));
  exports.Set("evaluateGarch", Napi::Function::New<evaluate>(env, "evaluateGarch"));
}

}  // namespace syndicate
