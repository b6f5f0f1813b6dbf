#include "book_binding.hpp"

#include <algorithm>
#include <cmath>

#include "../book/book_feed.hpp"
#include "../book/measures/quote_figures.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

constexpr std::size_t figuresPerEvent = 5;
/** Both windows of a book, once it has levels. */
constexpr std::int64_t bytesPerBook = 1 << 19;
constexpr std::size_t longestSymbol = 64;
constexpr std::size_t mostInstruments = 4096;
constexpr std::uint32_t mostDigits = 18;

std::optional<std::int32_t> integer(const Napi::CallbackInfo& info, std::size_t index) {
  std::int32_t value = 0;
  if (index >= info.Length() || napi_get_value_int32(info.Env(), info[index], &value) != napi_ok) return std::nullopt;
  return value;
}

std::optional<bool> boolean(const Napi::CallbackInfo& info, std::size_t index) {
  if (index >= info.Length() || !info[index].IsBoolean()) return std::nullopt;
  return info[index].As<Napi::Boolean>().Value();
}

std::string_view textOf(std::span<const std::uint8_t> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/** Whether a typed array's memory is shared: then nobody can detach it. */
bool isShared(napi_env env, napi_value array) {
  napi_value buffer;
  bool isOwned = false;
  return napi_get_typedarray_info(env, array, nullptr, nullptr, nullptr, &buffer, nullptr) == napi_ok &&
         napi_is_arraybuffer(env, buffer, &isOwned) == napi_ok && !isOwned;
}

class BookFeedBinding : public Napi::ObjectWrap<BookFeedBinding> {
 public:
  explicit BookFeedBinding(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<BookFeedBinding>(info), env_(info.Env()), feed_(static_cast<Venue>(std::clamp(integer(info, 0).value_or(0), 0, 5))) {
    const auto figures = typedArray<double>(info, 1, figuresPerEvent);
    if (!figures || !isShared(info.Env(), info[1])) return;
    figures_ = *figures;
    figuresHolder_ = Napi::Persistent(info[1].As<Napi::Object>());
  }

  ~BookFeedBinding() { claim(-claimed_); }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "BookFeed",
                       {InstanceMethod("add", &BookFeedBinding::add), InstanceMethod("apply", &BookFeedBinding::apply),
                        InstanceMethod("reconnect", &BookFeedBinding::reconnect), InstanceMethod("isLive", &BookFeedBinding::isLive),
                        InstanceMethod("top", &BookFeedBinding::top), InstanceMethod("depth", &BookFeedBinding::depth),
                        InstanceMethod("sizeAt", &BookFeedBinding::sizeAt), InstanceMethod("impact", &BookFeedBinding::impact),
                        InstanceMethod("figures", &BookFeedBinding::figures),
                        InstanceMethod("begin", &BookFeedBinding::begin), InstanceMethod("setLevels", &BookFeedBinding::setLevels),
                        InstanceMethod("bytes", &BookFeedBinding::bytes)});
  }

 private:
  /** Tells the collector of garbage what a feed holds beside its few bytes of its own, or thousands would wait for it. */
  void claim(std::int64_t bytes) {
    std::int64_t total = 0;
    claimed_ += bytes;
    if (bytes != 0) napi_adjust_external_memory(env_, bytes, &total);
  }

  BookSync* book(const Napi::CallbackInfo& info) { return feed_.at(integer(info, 0).value_or(-1)); }

  Napi::Value add(const Napi::CallbackInfo& info) {
    const auto symbol = typedArray<std::uint8_t>(info, 0, 1);
    const auto figures = typedArray<std::uint32_t>(info, 1, 3);
    const auto tick = typedArray<std::uint64_t>(info, 2, 1);
    if (!symbol || !figures || !tick || symbol->size() > longestSymbol) return status(info, badArguments);
    const auto [priceDigits, sizeDigits, depth] = std::tuple((*figures)[0], (*figures)[1], (*figures)[2]);
    if (priceDigits > mostDigits || sizeDigits > mostDigits || (*tick)[0] == 0 || added_ == mostInstruments) return status(info, outOfRange);
    const Scale scale{static_cast<std::int32_t>(priceDigits), static_cast<std::int32_t>(sizeDigits), ExactDivisor((*tick)[0])};
    const std::int32_t place = feed_.add(textOf(*symbol), scale, depth);
    if (place < 0) return status(info, outOfRange);
    ++added_;
    claim(bytesPerBook);
    return status(info, place);
  }

  Napi::Value apply(const Napi::CallbackInfo& info) {
    const auto text = typedArray<std::uint8_t>(info, 0, 0);
    const auto instrument = integer(info, 1);
    if (!text || !instrument) return status(info, badArguments);
    if (!feed_.apply(textOf(*text), *instrument)) return status(info, outOfRange);
    const auto events = feed_.events();
    const std::size_t room = std::min(events.size(), figures_.size() / figuresPerEvent);
    for (std::size_t i = 0; i < room; ++i) {
      const BookEvent& event = events[i];
      const auto figure = figures_.subspan(figuresPerEvent * i, figuresPerEvent);
      figure[0] = event.instrument;
      figure[1] = static_cast<double>(event.outcome);
      figure[2] = event.levels;
      figure[3] = event.timeMs;
      figure[4] = static_cast<double>(event.lastId);
    }
    return status(info, static_cast<std::int32_t>(events.size()));
  }

  Napi::Value reconnect(const Napi::CallbackInfo& info) {
    feed_.reconnect();
    return status(info, 0);
  }

  Napi::Value isLive(const Napi::CallbackInfo& info) {
    const BookSync* const sync = book(info);
    return status(info, sync == nullptr ? outOfRange : sync->isLive() ? 1 : 0);
  }

  Napi::Value top(const Napi::CallbackInfo& info) {
    BookSync* const sync = book(info);
    const auto ticks = typedArray<std::int64_t>(info, 1, 4);
    if (!ticks) return status(info, badArguments);
    if (sync == nullptr) return status(info, outOfRange);
    const auto best = sync->isLive() ? sync->book().top() : std::nullopt;
    if (!best) return status(info, 0);
    (*ticks)[0] = best->bidTick;
    (*ticks)[1] = static_cast<std::int64_t>(best->bidSize);
    (*ticks)[2] = best->askTick;
    (*ticks)[3] = static_cast<std::int64_t>(best->askSize);
    return status(info, 1);
  }

  Napi::Value depth(const Napi::CallbackInfo& info) {
    BookSync* const sync = book(info);
    const auto isBid = boolean(info, 1);
    const auto pairs = typedArray<std::int64_t>(info, 2, 0);
    if (!isBid || !pairs) return status(info, badArguments);
    if (sync == nullptr) return status(info, outOfRange);
    if (!sync->isLive()) return status(info, 0);
    levels_.resize(std::min(pairs->size() / 2, sync->book().count(*isBid)));
    const std::size_t count = sync->book().depth(*isBid, levels_);
    for (std::size_t i = 0; i < count; ++i) {
      (*pairs)[2 * i] = levels_[i].key;
      (*pairs)[2 * i + 1] = static_cast<std::int64_t>(levels_[i].size);
    }
    return status(info, static_cast<std::int32_t>(count));
  }

  Napi::Value sizeAt(const Napi::CallbackInfo& info) {
    BookSync* const sync = book(info);
    const auto isBid = boolean(info, 1);
    const auto words = typedArray<std::int64_t>(info, 2, 2);
    if (!isBid || !words) return status(info, badArguments);
    if (sync == nullptr || (*words)[0] <= 0 || (*words)[0] >= OrderBook::mostTicks) return status(info, outOfRange);
    (*words)[1] = sync->isLive() ? static_cast<std::int64_t>(sync->book().sizeAt(*isBid, (*words)[0])) : 0;
    return status(info, sync->isLive() ? 1 : 0);
  }

  Napi::Value impact(const Napi::CallbackInfo& info) {
    BookSync* const sync = book(info);
    const auto buys = boolean(info, 1);
    const auto words = typedArray<std::uint64_t>(info, 2, 5);
    if (!buys || !words) return status(info, badArguments);
    if (sync == nullptr) return status(info, outOfRange);
    const BookImpact result = sync->isLive() ? sync->book().impact(*buys, (*words)[0]) : BookImpact{};
    (*words)[1] = result.filled;
    (*words)[2] = static_cast<std::uint64_t>(result.worstTick);
    writeUint128(words->subspan(3), result.notional);
    return status(info, sync->isLive() ? 1 : 0);
  }

  Napi::Value figures(const Napi::CallbackInfo& info) {
    BookSync* const sync = book(info);
    const auto pressureLevels = integer(info, 1);
    const auto depthLevels = integer(info, 2);
    const auto figures = typedArray<double>(info, 3, 7);
    if (!pressureLevels || *pressureLevels < 0 || !depthLevels || *depthLevels < 0 || !figures) return status(info, badArguments);
    if (sync == nullptr) return status(info, outOfRange);
    const auto best = sync->isLive() ? sync->book().top() : std::nullopt;
    if (!best) return status(info, 0);
    OrderBook& levels = sync->book();
    const QuoteFigures quote = quoteFigures(*best);
    const auto pressing = static_cast<std::size_t>(*pressureLevels);
    const auto deep = static_cast<std::size_t>(*depthLevels);
    (*figures)[0] = quote.mid;
    (*figures)[1] = quote.spread;
    (*figures)[2] = quote.imbalance;
    (*figures)[3] = quote.weightedMid;
    (*figures)[4] = imbalanceOf(levels.sizeOfBest(true, pressing), levels.sizeOfBest(false, pressing));
    (*figures)[5] = static_cast<double>(levels.sizeOfBest(true, deep));
    (*figures)[6] = static_cast<double>(levels.sizeOfBest(false, deep));
    return status(info, 1);
  }

  Napi::Value begin(const Napi::CallbackInfo& info) {
    BookSync* const sync = book(info);
    if (sync == nullptr) return status(info, outOfRange);
    sync->begin();
    return status(info, 0);
  }

  Napi::Value setLevels(const Napi::CallbackInfo& info) {
    BookSync* const sync = book(info);
    const auto count = integer(info, 1);
    if (!count || *count < 0) return status(info, badArguments);
    const auto length = static_cast<std::size_t>(*count);
    const auto sides = typedArray<std::uint8_t>(info, 2, length);
    const auto ticks = typedArray<std::int64_t>(info, 3, length);
    const auto sizes = typedArray<std::uint64_t>(info, 4, length);
    if (!sides || !ticks || !sizes) return status(info, badArguments);
    if (sync == nullptr) return status(info, outOfRange);
    return status(info, static_cast<std::int32_t>(sync->applyScaled(sides->first(length), ticks->first(length), sizes->first(length))));
  }

  Napi::Value bytes(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), static_cast<double>(feed_.bytes())); }

  napi_env env_;
  BookFeed feed_;
  /** Shared memory, which nobody can take away, and what keeps it. Empty when there was none: then nothing is told. */
  std::span<double> figures_;
  Napi::ObjectReference figuresHolder_;
  std::size_t added_ = 0;
  std::int64_t claimed_ = 0;
  std::vector<KeyedLevel> levels_;
};

}  // namespace

void exportBooks(Napi::Env env, Napi::Object exports) { exports.Set("BookFeed", BookFeedBinding::define(env)); }

}  // namespace syndicate
