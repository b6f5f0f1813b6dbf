#include "market_binding.hpp"

#include <algorithm>

#include "../graph/cycle_search.hpp"
#include "../graph/hop_cache.hpp"
#include "arguments.hpp"
#include "pool_state_reader.hpp"
#include "split_binding.hpp"

namespace syndicate {
namespace {

constexpr std::uint32_t maxTopCandidates = 1U << 20;
constexpr std::size_t gasNumbers = 2 + 2 * poolKindCount;
constexpr std::size_t metaPerCycle = 3 + 2 * maxHopCount;
constexpr std::size_t wordsPerCycle = 4 * (maxHopCount + 2);

/** One market and its search. Units and shapes of every call: app/native.ts. */
class MarketBinding : public Napi::ObjectWrap<MarketBinding> {
 public:
  explicit MarketBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<MarketBinding>(info) {}

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Market",
                       {InstanceMethod("setPools", &MarketBinding::setPools), InstanceMethod("applyStates", &MarketBinding::applyStates),
                        InstanceMethod("setStates", &MarketBinding::setStates),
                        InstanceMethod("setQuarantined", &MarketBinding::setQuarantined), InstanceMethod("setBlocked", &MarketBinding::setBlocked),
                        InstanceMethod("quote", &MarketBinding::quote),
                        InstanceMethod("detect", &MarketBinding::detect),
                        InstanceMethod("optimise", &MarketBinding::optimise), InstanceMethod("optimiseEach", &MarketBinding::optimiseEach),
                        InstanceMethod("quoteEach", &MarketBinding::quoteEach), InstanceMethod("split", &MarketBinding::split),
                        InstanceMethod("bytesBesideTicks", &MarketBinding::bytesBesideTicks)});
  }

 private:
  Napi::Value setPools(const Napi::CallbackInfo& info) {
    const auto kinds = typedArray<std::uint8_t>(info, 0, 0);
    if (!kinds || info.Length() < 8 || !info[7].IsNumber()) return status(info, badArguments);
    const std::size_t count = kinds->size();
    const auto tokens = typedArray<std::uint32_t>(info, 1, 2 * count);
    const auto places = typedArray<std::uint8_t>(info, 2, 2 * count);
    const auto fees = typedArray<std::uint32_t>(info, 3, 2 * count);
    const auto spacings = typedArray<std::int32_t>(info, 4, count);
    const auto ranks = typedArray<std::uint32_t>(info, 5, count);
    const auto contracts = typedArray<std::uint32_t>(info, 6, count);
    if (!tokens || !places || !fees || !spacings || !ranks || !contracts) return status(info, badArguments);
    std::vector<PoolDefinition> definitions(count);
    for (std::size_t i = 0; i < count; ++i) {
      if ((*kinds)[i] >= poolKindCount) return status(info, outOfRange);
      PoolDefinition& own = definitions[i];
      own.kind = static_cast<PoolKind>((*kinds)[i]);
      if ((*places)[2 * i] >= maxCoins || (*places)[2 * i + 1] >= maxCoins) return status(info, outOfRange);
      own.place0 = (*places)[2 * i] & 0xf;
      own.place1 = (*places)[2 * i + 1] & 0xf;
      own.setFees((*fees)[2 * i], (*fees)[2 * i + 1]);
      own.rank = (*ranks)[i];
      own.contract = (*contracts)[i];
    }
    const bool taken = market_.setPools(definitions, tokens->first(2 * count), *spacings, info[7].As<Napi::Number>().Uint32Value());
    blocked_.assign(market_.tokenCount(), false);
    return status(info, taken ? 0 : outOfRange);
  }

  bool isPool(std::uint32_t contract, PoolKind kind) const {
    return contract < market_.contractCount() && market_.pools()[market_.firstPool(contract)].definition.kind == kind;
  }

