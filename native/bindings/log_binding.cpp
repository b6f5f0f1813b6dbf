#include "log_binding.hpp"

#include <algorithm>

#include "../feed/log_decoder.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

constexpr std::size_t figuresPerUpdate = 4;
constexpr std::size_t wordsPerUpdate = 7;
constexpr std::size_t addressBytes = 20;

class LogBinding : public Napi::ObjectWrap<LogBinding> {
 public:
  explicit LogBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<LogBinding>(info) {}

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "LogDecoder", {InstanceMethod("decode", &LogBinding::decode), InstanceMethod("read", &LogBinding::read)});
  }

 private:
  Napi::Value decode(const Napi::CallbackInfo& info) {
    const auto text = typedArray<std::uint8_t>(info, 0, 0);
    if (!text) return status(info, badArguments);
    const bool isFine = decoder_.decode({reinterpret_cast<const char*>(text->data()), text->size()});
    return status(info, isFine ? static_cast<std::int32_t>(decoder_.updates().size()) : outOfRange);
  }

  Napi::Value read(const Napi::CallbackInfo& info) {
    const auto updates = decoder_.updates();
    const auto addresses = typedArray<std::uint8_t>(info, 0, addressBytes * updates.size());
    const auto figures = typedArray<std::int32_t>(info, 1, figuresPerUpdate * updates.size());
    const auto words = typedArray<std::uint64_t>(info, 2, wordsPerUpdate * updates.size());
    if (!addresses || !figures || !words) return status(info, badArguments);
    for (std::size_t i = 0; i < updates.size(); ++i) {
      const PoolUpdate& update = updates[i];
      std::copy(update.address.begin(), update.address.end(), addresses->subspan(addressBytes * i).begin());
      const auto figure = figures->subspan(figuresPerUpdate * i, figuresPerUpdate);
      figure[0] = static_cast<std::int32_t>(update.kind);
      figure[1] = update.removed ? 1 : 0;
      figure[2] = update.tick;
      figure[3] = update.tickUpper;
      const auto word = words->subspan(wordsPerUpdate * i, wordsPerUpdate);
      for (std::size_t j = 0; j < 3; ++j) word[j] = update.price.limb[j];
      writeUint128(word.subspan(3), update.amount0);
      writeUint128(word.subspan(5), update.amount1);
    }
    return status(info, 0);
  }

  LogDecoder decoder_;
};

}  // namespace

void exportLogs(Napi::Env env, Napi::Object exports) { exports.Set("LogDecoder", LogBinding::define(env)); }

}  // namespace syndicate
