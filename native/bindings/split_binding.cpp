#include "split_binding.hpp"

#include <algorithm>

#include "arguments.hpp"

namespace syndicate {
namespace {

constexpr std::size_t gasNumbers = 2 + 2 * poolKindCount;
constexpr std::size_t headerNumbers = 3;
constexpr std::uint32_t mostSplitSwaps = 16;
constexpr std::uint32_t mostTopCandidates = 1U << 20;

/** Whether the path is a chain of pairs that ends where it begins. */
bool isClosed(const Market& market, const CyclePath& path) {
  const auto tokenOf = [&](const CycleHop& hop, bool in) {
    const MarketPool& pool = market.pools()[hop.pool];
    return market.tokenIn(pool, hop.zeroForOne == in);
  };
  for (std::uint32_t i = 0; i < path.count; ++i) {
    if (tokenOf(path.hops[i], false) != tokenOf(path.hops[(i + 1) % path.count], true)) return false;
  }
  return true;
}

}  // namespace

std::int32_t splitCycle(const Napi::CallbackInfo& info, const Market& market, SplitSearch& search) {
  const auto path = typedArray<std::uint32_t>(info, 0, headerNumbers);
  const auto prices = typedArray<std::uint64_t>(info, 1, 20);
  const auto gas = typedArray<std::uint32_t>(info, 2, gasNumbers);
  const auto meta = typedArray<std::uint32_t>(info, 3, 1 + maxHopCount + 2 * mostSplitSwaps);
  const auto words = typedArray<std::uint64_t>(info, 4, 4 + 8 * mostSplitSwaps);
  if (!path || !prices || !gas || !meta || !words) return badArguments;
  SplitRequest request;
  request.path.count = (*path)[0];
  request.mostSwaps = (*path)[1];
  request.topCandidates = std::min((*path)[2], mostTopCandidates);
  if (request.path.count < 2 || request.path.count > maxHopCount || path->size() < headerNumbers + 2 * request.path.count) return outOfRange;
  if (request.mostSwaps > mostSplitSwaps) return outOfRange;
  for (std::size_t i = 0; i < request.path.count; ++i) {
    request.path.hops[i] = {(*path)[headerNumbers + 2 * i], (*path)[headerNumbers + 1 + 2 * i] != 0};
    if (request.path.hops[i].pool >= market.pools().size()) return outOfRange;
  }
  if (!isClosed(market, request.path)) return outOfRange;
  request.profitToken = {0, readUint256(*prices), readUint256(prices->subspan(4))};
  if (request.profitToken.weiDenominator.isZero()) return outOfRange;
  request.gasPrice = readUint256(prices->subspan(8));
  request.dataFee = {readUint256(prices->subspan(12)), readUint256(prices->subspan(16))};
  request.gas.base = (*gas)[0];
  request.gas.tickCrossed = (*gas)[1];
  std::copy_n(gas->begin() + 2, poolKindCount, request.gas.firstHop.begin());
  std::copy_n(gas->begin() + 2 + poolKindCount, poolKindCount, request.gas.furtherHop.begin());
  const auto found = search.run(market, request);
  if (!found) return 0;
  const SplitRoute& route = found->route;
  (*meta)[0] = found->gasUnits;
  writeUint256(*words, found->net);
  std::size_t at = 0;
  for (std::uint32_t leg = 0; leg < maxHopCount; ++leg) {
    (*meta)[1 + leg] = route.counts[leg];
    for (std::uint32_t i = 0; i < route.counts[leg]; ++i, ++at) {
      const SplitSwap& swap = route.swaps[leg][i];
      (*meta)[1 + maxHopCount + 2 * at] = swap.hop.pool;
      (*meta)[2 + maxHopCount + 2 * at] = swap.hop.zeroForOne ? 1 : 0;
      writeUint256(words->subspan(4 + 8 * at), swap.amountIn);
      writeUint256(words->subspan(8 + 8 * at), swap.amountOut);
    }
  }
  return static_cast<std::int32_t>(at);
}

}  // namespace syndicate
