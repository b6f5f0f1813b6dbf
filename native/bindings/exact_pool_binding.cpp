#include "exact_pool_binding.hpp"

#include "arguments.hpp"
#include "pool_state_reader.hpp"

namespace syndicate {
namespace {

constexpr std::size_t wordsPerQuote = 8;
constexpr std::size_t stateWords = 4 * maxCoins;

std::size_t writeCoins(std::span<std::uint64_t> words, const Coins& coins, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) writeUint256(words.subspan(4 * i), coins[i]);
  return count;
}

std::size_t writeTwo(std::span<std::uint64_t> words, const Uint256& first, const Uint256& second) {
  writeUint256(words, first);
  writeUint256(words.subspan(4), second);
  return 2;
}

/** Balances, or price and liquidity: how many numbers were written. */
struct StateWriter {
  std::span<std::uint64_t> words;
  std::span<std::int32_t> details;

  std::size_t operator()(const V2State& pool) const { return writeTwo(words, Uint256::from(pool.reserve0), Uint256::from(pool.reserve1)); }
  std::size_t operator()(const V3State& pool) const {
    details[0] = pool.tick;
    return writeTwo(words, pool.sqrtPriceX96, Uint256::from(pool.liquidity));
  }
  std::size_t operator()(const V4State& pool) const { return (*this)(pool.curve); }
  std::size_t operator()(const SolidlyState& pool) const { return writeTwo(words, pool.reserve0, pool.reserve1); }
  std::size_t operator()(const BalancerWeightedState& state) const { return writeCoins(words, state.pool.balances, state.pool.count); }
  std::size_t operator()(const BalancerStableState& state) const { return writeCoins(words, state.pool.balances, state.pool.count); }
  std::size_t operator()(const CurveStableState& pool) const { return writeCoins(words, pool.balances, pool.count); }
  std::size_t operator()(const CurveMetaState& state) const { return writeCoins(words, state.pool.balances, state.pool.count); }
  std::size_t operator()(const CurveCryptoState& pool) const { return writeCoins(words, pool.balances, pool.count); }
  std::size_t operator()(const std::monostate&) const { return 0; }
};

class ExactPoolBinding : public Napi::ObjectWrap<ExactPoolBinding> {
 public:
  explicit ExactPoolBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<ExactPoolBinding>(info) {}

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "ExactPool",
                       {InstanceMethod("set", &ExactPoolBinding::set), InstanceMethod("quote", &ExactPoolBinding::quote),
                        InstanceMethod("swap", &ExactPoolBinding::swap), InstanceMethod("state", &ExactPoolBinding::state)});
  }

 private:
  Napi::Value set(const Napi::CallbackInfo& info) {
    const auto shape = typedArray<std::int32_t>(info, 0, 1);
    const auto words = typedArray<std::uint64_t>(info, 1, 0);
    const auto ticks = typedArray<std::int32_t>(info, 2, 0);
    const auto nets = typedArray<std::uint64_t>(info, 3, 0);
    if (!shape || !words || !ticks || !nets) return status(info, badArguments);
    auto read = readPoolState({*shape, *words, *ticks, *nets});
    if (!read) return status(info, outOfRange);
    pool_.set(std::move(*read));
    return status(info, 0);
  }

  /** request: place in, place out, exactIn, hasLimit, underlying. */
  static AnySwap readSwap(std::span<const std::uint32_t> request, std::span<const std::uint64_t> words) {
    AnySwap swap;
    swap.pair = {request[0], request[1]};
    swap.exactIn = request[2] != 0;
    swap.underlying = request[4] != 0;
    swap.amount = readUint256(words);
    if (request[3] != 0) swap.sqrtPriceLimitX96 = readUint256(words.subspan(4));
    return swap;
  }

  Napi::Value quote(const Napi::CallbackInfo& info) {
    const auto request = typedArray<std::uint32_t>(info, 0, 6);
    if (!request) return status(info, badArguments);
    const std::size_t count = (*request)[5];
    const auto words = typedArray<std::uint64_t>(info, 1, wordsPerQuote * count);
    const auto errors = typedArray<std::int32_t>(info, 2, count);
    if (!words || !errors) return status(info, badArguments);
    for (std::size_t i = 0; i < count; ++i) {
      const auto own = words->subspan(wordsPerQuote * i, wordsPerQuote);
      const AnyQuote any = pool_.quote(readSwap(*request, own));
      (*errors)[i] = static_cast<std::int32_t>(any.quote.error);
      writeTwo(own, any.quote.amountIn, any.quote.amountOut);
    }
    return status(info, 0);
  }

  Napi::Value swap(const Napi::CallbackInfo& info) {
    const auto request = typedArray<std::uint32_t>(info, 0, 5);
    const auto words = typedArray<std::uint64_t>(info, 1, wordsPerQuote);
    if (!request || !words) return status(info, badArguments);
    const AnySwap wanted = readSwap(*request, *words);
    const AnyQuote any = pool_.quote(wanted);
    if (any.quote.error == QuoteError::none) {
      writeTwo(*words, any.quote.amountIn, any.quote.amountOut);
      pool_.apply(wanted, any);
    }
    return status(info, static_cast<std::int32_t>(any.quote.error));
  }

  Napi::Value state(const Napi::CallbackInfo& info) {
    const auto words = typedArray<std::uint64_t>(info, 0, stateWords);
    const auto details = typedArray<std::int32_t>(info, 1, 1);
    if (!words || !details) return status(info, badArguments);
    return status(info, static_cast<std::int32_t>(std::visit(StateWriter{*words, *details}, pool_.state())));
  }

  ExactPool pool_;
};

}  // namespace

void exportExactPool(Napi::Env env, Napi::Object exports) { exports.Set("ExactPool", ExactPoolBinding::define(env)); }

}  // namespace syndicate
