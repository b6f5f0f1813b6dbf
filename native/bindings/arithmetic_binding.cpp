#include "arithmetic_binding.hpp"

#include "../amm/tick_math.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

enum class Operation : std::uint32_t { add, subtract, multiply, divide, mulDiv, mulDivRoundingUp, squareRoot, divideByProduct };

std::optional<Uint256> evaluate(Operation operation, const Uint256& a, const Uint256& b, const Uint256& c) {
  switch (operation) {
    case Operation::add:
      return checkedAdd(a, b);
    case Operation::subtract:
      return checkedSub(a, b);
    case Operation::multiply:
      return checkedMul(a, b);
    case Operation::divide:
      if (const auto result = divide(a, b)) return result->quotient;
      return std::nullopt;
    case Operation::mulDiv:
      return mulDiv(a, b, c);
    case Operation::mulDivRoundingUp:
      return mulDivRoundingUp(a, b, c);
    case Operation::divideByProduct:
      if (b.isZero() || c.isZero()) return std::nullopt;
      return divideWide(multiplyFull(a, a), multiplyFull(b, c), true);
    case Operation::squareRoot:
      return squareRoot(a);
  }
  return std::nullopt;
}

Napi::Value arithmetic(const Napi::CallbackInfo& info) {
  const auto words = typedArray<std::uint64_t>(info, 1, 12);
  if (!words || !info[0].IsNumber()) return status(info, badArguments);
  const auto operation = static_cast<Operation>(info[0].As<Napi::Number>().Uint32Value());
  const auto result = evaluate(operation, readUint256(*words), readUint256(words->subspan(4)), readUint256(words->subspan(8)));
  if (!result) return status(info, 1);
  writeUint256(*words, *result);
  return status(info, 0);
}

Napi::Value sqrtRatio(const Napi::CallbackInfo& info) {
  const auto words = typedArray<std::uint64_t>(info, 1, 4);
  if (!words || !info[0].IsNumber()) return status(info, badArguments);
  const std::int32_t tick = info[0].As<Napi::Number>().Int32Value();
  if (tick < minTick || tick > maxTick) return status(info, outOfRange);
  writeUint256(*words, sqrtRatioAtTick(tick));
  return status(info, 0);
}

Napi::Value tickOfRatio(const Napi::CallbackInfo& info) {
  const auto words = typedArray<std::uint64_t>(info, 0, 4);
  const auto tick = typedArray<std::int32_t>(info, 1, 1);
  if (!words || !tick) return status(info, badArguments);
  const Uint256 price = readUint256(*words);
  if (price < minSqrtRatio || price >= maxSqrtRatio) return status(info, outOfRange);
  (*tick)[0] = tickAtSqrtRatio(price);
  return status(info, 0);
}

}  // namespace

void exportArithmetic(Napi::Env env, Napi::Object exports) {
  exports.Set("arithmetic", Napi::Function::New<arithmetic>(env, "arithmetic"));
  exports.Set("sqrtRatioAtTick", Napi::Function::New<sqrtRatio>(env, "sqrtRatioAtTick"));
  exports.Set("tickAtSqrtRatio", Napi::Function::New<tickOfRatio>(env, "tickAtSqrtRatio"));
}

}  // namespace syndicate
