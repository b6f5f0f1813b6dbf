#include "indicator_binding.hpp"

#include <array>
#include <cmath>
#include <memory>

#include "../indicators/definition.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

using indicators::Definition;
using indicators::Indicator;

constexpr std::int32_t notFinite = -3;
constexpr std::size_t mostColumns = 8;

const Definition* definitionAt(const Napi::CallbackInfo& info, std::size_t index) {
  double place = -1;
  if (index >= info.Length() || napi_get_value_double(info.Env(), info[index], &place) != napi_ok) return nullptr;
  const auto& all = indicators::definitions();
  if (!(place >= 0 && place < static_cast<double>(all.size()))) return nullptr;
  return &all[static_cast<std::size_t>(place)];
}

/** Null when an option is out of its bounds, or when they do not go together. */
std::unique_ptr<Indicator> made(const Definition& definition, std::span<const double> options) {
  for (std::size_t i = 0; i < definition.options.size(); ++i) {
    const auto& [name, fallback, least, most, whole] = definition.options[i];
    if (!(options[i] >= least && options[i] <= most)) return nullptr;
    if (whole && options[i] != std::floor(options[i])) return nullptr;
  }
  return definition.make(options);
}

/** What is not finite leaves something of a product with 0. In eight lanes, for the compiler to see that they are apart. */
bool isFinite(const double* values, std::size_t count) {
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> rest{};
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) rest[lane] += values[i + lane] * 0.0;
  }
  for (; i < count; ++i) rest[0] += values[i] * 0.0;
  double sum = 0;
  for (const double each : rest) sum += each;
  return sum == 0;
}

/** The memory of a JavaScript array of Float64Arrays. */
bool readColumns(const Napi::CallbackInfo& info, std::size_t index, std::size_t count, std::size_t minimum,
                 std::array<std::span<double>, mostColumns>& columns) {
  const Napi::Env env = info.Env();
  napi_valuetype kind = napi_undefined;
  if (index >= info.Length() || napi_typeof(env, info[index], &kind) != napi_ok || kind != napi_object) return false;
  for (std::size_t k = 0; k < count; ++k) {
    napi_value element;
    napi_typedarray_type type;
    std::size_t length = 0;
    void* data = nullptr;
    if (napi_get_element(env, info[index], static_cast<std::uint32_t>(k), &element) != napi_ok) return false;
    if (napi_get_typedarray_info(env, element, &type, &length, &data, nullptr, nullptr) != napi_ok) return false;
    if (type != napi_float64_array || length < minimum) return false;
    columns[k] = {static_cast<double*>(data), length};
  }
  return true;
}

using Columns = std::size_t (Indicator::*)(const double* const*, std::size_t, double* const*);

/** Columns in at `first`, columns out after them. Answers the number of results or what is wrong. */
std::int32_t appendColumns(const Napi::CallbackInfo& info, std::size_t first, const Definition& definition, Indicator& indicator,
                           Columns take = &Indicator::append) {
  const std::size_t inputs = indicators::countNames(definition.inputs);
  const std::size_t outputs = indicators::countNames(definition.outputs);
  std::array<std::span<double>, mostColumns> in;
  std::array<std::span<double>, mostColumns> out;
  if (!readColumns(info, first, inputs, 0, in)) return badArguments;
  const std::size_t count = in[0].size();
  if (!readColumns(info, first + 1, outputs, count, out)) return badArguments;
  std::array<const double*, mostColumns> from{};
  std::array<double*, mostColumns> to{};
  for (std::size_t k = 0; k < inputs; ++k) {
    if (in[k].size() != count) return badArguments;
    if (!isFinite(in[k].data(), count)) return notFinite;
    from[k] = in[k].data();
  }
  for (std::size_t k = 0; k < outputs; ++k) to[k] = out[k].data();
  return static_cast<std::int32_t>((indicator.*take)(from.data(), count, to.data()));
}

Napi::Value batch(const Napi::CallbackInfo& info) {
  const Definition* definition = definitionAt(info, 0);
  if (definition == nullptr) return status(info, badArguments);
  const auto options = typedArray<double>(info, 1, definition->options.size());
  if (!options) return status(info, badArguments);
  const auto indicator = made(*definition, *options);
  if (!indicator) return status(info, outOfRange);
  return status(info, appendColumns(info, 2, *definition, *indicator));
}

/** Bars that pass before the first result. It depends on their number alone, so a flat series tells. */
Napi::Value warmUp(const Napi::CallbackInfo& info) {
  const Definition* definition = definitionAt(info, 0);
  if (definition == nullptr) return status(info, badArguments);
  const auto options = typedArray<double>(info, 1, definition->options.size());
  if (!options) return status(info, badArguments);
  const auto indicator = made(*definition, *options);
  if (!indicator) return status(info, outOfRange);
  std::array<double, mostColumns> bar;
  bar.fill(1.0);
  std::array<double, mostColumns> result{};
  const std::int32_t most = static_cast<std::int32_t>(indicators::mostPeriod) * 10;
  std::int32_t bars = 0;
  while (bars < most && !indicator->push(bar.data(), result.data())) ++bars;
  return status(info, bars);
}

class IndicatorBinding : public Napi::ObjectWrap<IndicatorBinding> {
 public:
  explicit IndicatorBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<IndicatorBinding>(info), definition_(definitionAt(info, 0)) {
    if (definition_ == nullptr) return;
    const auto options = typedArray<double>(info, 1, definition_->options.size());
    if (options) indicator_ = made(*definition_, *options);
  }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Indicator",
                       {InstanceMethod("push", &IndicatorBinding::push), InstanceMethod("peek", &IndicatorBinding::peek),
                        InstanceMethod("append", &IndicatorBinding::append), InstanceMethod("peekAppend", &IndicatorBinding::peekAppend)});
  }

 private:
  using Step = bool (Indicator::*)(const double*, double*);

  Napi::Value push(const Napi::CallbackInfo& info) { return step(info, &Indicator::push); }
  Napi::Value peek(const Napi::CallbackInfo& info) { return step(info, &Indicator::peek); }

  Napi::Value step(const Napi::CallbackInfo& info, Step take) {
    if (!indicator_) return status(info, outOfRange);
    const std::size_t inputs = indicators::countNames(definition_->inputs);
    const auto in = typedArray<double>(info, 0, inputs);
    const auto out = typedArray<double>(info, 1, indicators::countNames(definition_->outputs));
    if (!in || !out) return status(info, badArguments);
    if (!isFinite(in->data(), inputs)) return status(info, notFinite);
    return status(info, (indicator_.get()->*take)(in->data(), out->data()) ? 1 : 0);
  }

  Napi::Value append(const Napi::CallbackInfo& info) {
    if (!indicator_) return status(info, outOfRange);
    return status(info, appendColumns(info, 0, *definition_, *indicator_));
  }

  Napi::Value peekAppend(const Napi::CallbackInfo& info) {
    if (!indicator_) return status(info, outOfRange);
    return status(info, appendColumns(info, 0, *definition_, *indicator_, &Indicator::peekAppend));
  }

  const Definition* definition_;
  std::unique_ptr<Indicator> indicator_;
};

Napi::Value table(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), indicators::definitionsAsJson()); }

}  // namespace

void exportIndicators(Napi::Env env, Napi::Object exports) {
  exports.Set("indicatorTable", Napi::Function::New(env, table));
  exports.Set("indicatorBatch", Napi::Function::New(env, batch));
  exports.Set("indicatorWarmUp", Napi::Function::New(env, warmUp));
  exports.Set("Indicator", IndicatorBinding::define(env));
}

}  // namespace syndicate
