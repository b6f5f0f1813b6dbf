#include "risk_binding.hpp"

#include <algorithm>
#include <chrono>

#include "../risk/risk_book.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

constexpr std::size_t placeCount = 4;
constexpr std::size_t accountCount = 8;
constexpr std::size_t tradeCount = 6;

RiskPlace placeOf(std::span<const std::int32_t> numbers) { return {numbers[0], numbers[1], numbers[2], numbers[3]}; }

RiskTrade tradeOf(std::span<const std::int32_t> place, std::span<const std::int64_t> amounts) {
  return {placeOf(place), amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5]};
}

class RiskBinding : public Napi::ObjectWrap<RiskBinding> {
 public:
  explicit RiskBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<RiskBinding>(info) {}

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "RiskBook",
                       {InstanceMethod("setLimits", &RiskBinding::setLimits), InstanceMethod("setAccount", &RiskBinding::setAccount),
                        InstanceMethod("setPosition", &RiskBinding::setPosition), InstanceMethod("check", &RiskBinding::check),
                        InstanceMethod("timeChecks", &RiskBinding::timeChecks)});
  }

 private:
  Napi::Value setLimits(const Napi::CallbackInfo& info) {
    const auto limits = typedArray<std::int64_t>(info, 0, riskLimitCount);
    if (!limits) return status(info, badArguments);
    constexpr std::int64_t most = 1'000'000'000;
    for (std::size_t i = 0; i < riskLimitCount; ++i) {
      if ((*limits)[i] < 0 || (*limits)[i] > most) return status(info, outOfRange);
    }
    book_.setLimits(std::span<const std::int64_t, riskLimitCount>(limits->data(), riskLimitCount));
    return status(info, 0);
  }

  Napi::Value setAccount(const Napi::CallbackInfo& info) {
    const auto figures = typedArray<std::int64_t>(info, 0, accountCount);
    if (!figures) return status(info, badArguments);
    for (const std::int64_t figure : figures->first(accountCount)) {
      if (figure != unknownFigure && (figure > mostRiskAmount || figure < -mostRiskAmount)) return status(info, outOfRange);
    }
    const auto& f = *figures;
    for (std::size_t i = 0; i + 1 < accountCount; ++i) {
      if (f[i] == unknownFigure) return status(info, outOfRange);
    }
    book_.setAccount({f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]});
    return status(info, 0);
  }

  Napi::Value setPosition(const Napi::CallbackInfo& info) {
    const auto numbers = typedArray<std::int32_t>(info, 0, 1 + placeCount);
    const auto amounts = typedArray<std::int64_t>(info, 1, 2);
    if (!numbers || !amounts) return status(info, badArguments);
    if ((*numbers)[0] < 0) return status(info, outOfRange);
    const bool taken = book_.setPosition(static_cast<std::size_t>((*numbers)[0]), placeOf(numbers->subspan(1)), (*amounts)[0], (*amounts)[1]);
    return status(info, taken ? 0 : outOfRange);
  }

  Napi::Value check(const Napi::CallbackInfo& info) {
    const auto place = typedArray<std::int32_t>(info, 0, placeCount);
    const auto amounts = typedArray<std::int64_t>(info, 1, tradeCount);
    const auto rows = typedArray<std::int64_t>(info, 2, 2 * riskRowCount);
    const auto states = typedArray<std::uint8_t>(info, 3, riskRowCount);
    if (!place || !amounts || !rows || !states) return status(info, badArguments);
    RiskVerdict verdict;
    if (!book_.check(tradeOf(*place, *amounts), verdict)) return status(info, outOfRange);
    for (std::size_t i = 0; i < riskRowCount; ++i) {
      (*rows)[2 * i] = verdict.values[i];
      (*rows)[2 * i + 1] = verdict.limits[i];
      (*states)[i] = static_cast<std::uint8_t>(verdict.states[i]);
    }
    return status(info, static_cast<std::int32_t>(verdict.firstFailed));
  }

  /** For the bench: each check by itself, as the core alone takes for it. */
  Napi::Value timeChecks(const Napi::CallbackInfo& info) {
    const auto places = typedArray<std::int32_t>(info, 0, placeCount);
    const auto amounts = typedArray<std::int64_t>(info, 1, tradeCount);
    const auto nanoseconds = typedArray<double>(info, 2, 1);
    if (!places || !amounts || !nanoseconds) return status(info, badArguments);
    const std::size_t count = std::min({places->size() / placeCount, amounts->size() / tradeCount, nanoseconds->size()});
    std::int32_t failed = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto before = std::chrono::steady_clock::now();
      RiskVerdict verdict;
      if (!book_.check(tradeOf(places->subspan(placeCount * i), amounts->subspan(tradeCount * i)), verdict)) return status(info, outOfRange);
      failed += verdict.firstFailed < riskRowCount ? 1 : 0;
      (*nanoseconds)[i] = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - before).count();
    }
    return status(info, failed);
  }

  RiskBook book_;
};

}  // namespace

void exportRisk(Napi::Env env, Napi::Object exports) { exports.Set("RiskBook", RiskBinding::define(env)); }

}  // namespace syndicate
