#include "book_measures_binding.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "../book/measures/kyle_lambda.hpp"
#include "../book/measures/mark_outs.hpp"
#include "../book/measures/microprice.hpp"
#include "../book/measures/queue_position.hpp"
#include "../book/measures/quote_figures.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

constexpr std::size_t mostHorizons = 8;
constexpr std::size_t figuresPerSettled = 5;
constexpr std::size_t figuresPerHorizon = 5;

std::optional<double> finite(const Napi::CallbackInfo& info, std::size_t index) {
  double value = 0;
  if (index >= info.Length() || napi_get_value_double(info.Env(), info[index], &value) != napi_ok || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<bool> boolean(const Napi::CallbackInfo& info, std::size_t index) {
  if (index >= info.Length() || !info[index].IsBoolean()) return std::nullopt;
  return info[index].As<Napi::Boolean>().Value();
}

/** Tells the collector of garbage what lies behind a few bytes of a wrapper while it lives, or thousands would wait for it. */
class Claim {
 public:
  Claim(napi_env env, std::size_t bytes) : env_(env), bytes_(static_cast<std::int64_t>(bytes)) { adjust(bytes_); }
  ~Claim() { adjust(-bytes_); }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

 private:
  void adjust(std::int64_t bytes) {
    std::int64_t total = 0;
    napi_adjust_external_memory(env_, bytes, &total);
  }

  napi_env env_;
  std::int64_t bytes_;
};

class KyleLambdaBinding : public Napi::ObjectWrap<KyleLambdaBinding> {
 public:
  explicit KyleLambdaBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<KyleLambdaBinding>(info) {
    const auto intervalMs = finite(info, 0);
    if (intervalMs && *intervalMs > 0) lambda_.emplace(*intervalMs);
  }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "KyleLambda",
                       {InstanceMethod("price", &KyleLambdaBinding::price), InstanceMethod("trade", &KyleLambdaBinding::trade),
                        InstanceMethod("fit", &KyleLambdaBinding::fit)});
  }

 private:
  using Take = void (KyleLambda::*)(double, double);

  Napi::Value take(const Napi::CallbackInfo& info, Take step) {
    const auto atMs = finite(info, 0);
    const auto value = finite(info, 1);
    if (!atMs || !value) return status(info, badArguments);
    if (!lambda_) return status(info, outOfRange);
    ((*lambda_).*step)(*atMs, *value);
    return status(info, 0);
  }

  Napi::Value price(const Napi::CallbackInfo& info) { return take(info, &KyleLambda::price); }
  Napi::Value trade(const Napi::CallbackInfo& info) { return take(info, &KyleLambda::trade); }

  Napi::Value fit(const Napi::CallbackInfo& info) {
    const auto figures = typedArray<double>(info, 0, 4);
    if (!figures) return status(info, badArguments);
    if (!lambda_) return status(info, outOfRange);
    const auto fit = lambda_->fit();
    if (!fit) return status(info, 0);
    (*figures)[0] = fit->lambda;
    (*figures)[1] = fit->standardError;
    (*figures)[2] = fit->rSquared;
    (*figures)[3] = fit->intervals;
    return status(info, 1);
  }

  std::optional<KyleLambda> lambda_;
};