  Napi::Value applyStates(const Napi::CallbackInfo& info) {
    const auto counts = typedArray<std::uint32_t>(info, 0, 3);
    if (!counts) return status(info, badArguments);
    const std::size_t v2Count = (*counts)[0];
    const std::size_t v3Count = (*counts)[1];
    const std::size_t tableCount = (*counts)[2];
    const auto v2Pools = typedArray<std::uint32_t>(info, 1, v2Count);
    const auto v2Words = typedArray<std::uint64_t>(info, 2, 4 * v2Count);
    const auto v3Pools = typedArray<std::uint32_t>(info, 3, v3Count);
    const auto v3Words = typedArray<std::uint64_t>(info, 4, 5 * v3Count);
    const auto v3Ticks = typedArray<std::int32_t>(info, 5, v3Count);
    const auto tables = typedArray<std::int32_t>(info, 6, 4 * tableCount);
    if (!v2Pools || !v2Words || !v3Pools || !v3Words || !v3Ticks || !tables) return status(info, badArguments);
    const std::int32_t tableStatus = applyTables(info, *tables, tableCount);
    if (tableStatus != 0) return status(info, tableStatus);
    for (std::size_t i = 0; i < v2Count; ++i) {
      if (!isPool((*v2Pools)[i], PoolKind::uniswapV2)) return status(info, outOfRange);
      market_.setV2(market_.firstPool((*v2Pools)[i]), readUint128(v2Words->subspan(4 * i)), readUint128(v2Words->subspan(4 * i + 2)));
    }
    for (std::size_t i = 0; i < v3Count; ++i) {
      if (!isPool((*v3Pools)[i], PoolKind::uniswapV3)) return status(info, outOfRange);
      const auto words = v3Words->subspan(5 * i, 5);
      market_.setV3Price(market_.firstPool((*v3Pools)[i]), Uint256(0, words[2], words[1], words[0]), (*v3Ticks)[i], readUint128(words.subspan(3)));
    }
    return status(info, 0);
  }

  std::int32_t applyTables(const Napi::CallbackInfo& info, std::span<const std::int32_t> tables, std::size_t tableCount) {
    std::size_t total = 0;
    for (std::size_t i = 0; i < tableCount; ++i) {
      if (tables[4 * i] < 0 || tables[4 * i + 1] < 0) return outOfRange;
      total += static_cast<std::size_t>(tables[4 * i + 1]);
    }
    const auto ticks = typedArray<std::int32_t>(info, 7, total);
    const auto nets = typedArray<std::uint64_t>(info, 8, 2 * total);
    if (!ticks || !nets) return badArguments;
    std::size_t offset = 0;
    for (std::size_t i = 0; i < tableCount; ++i) {
      const auto pool = static_cast<std::uint32_t>(tables[4 * i]);
      const auto count = static_cast<std::size_t>(tables[4 * i + 1]);
      if (!isPool(pool, PoolKind::uniswapV3)) return outOfRange;
      nets_.resize(count);
      for (std::size_t j = 0; j < count; ++j) nets_[j] = static_cast<Int128>(readUint128(nets->subspan(2 * (offset + j))));
      if (!market_.setV3Ticks(market_.firstPool(pool), ticks->subspan(offset, count), nets_, tables[4 * i + 2], tables[4 * i + 3])) return outOfRange;
      offset += count;
    }
    return 0;
  }

  Napi::Value setStates(const Napi::CallbackInfo& info) {
    const auto layout = typedArray<std::uint32_t>(info, 0, 0);
    const auto shapes = typedArray<std::int32_t>(info, 1, 0);
    const auto words = typedArray<std::uint64_t>(info, 2, 0);
    const auto ticks = typedArray<std::int32_t>(info, 3, 0);
    const auto nets = typedArray<std::uint64_t>(info, 4, 0);
    if (!layout || !shapes || !words || !ticks || !nets || layout->size() % 4 != 0) return status(info, badArguments);
    std::size_t shapeAt = 0;
    std::size_t wordAt = 0;
    std::size_t tickAt = 0;
    for (std::size_t i = 0; i < layout->size(); i += 4) {
      const std::uint32_t contract = (*layout)[i];
      const std::size_t shapeCount = (*layout)[i + 1];
      const std::size_t wordCount = 4 * static_cast<std::size_t>((*layout)[i + 2]);
      const std::size_t tickCount = (*layout)[i + 3];
      const bool fits = shapeCount <= shapes->size() - shapeAt && wordCount <= words->size() - wordAt && tickCount <= ticks->size() - tickAt &&
                        2 * tickCount <= nets->size() - 2 * tickAt;
      if (contract >= market_.contractCount() || !fits) return status(info, outOfRange);
      auto state = readPoolState({shapes->subspan(shapeAt, shapeCount), words->subspan(wordAt, wordCount), ticks->subspan(tickAt, tickCount),
                                  nets->subspan(2 * tickAt, 2 * tickCount)});
      if (!state || !market_.setState(contract, std::move(*state))) return status(info, outOfRange);
      shapeAt += shapeCount;
      wordAt += wordCount;
      tickAt += tickCount;
    }
    return status(info, 0);
  }

