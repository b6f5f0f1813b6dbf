#include "ranking_binding.hpp"

#include "../graph/gas_ranking.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

class RankingBinding : public Napi::ObjectWrap<RankingBinding> {
 public:
  explicit RankingBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<RankingBinding>(info) {}

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "GasRanking",
                       {InstanceMethod("put", &RankingBinding::put), InstanceMethod("remove", &RankingBinding::remove),
                        InstanceMethod("top", &RankingBinding::top)});
  }

 private:
  Napi::Value put(const Napi::CallbackInfo& info) {
    const auto slots = typedArray<std::uint32_t>(info, 0, 0);
    if (!slots) return status(info, badArguments);
    const auto worth = typedArray<std::uint64_t>(info, 1, 2 * slots->size());
    const auto gasUnits = typedArray<std::uint32_t>(info, 2, slots->size());
    if (!worth || !gasUnits) return status(info, badArguments);
    for (std::size_t i = 0; i < slots->size(); ++i) {
      const auto value = static_cast<Int128>(readUint128(worth->subspan(2 * i)));
      const Uint128 size = value < 0 ? -static_cast<Uint128>(value) : static_cast<Uint128>(value);
      if ((*slots)[i] >= GasRanking::mostSlots || size >> GasRanking::mostWorthBits != 0) return status(info, outOfRange);
      ranking_.put((*slots)[i], value, (*gasUnits)[i]);
    }
    return status(info, 0);
  }

  Napi::Value remove(const Napi::CallbackInfo& info) {
    const auto slots = typedArray<std::uint32_t>(info, 0, 0);
    if (!slots) return status(info, badArguments);
    for (const std::uint32_t slot : *slots) ranking_.remove(slot);
    return status(info, 0);
  }

  Napi::Value top(const Napi::CallbackInfo& info) {
    const auto price = typedArray<std::uint64_t>(info, 0, 2);
    const auto slots = typedArray<std::uint32_t>(info, 1, 0);
    if (!price || !slots) return status(info, badArguments);
    const auto nets = typedArray<std::uint64_t>(info, 2, 2 * slots->size());
    if (!nets) return status(info, badArguments);
    const Uint128 gasPrice = readUint128(*price);
    if (gasPrice >> GasRanking::mostPriceBits != 0) return status(info, outOfRange);
    const auto best = ranking_.top(gasPrice, std::min(slots->size(), ranking_.size()));
    for (std::size_t i = 0; i < best.size(); ++i) {
      (*slots)[i] = best[i].slot;
      writeUint128(nets->subspan(2 * i), static_cast<Uint128>(best[i].net));
    }
    return status(info, static_cast<std::int32_t>(best.size()));
  }

  GasRanking ranking_;
};

}  // namespace

void exportRanking(Napi::Env env, Napi::Object exports) { exports.Set("GasRanking", RankingBinding::define(env)); }

}  // namespace syndicate