class MarkOutsBinding : public Napi::ObjectWrap<MarkOutsBinding> {
 public:
  explicit MarkOutsBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<MarkOutsBinding>(info), claim_(info.Env(), sizeof(MarkOuts)) {
    const auto horizons = typedArray<double>(info, 0, 1);
    if (!horizons || horizons->size() > mostHorizons) return;
    if (!std::all_of(horizons->begin(), horizons->end(), [](double each) { return std::isfinite(each) && each >= 0; })) return;
    marks_.emplace(*horizons, boolean(info, 1).value_or(false));
  }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "MarkOuts",
                       {InstanceMethod("price", &MarkOutsBinding::price), InstanceMethod("trade", &MarkOutsBinding::trade),
                        InstanceMethod("takeSettled", &MarkOutsBinding::takeSettled), InstanceMethod("report", &MarkOutsBinding::report)});
  }

 private:
  Napi::Value price(const Napi::CallbackInfo& info) {
    const auto atMs = finite(info, 0);
    const auto mid = finite(info, 1);
    if (!atMs || !mid || *mid == 0) return status(info, badArguments);
    if (!marks_) return status(info, outOfRange);
    marks_->price(*atMs, *mid);
    return status(info, static_cast<std::int32_t>(std::min<std::size_t>(marks_->settledCount(), 1 << 30)));
  }

  Napi::Value trade(const Napi::CallbackInfo& info) {
    const auto atMs = finite(info, 0);
    const auto price = finite(info, 1);
    const auto size = finite(info, 2);
    const auto takerBuys = boolean(info, 3);
    if (!atMs || !price || !size || !takerBuys) return status(info, badArguments);
    if (!marks_) return status(info, outOfRange);
    marks_->trade(*atMs, *price, *size, *takerBuys);
    return status(info, 0);
  }

  Napi::Value takeSettled(const Napi::CallbackInfo& info) {
    const auto figures = typedArray<double>(info, 0, 0);
    if (!figures) return status(info, badArguments);
    if (!marks_) return status(info, outOfRange);
    std::array<SettledTrade, 64> room;
    const std::size_t count = marks_->takeSettled(std::span(room).first(std::min(room.size(), figures->size() / figuresPerSettled)));
    for (std::size_t i = 0; i < count; ++i) {
      const auto figure = figures->subspan(figuresPerSettled * i, figuresPerSettled);
      figure[0] = room[i].horizonMs;
      figure[1] = room[i].atMs;
      figure[2] = room[i].size;
      figure[3] = room[i].effective;
      figure[4] = room[i].realised;
    }
    return status(info, static_cast<std::int32_t>(count));
  }

  Napi::Value report(const Napi::CallbackInfo& info) {
    if (!marks_) return status(info, outOfRange);
    const auto figures = typedArray<double>(info, 0, figuresPerHorizon * marks_->horizonCount());
    if (!figures) return status(info, badArguments);
    for (std::size_t i = 0; i < marks_->horizonCount(); ++i) {
      const MarkOut mark = marks_->report(i);
      const auto figure = figures->subspan(figuresPerHorizon * i, figuresPerHorizon);
      figure[0] = mark.horizonMs;
      figure[1] = mark.trades;
      figure[2] = mark.size;
      figure[3] = mark.effective;
      figure[4] = mark.realised;
    }
    return status(info, static_cast<std::int32_t>(marks_->horizonCount()));
  }

  Claim claim_;
  std::optional<MarkOuts> marks_;
};

class MicropriceBinding : public Napi::ObjectWrap<MicropriceBinding> {
 public:
  explicit MicropriceBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<MicropriceBinding>(info), claim_(info.Env(), sizeof(Microprice)) {}

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Microprice",
                       {InstanceMethod("see", &MicropriceBinding::see), InstanceMethod("fit", &MicropriceBinding::fit),
                        InstanceMethod("adjustment", &MicropriceBinding::adjustment)});
  }

 private:
  Napi::Value see(const Napi::CallbackInfo& info) {
    const auto midTicks = finite(info, 0);
    const auto spreadTicks = finite(info, 1);
    const auto bidShare = finite(info, 2);
    if (!midTicks || !spreadTicks || !bidShare) return status(info, badArguments);
    price_.see({*midTicks, *spreadTicks, *bidShare});
    return status(info, 0);
  }

  Napi::Value fit(const Napi::CallbackInfo& info) { return status(info, price_.fit() ? 1 : 0); }

  Napi::Value adjustment(const Napi::CallbackInfo& info) {
    const auto spreadTicks = finite(info, 0);
    const auto bidShare = finite(info, 1);
    const auto ticks = typedArray<double>(info, 2, 1);
    if (!spreadTicks || !bidShare || !ticks) return status(info, badArguments);
    const auto adjustment = price_.adjustment(*spreadTicks, *bidShare);
    if (!adjustment) return status(info, 0);
    (*ticks)[0] = *adjustment;
    return status(info, 1);
  }

  Claim claim_;
  Microprice price_;
};