  Napi::Value setQuarantined(const Napi::CallbackInfo& info) {
    if (info.Length() < 2 || !info[0].IsNumber() || !info[1].IsBoolean()) return status(info, badArguments);
    const std::uint32_t contract = info[0].As<Napi::Number>().Uint32Value();
    if (contract >= market_.contractCount()) return status(info, outOfRange);
    market_.setQuarantined(contract, info[1].As<Napi::Boolean>().Value());
    return status(info, 0);
  }

  Napi::Value setBlocked(const Napi::CallbackInfo& info) {
    if (info.Length() < 2 || !info[0].IsNumber() || !info[1].IsBoolean()) return status(info, badArguments);
    const std::uint32_t token = info[0].As<Napi::Number>().Uint32Value();
    if (token >= market_.tokenCount()) return status(info, outOfRange);
    blocked_[token] = info[1].As<Napi::Boolean>().Value();
    market_.setBlocked(token, blocked_);
    return status(info, 0);
  }

  Napi::Value quote(const Napi::CallbackInfo& info) {
    const auto request = typedArray<std::uint32_t>(info, 0, 4);
    const auto words = typedArray<std::uint64_t>(info, 1, 14);
    const auto details = typedArray<std::int32_t>(info, 2, 3);
    if (!request || !words || !details) return status(info, badArguments);
    if ((*request)[0] >= market_.pools().size()) return status(info, outOfRange);
    const MarketPool& pool = market_.pools()[(*request)[0]];
    if (!pool.known) return status(info, static_cast<std::int32_t>(QuoteError::notInitialised));
    if (pool.definition.kind > PoolKind::uniswapV3) return status(info, outOfRange);
    const QuoteError error = pool.definition.kind == PoolKind::uniswapV2 ? quoteV2(pool, *request, *words, *details) : quoteV3(pool, *request, *words, *details);
    return status(info, static_cast<std::int32_t>(error));
  }

  QuoteError quoteV2(const MarketPool& pool, std::span<const std::uint32_t> request, std::span<std::uint64_t> words, std::span<std::int32_t> details) {
    const bool zeroForOne = request[1] != 0;
    const V2Side side = market_.v2Side(pool, zeroForOne);
    const Uint256 amount = readUint256(words);
    const V2Quote quote = request[2] != 0 ? v2ExactIn(side, amount) : v2ExactOut(side, amount);
    if (quote.error != QuoteError::none) return quote.error;
    writeUint256(words, quote.amountIn);
    writeUint256(words.subspan(4), quote.amountOut);
    const Uint128 in = quote.amountIn.low128();
    const Uint128 out = quote.amountOut.low128();
    writeUint128(words.subspan(8), zeroForOne ? side.reserveIn + in : side.reserveOut - out);
    writeUint128(words.subspan(10), zeroForOne ? side.reserveOut - out : side.reserveIn + in);
    details[0] = 0;
    details[1] = 0;
    details[2] = 1;
    return QuoteError::none;
  }

  QuoteError quoteV3(const MarketPool& pool, std::span<const std::uint32_t> request, std::span<std::uint64_t> words, std::span<std::int32_t> details) {
    V3Request swap{request[1] != 0, request[2] != 0, readUint256(words), std::nullopt};
    if (request[3] != 0) swap.sqrtPriceLimitX96 = readUint256(words.subspan(4));
    const V3Quote quote = v3Swap(market_.v3(pool, swap.zeroForOne), swap);
    if (quote.error != QuoteError::none) return quote.error;
    writeUint256(words, quote.amountIn);
    writeUint256(words.subspan(4), quote.amountOut);
    writeUint256(words.subspan(8), quote.sqrtPriceX96);
    writeUint128(words.subspan(12), quote.liquidity);
    details[0] = static_cast<std::int32_t>(quote.ticksCrossed);
    details[1] = quote.tick;
    details[2] = quote.filled ? 1 : 0;
    return QuoteError::none;
  }