class QueuePositionBinding : public Napi::ObjectWrap<QueuePositionBinding> {
 public:
  explicit QueuePositionBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<QueuePositionBinding>(info) {
    const auto level = finite(info, 0);
    const auto size = finite(info, 1);
    if (level && size && *level >= 0 && *size >= 0) queue_.emplace(*level, *size);
  }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "QueuePosition",
                       {InstanceMethod("trade", &QueuePositionBinding::trade), InstanceMethod("tradeThrough", &QueuePositionBinding::tradeThrough),
                        InstanceMethod("setLevel", &QueuePositionBinding::setLevel), InstanceMethod("read", &QueuePositionBinding::read)});
  }

 private:
  using Take = void (QueuePosition::*)(double);

  Napi::Value take(const Napi::CallbackInfo& info, Take step) {
    const auto size = finite(info, 0);
    if (!size || *size < 0) return status(info, badArguments);
    if (!queue_) return status(info, outOfRange);
    ((*queue_).*step)(*size);
    return status(info, 0);
  }

  Napi::Value trade(const Napi::CallbackInfo& info) { return take(info, &QueuePosition::trade); }
  Napi::Value setLevel(const Napi::CallbackInfo& info) { return take(info, &QueuePosition::setLevel); }

  Napi::Value tradeThrough(const Napi::CallbackInfo& info) {
    if (!queue_) return status(info, outOfRange);
    queue_->tradeThrough();
    return status(info, 0);
  }

  Napi::Value read(const Napi::CallbackInfo& info) {
    const auto figures = typedArray<double>(info, 0, 2);
    if (!figures) return status(info, badArguments);
    if (!queue_) return status(info, outOfRange);
    (*figures)[0] = queue_->ahead();
    (*figures)[1] = queue_->filled();
    return status(info, 0);
  }

  std::optional<QueuePosition> queue_;
};

Napi::Value measureQuote(const Napi::CallbackInfo& info) {
  const auto quote = typedArray<std::int64_t>(info, 0, 4);
  const auto figures = typedArray<double>(info, 1, 4);
  if (!quote || !figures) return status(info, badArguments);
  const auto [bidTick, bidSize, askTick, askSize] = std::tuple((*quote)[0], (*quote)[1], (*quote)[2], (*quote)[3]);
  const bool isQuote = bidTick > 0 && askTick > 0 && bidTick < OrderBook::mostTicks && askTick < OrderBook::mostTicks && bidSize >= 0 && askSize >= 0;
  if (!isQuote) return status(info, outOfRange);
  const QuoteFigures measured = quoteFigures({bidTick, static_cast<std::uint64_t>(bidSize), askTick, static_cast<std::uint64_t>(askSize)});
  (*figures)[0] = measured.mid;
  (*figures)[1] = measured.spread;
  (*figures)[2] = measured.imbalance;
  (*figures)[3] = measured.weightedMid;
  return status(info, 0);
}

}  // namespace

void exportBookMeasures(Napi::Env env, Napi::Object exports) {
  exports.Set("KyleLambda", KyleLambdaBinding::define(env));
  exports.Set("MarkOuts", MarkOutsBinding::define(env));
  exports.Set("Microprice", MicropriceBinding::define(env));
  exports.Set("QueuePosition", QueuePositionBinding::define(env));
  exports.Set("measureQuote", Napi::Function::New(env, measureQuote));
}

}  // namespace syndicate