  Napi::Value detect(const Napi::CallbackInfo& info) {
    const auto options = typedArray<std::uint32_t>(info, 0, 6);
    if (!options) return status(info, badArguments);
    const std::size_t touchedCount = (*options)[0];
    const std::size_t profitCount = (*options)[1];
    const std::size_t limit = (*options)[3];
    const auto touched = typedArray<std::uint32_t>(info, 1, touchedCount);
    const auto profitTokens = typedArray<std::uint32_t>(info, 2, profitCount);
    const auto profitWords = typedArray<std::uint64_t>(info, 3, 8 * profitCount);
    const auto gasPrice = typedArray<std::uint64_t>(info, 4, 12);
    const auto gas = typedArray<std::uint32_t>(info, 5, gasNumbers);
    const auto meta = typedArray<std::uint32_t>(info, 6, metaPerCycle * limit);
    const auto words = typedArray<std::uint64_t>(info, 7, wordsPerCycle * limit);
    if (!touched || !profitTokens || !profitWords || !gasPrice || !gas || !meta || !words) return status(info, badArguments);
    profitTokens_.clear();
    for (std::size_t i = 0; i < profitCount; ++i) {
      if ((*profitTokens)[i] >= market_.tokenCount()) return status(info, outOfRange);
      profitTokens_.push_back({(*profitTokens)[i], readUint256(profitWords->subspan(8 * i)), readUint256(profitWords->subspan(8 * i + 4))});
      if (profitTokens_.back().weiDenominator.isZero()) return status(info, outOfRange);
    }
    for (std::size_t i = 0; i < touchedCount; ++i) {
      if ((*touched)[i] >= market_.contractCount()) return status(info, outOfRange);
    }
    SearchRequest request;
    request.touched = touched->first(touchedCount);
    request.profitTokens = profitTokens_;
    request.gasPrice = readUint256(*gasPrice);
    request.dataFee = {readUint256(gasPrice->subspan(4)), readUint256(gasPrice->subspan(8))};
    request.gas.base = (*gas)[0];
    request.gas.tickCrossed = (*gas)[1];
    std::copy_n(gas->begin() + 2, poolKindCount, request.gas.firstHop.begin());
    std::copy_n(gas->begin() + 2 + poolKindCount, poolKindCount, request.gas.furtherHop.begin());
    request.maxHops = (*options)[2];
    request.limit = static_cast<std::uint32_t>(limit);
    request.topCandidates = std::min((*options)[4], maxTopCandidates);
    request.bestOfEachPool = (*options)[5] != 0;
    const auto found = search_.run(market_, request);
    for (std::size_t i = 0; i < found.size(); ++i) {
      writeCycle(found[i], meta->subspan(metaPerCycle * i, metaPerCycle), words->subspan(wordsPerCycle * i, wordsPerCycle));
    }
    return status(info, static_cast<std::int32_t>(found.size()));
  }

  Napi::Value bytesBesideTicks(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(market_.bytesBesideTicks() + search_.bytes()));
  }

  Napi::Value split(const Napi::CallbackInfo& info) { return status(info, splitCycle(info, market_, split_)); }

  Napi::Value optimise(const Napi::CallbackInfo& info) {
    const auto path = typedArray<std::uint32_t>(info, 0, 2);
    const auto words = typedArray<std::uint64_t>(info, 1, 4 * (maxHopCount + 1));
    if (!path || !words) return status(info, badArguments);
    CyclePath cycle;
    cycle.count = (*path)[0];
    if (cycle.count < 1 || cycle.count > maxHopCount || path->size() < 2 + 2 * cycle.count) return status(info, outOfRange);
    for (std::size_t i = 0; i < cycle.count; ++i) {
      cycle.hops[i] = {(*path)[2 + 2 * i], (*path)[3 + 2 * i] != 0};
      if (cycle.hops[i].pool >= market_.pools().size()) return status(info, outOfRange);
    }
    shapes_.clear();
    const auto exact = optimum(cycle, (*path)[1]);
    if (!exact) return status(info, 0);
    for (std::size_t i = 0; i <= maxHopCount; ++i) writeUint256(words->subspan(4 * i), exact->amount[i]);
    return status(info, 1);
  }

  Napi::Value quoteEach(const Napi::CallbackInfo& info) {
    const auto requests = typedArray<std::uint32_t>(info, 0, 0);
    if (!requests) return status(info, badArguments);
    const std::size_t count = requests->size() / 2;
    const auto words = typedArray<std::uint64_t>(info, 1, 4 * count);
    const auto errors = typedArray<std::int32_t>(info, 2, count);
    if (!words || !errors) return status(info, badArguments);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t pool = (*requests)[2 * i];
      if (pool >= market_.pools().size()) return status(info, outOfRange);
      const auto amount = words->subspan(4 * i, 4);
      HopQuote quote{QuoteError::notInitialised, {}, 0, 0};
      if (market_.pools()[pool].known) quote = market_.exactIn(pool, (*requests)[2 * i + 1] != 0, readUint256(amount));
      (*errors)[i] = static_cast<std::int32_t>(quote.error);
      if (quote.error == QuoteError::none) writeUint256(amount, quote.amount);
    }
    return status(info, 0);
  }

  Napi::Value optimiseEach(const Napi::CallbackInfo& info) {
    const auto header = typedArray<std::uint32_t>(info, 0, 3);
    if (!header) return status(info, badArguments);
    const std::size_t count = (*header)[0];
    const std::size_t hops = (*header)[1];
    const auto routes = typedArray<std::uint32_t>(info, 1, 2 * count * hops);
    const auto words = typedArray<std::uint64_t>(info, 2, 8 * count);
    if (!routes || !words) return status(info, badArguments);
    if (hops < 1 || hops > maxHopCount) return status(info, outOfRange);
    shapes_.clear();
    std::int32_t paying = 0;
    for (std::size_t i = 0; i < count; ++i) {
      CyclePath path;
      path.count = static_cast<std::uint32_t>(hops);
      for (std::size_t hop = 0; hop < hops; ++hop) {
        path.hops[hop] = {(*routes)[2 * (i * hops + hop)], (*routes)[2 * (i * hops + hop) + 1] != 0};
        if (path.hops[hop].pool >= market_.pools().size()) return status(info, outOfRange);
      }
      const auto exact = optimum(path, (*header)[2]);
      paying += exact ? 1 : 0;
      writeUint256(words->subspan(8 * i), exact ? exact->amount[0] : Uint256());
      writeUint256(words->subspan(8 * i + 4), exact ? exact->gross : Uint256());
    }
    return status(info, paying);
  }

  std::optional<ExactCycle> optimum(const CyclePath& path, std::uint32_t topCandidates) {
    for (std::uint32_t i = 0; i < path.count; ++i) {
      if (!market_.pools()[path.hops[i].pool].usable()) return std::nullopt;
    }
    const auto guess = guessOptimum(shapes_, market_, path);
    return guess ? findOptimum(market_, path, *guess, std::min(topCandidates, maxTopCandidates)) : std::nullopt;
  }

  static void writeCycle(const FoundCycle& cycle, std::span<std::uint32_t> meta, std::span<std::uint64_t> words) {
    meta[0] = cycle.path.count;
    meta[1] = cycle.profitToken;
    meta[2] = cycle.gasUnits;
    for (std::size_t i = 0; i < maxHopCount; ++i) {
      meta[3 + 2 * i] = cycle.path.hops[i].pool;
      meta[4 + 2 * i] = cycle.path.hops[i].zeroForOne ? 1 : 0;
    }
    for (std::size_t i = 0; i <= maxHopCount; ++i) writeUint256(words.subspan(4 * i), cycle.exact.amount[i]);
    writeUint256(words.subspan(4 * (maxHopCount + 1)), cycle.net);
  }

  Market market_;
  CycleSearch search_;
  SplitSearch split_;
  HopCache shapes_;
  std::vector<ProfitToken> profitTokens_;
  std::vector<Int128> nets_;
  std::vector<bool> blocked_;
};

}  // namespace

void exportMarket(Napi::Env env, Napi::Object exports) { exports.Set("Market", MarketBinding::define(env)); }

}  // namespace syndicate
