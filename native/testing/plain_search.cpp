// A plain exhaustive searcher to stand beside the core's in a bench: every cycle of 2 to maxHops swaps through each touched pool is walked, and
// what pays at the margin is solved one by one. It shares the exact swaps with the core and nothing of its search. A program of its own, that the bench
// compiles: reads 64-bit words from the file named, prints a line of JSON a block. The layout is in app/detect/testing/plainSearch.ts.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "../amm/exact_pool.hpp"
#include "../bindings/pool_state_reader.hpp"

namespace {

using namespace syndicate;

struct Reader {
  std::vector<std::uint64_t> words;
  std::size_t at = 0;

  std::uint64_t next() {
    if (at >= words.size()) {
      std::fputs("the file ends too early\n", stderr);
      std::exit(2);
    }
    return words[at++];
  }
  std::uint32_t place() { return static_cast<std::uint32_t>(next()); }
  std::int32_t whole() { return static_cast<std::int32_t>(static_cast<std::int64_t>(next())); }
};

/** What one swap pays: 0 where it fails. */
struct Swap {
  CoinPair pair;
  Uint128 amountIn;

  static Uint128 amountOf(QuoteError error, const Uint256& amountOut) { return error == QuoteError::none && amountOut.fits128() ? amountOut.low128() : 0; }
  static Uint128 amountOf(const PoolQuote& quote) { return amountOf(quote.error, quote.amountOut); }

  Uint128 operator()(const V2State& pool) const {
    const bool down = pair.in == 0;
    const V2Side side{down ? pool.reserve0 : pool.reserve1, down ? pool.reserve1 : pool.reserve0, down ? pool.feePpm0 : pool.feePpm1};
    const V2Quote quote = v2ExactIn(side, Uint256::from(amountIn));
    return amountOf(quote.error, quote.amountOut);
  }
  Uint128 operator()(const V3State& pool) const {
    V3Request request;
    request.zeroForOne = pair.in == 0;
    request.amount = Uint256::from(amountIn);
    const V3Quote quote = v3Amounts(pool, request);
    return amountOf(quote.error, quote.amountOut);
  }
  Uint128 operator()(V4State& pool) const {
    const std::uint32_t fee = v4SwapFeePpm((pair.in == 0 ? pool.protocolFee : pool.protocolFee >> 12) & 0xfff, pool.lpFeePpm);
    if (v4HooksChangeAmounts(pool.hooks) || fee >= feeDenominatorPpm || (amountIn >> 127) != 0) return 0;
    pool.curve.feePpm = fee;
    const Uint128 out = (*this)(static_cast<const V3State&>(pool.curve));
    return (out >> 127) != 0 ? 0 : out;
  }
  Uint128 operator()(const SolidlyState& pool) const { return amountOf(solidlyExactIn(pool, pair.in == 0, Uint256::from(amountIn))); }
  Uint128 operator()(const CurveStableState& pool) const { return amountOf(curveStableExactIn(pool, pair, Uint256::from(amountIn))); }
  Uint128 operator()(const CurveMetaState& pool) const { return amountOf(curveMetaExactIn(pool, pair, Uint256::from(amountIn))); }
  Uint128 operator()(const CurveCryptoState& pool) const { return amountOf(curveCryptoExactIn(pool, pair, Uint256::from(amountIn))); }
  Uint128 operator()(const BalancerWeightedState& pool) const { return amountOf(balancerWeightedSwap(pool, pair, true, Uint256::from(amountIn))); }
  Uint128 operator()(const BalancerStableState& pool) const { return amountOf(balancerStableSwap(pool, pair, true, Uint256::from(amountIn))); }
  Uint128 operator()(const std::monostate&) const { return 0; }
};

/** A hyperbola near a pool's curve in one direction: out = kept x out / (in + kept x). */
struct Hyperbola {
  double kept = 1;
  double in = 1;
  double out = 0;

  /** What a vanishing input pays. */
  double rate() const { return kept * out / in; }
};

double keptOf(std::uint32_t feePpm) { return 1.0 - feePpm / 1e6; }

/** The hyperbola of the reserves, of the liquidity at the present price, or through two small swaps of any other pool. */
struct NearCurve {
  CoinPair pair;
  AnyPoolState& state;

  Hyperbola operator()(const V2State& pool) const {
    const auto in = static_cast<double>(pair.in == 0 ? pool.reserve0 : pool.reserve1);
    const auto out = static_cast<double>(pair.in == 0 ? pool.reserve1 : pool.reserve0);
    return {keptOf(pair.in == 0 ? pool.feePpm0 : pool.feePpm1), in, out};
  }
  Hyperbola ofTicks(const V3State& pool, std::uint32_t feePpm) const {
    const double root = pool.sqrtPriceX96.toDouble() / 0x1p96;
    const double down = static_cast<double>(pool.liquidity) / root;
    const double up = static_cast<double>(pool.liquidity) * root;
    return {keptOf(feePpm), pair.in == 0 ? down : up, pair.in == 0 ? up : down};
  }
  Hyperbola operator()(const V3State& pool) const { return ofTicks(pool, static_cast<std::uint32_t>(pool.feePpm)); }
  Hyperbola operator()(const V4State& pool) const {
    const std::uint32_t protocolFee = (pair.in == 0 ? pool.protocolFee : pool.protocolFee >> 12) & 0xfff;
    return ofTicks(pool.curve, v4SwapFeePpm(protocolFee, pool.lpFeePpm));
  }
  Hyperbola operator()(const SolidlyState& pool) const {
    if (pool.stable) return throughSwaps(pair.in == 0 ? pool.reserve0 : pool.reserve1);
    const double in = (pair.in == 0 ? pool.reserve0 : pool.reserve1).toDouble();
    const double out = (pair.in == 0 ? pool.reserve1 : pool.reserve0).toDouble();
    return {keptOf(pool.feePpm(pair.in == 0)), in, out};
  }
  Hyperbola operator()(const CurveStableState& pool) const { return throughSwaps(pool.balances[pair.in]); }
  Hyperbola operator()(const CurveMetaState& pool) const { return throughSwaps(pool.pool.balances[pair.in]); }
  Hyperbola operator()(const CurveCryptoState& pool) const { return throughSwaps(pool.balances[pair.in]); }
  Hyperbola operator()(const BalancerWeightedState& state_) const { return throughSwaps(state_.pool.balances[pair.in]); }
  Hyperbola operator()(const BalancerStableState& state_) const { return throughSwaps(state_.pool.balances[pair.in]); }
  Hyperbola operator()(const std::monostate&) const { return {}; }

  Hyperbola throughSwaps(const Uint256& balance) const {
    if (!balance.fits128()) return {};
    const Uint128 little = std::max<Uint128>(1, balance.low128() / 1'000'000);
    const Uint128 more = std::max<Uint128>(2, balance.low128() / 100);
    const double rate = static_cast<double>(std::visit(Swap{pair, little}, state)) / static_cast<double>(little);
    const double average = static_cast<double>(std::visit(Swap{pair, more}, state)) / static_cast<double>(more);
    if (!(rate > 0 && average > 0)) return {};
    // rate / average = 1 + more / in; a curve that does not bend is as deep as a million balances.
    const double bend = std::max(rate / average - 1, 1e-8);
    const double in = static_cast<double>(more) / bend;
    return {1, in, rate * in};
  }
};

/** Two tokens of a contract, which stands among the contracts. */
struct Pair {
  std::uint32_t contract = 0;
  std::uint32_t token[2] = {0, 0};
  std::size_t coin[2] = {0, 1};
  /** By the token that goes in. */
  Hyperbola near[2];

  CoinPair coins(int side) const { return {coin[side], coin[1 - side]}; }
  void refresh(AnyPoolState& state) {
    for (int side = 0; side < 2; ++side) near[side] = std::visit(NearCurve{coins(side), state}, state);
  }
};

struct Contract {
  AnyPoolState state;
  std::vector<std::uint32_t> pairs;
};

struct Hop {
  std::uint32_t pair = 0;
  std::uint32_t contract = 0;
  std::uint32_t from = 0;
  int side = 0;
};

constexpr std::size_t mostHops = 4;

struct Cycle {
  std::array<Hop, mostHops> hops;
  std::size_t count = 0;
  Uint128 amountIn = 0;
  Int128 gross = 0;
  double estimate = 0;
};

struct Edge {
  std::uint32_t to = 0;
  std::vector<std::uint32_t> pairs;
};

enum class Way { everyCycle, bestGuess };

class PlainSearch {
 public:
  std::vector<Contract> contracts;
  std::vector<Pair> pairs;
  std::vector<std::vector<Edge>> edges;
  /** By token: its rank among those that profit is counted in, or none. */
  std::vector<std::uint32_t> profitRank;
  std::size_t maxHops = 3;

  static constexpr std::uint32_t none = ~0U;

  void connect(std::uint32_t tokens) {
    edges.assign(tokens, {});
    toStart_.assign(tokens, nullptr);
    for (std::uint32_t i = 0; i < pairs.size(); ++i) {
      contracts[pairs[i].contract].pairs.push_back(i);
      pairs[i].refresh(contracts[pairs[i].contract].state);
      for (int side = 0; side < 2; ++side) edgeOf(pairs[i].token[side], pairs[i].token[1 - side]).pairs.push_back(i);
    }
  }

  Cycle bestThrough(std::uint32_t contract, Way way) {
    best_ = {};
    way_ = way;
    for (const std::uint32_t place : contracts[contract].pairs) {
      for (int side = 0; side < 2; ++side) {
        const Pair& pair = pairs[place];
        const std::uint32_t start = pair.token[side];
        for (const Edge& edge : edges[start]) toStart_[edge.to] = &edge;
        path_[0] = {place, contract, start, side};
        extend(1, pair.token[1 - side], start, pair.near[side].rate());
        for (const Edge& edge : edges[start]) toStart_[edge.to] = nullptr;
      }
    }
    if (way == Way::bestGuess && best_.count > 0) {
      const Uint128 out = run(best_, best_.amountIn);
      best_.gross = static_cast<Int128>(out) - static_cast<Int128>(best_.amountIn);
    }
    return best_;
  }

 private:
  std::vector<const Edge*> toStart_;
  std::array<Hop, mostHops> path_;
  Cycle best_;
  Way way_ = Way::everyCycle;

  Edge& edgeOf(std::uint32_t from, std::uint32_t to) {
    for (Edge& edge : edges[from]) {
      if (edge.to == to) return edge;
    }
    edges[from].push_back({to, {}});
    return edges[from].back();
  }

  Hop hopFrom(std::uint32_t place, std::uint32_t token) const { return {place, pairs[place].contract, token, pairs[place].token[0] == token ? 0 : 1}; }
  const Hyperbola& nearOf(const Hop& hop) const { return pairs[hop.pair].near[hop.side]; }

  bool isOnPath(std::size_t depth, std::uint32_t token) const {
    for (std::size_t i = 0; i < depth; ++i) {
      if (path_[i].from == token) return true;
    }
    return false;
  }

  bool isTaken(std::size_t depth, std::uint32_t contract) const {
    for (std::size_t i = 0; i < depth; ++i) {
      if (path_[i].contract == contract) return true;
    }
    return false;
  }

  void extend(std::size_t depth, std::uint32_t token, std::uint32_t start, double rate) {
    if (const Edge* back = toStart_[token]; back != nullptr) {
      for (const std::uint32_t place : back->pairs) {
        const Hop hop = hopFrom(place, token);
        if (rate * nearOf(hop).rate() <= 1.0 || isTaken(depth, hop.contract)) continue;
        path_[depth] = hop;
        consider(depth + 1);
      }
    }
    if (depth + 2 > maxHops) return;
    for (const Edge& edge : edges[token]) {
      if (edge.to == start || isOnPath(depth, edge.to)) continue;
      // The last token must lead back.
      if (depth + 2 == maxHops && toStart_[edge.to] == nullptr) continue;
      for (const std::uint32_t place : edge.pairs) {
        const Hop hop = hopFrom(place, token);
        if (isTaken(depth, hop.contract)) continue;
        path_[depth] = hop;
        extend(depth + 1, edge.to, start, rate * nearOf(hop).rate());
      }
    }
  }

  Uint128 run(const Cycle& cycle, Uint128 amount) {
    for (std::size_t i = 0; i < cycle.count && amount != 0; ++i) {
      const Hop& hop = cycle.hops[i];
      amount = std::visit(Swap{pairs[hop.pair].coins(hop.side), amount}, contracts[hop.contract].state);
    }
    return amount;
  }

  void consider(std::size_t count) {
    std::size_t first = 0;
    for (std::size_t i = 1; i < count; ++i) {
      if (profitRank[path_[i].from] < profitRank[path_[first].from]) first = i;
    }
    if (profitRank[path_[first].from] == none) return;
    Cycle cycle;
    cycle.count = count;
    for (std::size_t i = 0; i < count; ++i) cycle.hops[i] = path_[(first + i) % count];
    // A chain of hyperbolas is one: out = a x / (c x + d).
    double a = 1;
    double c = 0;
    double d = 1;
    for (std::size_t i = 0; i < count; ++i) {
      const Hyperbola& near = nearOf(cycle.hops[i]);
      c = near.kept * a + near.in * c;
      a = near.kept * near.out * a;
      d = near.in * d;
    }
    const double optimum = (std::sqrt(a * d) - d) / c;
    if (!(optimum >= 1) || optimum > 1e36) return;
    if (way_ == Way::bestGuess) {
      cycle.estimate = a * optimum / (c * optimum + d) - optimum;
      cycle.amountIn = static_cast<Uint128>(optimum);
      if (cycle.estimate > best_.estimate) best_ = cycle;
      return;
    }
    solve(cycle, static_cast<Uint128>(optimum));
    if (cycle.gross > best_.gross) best_ = cycle;
  }

  /** Golden-section search over exact swaps, from twice the hyperbolas' optimum: further where that still pays more. */
  void solve(Cycle& cycle, Uint128 guess) {
    const auto profit = [&](Uint128 x) { return static_cast<Int128>(run(cycle, x)) - static_cast<Int128>(x); };
    Uint128 high = 2 * guess + 2;
    while (high < (static_cast<Uint128>(1) << 110) && profit(high) > profit(high / 2)) high *= 2;
    Uint128 low = 0;
    constexpr std::uint64_t golden = 2'654'435'769;  // 2^32 / 1.618...
    const auto part = [](Uint128 width) { return (width >> 32) * golden + (((width & 0xffffffffU) * golden) >> 32); };
    Uint128 left = high - part(high - low);
    Uint128 right = low + part(high - low);
    Int128 atLeft = profit(left);
    Int128 atRight = profit(right);
    const Uint128 enough = std::max<Uint128>(2, guess >> 30);
    while (high - low > enough && left < right) {
      if (atLeft >= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - part(high - low);
        atLeft = profit(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + part(high - low);
        atRight = profit(right);
      }
    }
    const bool isLeft = atLeft >= atRight;
    cycle.amountIn = isLeft ? left : right;
    cycle.gross = isLeft ? atLeft : atRight;
  }
};

AnyPoolState readState(Reader& in) {
  std::vector<std::int32_t> shape(in.next());
  std::vector<std::uint64_t> words(4 * in.next());
  std::vector<std::int32_t> ticks(in.next());
  std::vector<std::uint64_t> nets(2 * ticks.size());
  for (auto& each : shape) each = in.whole();
  for (auto& each : words) each = in.next();
  for (auto& each : ticks) each = in.whole();
  for (auto& each : nets) each = in.next();
  auto state = readPoolState({shape, words, ticks, nets});
  if (!state) {
    std::fputs("a state that no pool can have\n", stderr);
    std::exit(2);
  }
  // Between its coin and the base pool's share a meta pool is a plain one, whose invariant is reckoned once.
  if (auto* meta = std::get_if<CurveMetaState>(&*state)) {
    CurveStableState pool = meta->pool;
    pool.rates[1] = meta->baseVirtualPrice;
    settleInvariant(pool);
    return pool;
  }
  return std::move(*state);
}

std::string decimal(Int128 value) {
  if (value <= 0) return "0";
  std::string text;
  for (; value > 0; value /= 10) text.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
  std::reverse(text.begin(), text.end());
  return text;
}

std::string describe(const Cycle& cycle) {
  std::string text = "{\"gross\":\"";
  text.append(decimal(cycle.gross)).append("\",\"pools\":[");
  for (std::size_t i = 0; i < cycle.count; ++i) text.append(i > 0 ? "," : "").append(std::to_string(cycle.hops[i].contract));
  return text.append("]}");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  Reader in;
  std::ifstream file(argv[1], std::ios::binary | std::ios::ate);
  in.words.resize(static_cast<std::size_t>(file.tellg()) / 8);
  file.seekg(0);
  file.read(reinterpret_cast<char*>(in.words.data()), static_cast<std::streamsize>(8 * in.words.size()));
  PlainSearch search;
  search.maxHops = in.next();
  const Way way = in.next() == 0 ? Way::everyCycle : Way::bestGuess;
  const std::uint32_t tokens = in.place();
  search.profitRank.assign(tokens, PlainSearch::none);
  const std::uint64_t profits = in.next();
  for (std::uint32_t i = 0; i < profits; ++i) search.profitRank[in.next()] = i;
  search.contracts.resize(in.next());
  for (Contract& contract : search.contracts) contract.state = readState(in);
  search.pairs.resize(in.next());
  for (Pair& pair : search.pairs) {
    pair.contract = in.place();
    for (auto& each : pair.token) each = in.place();
    for (auto& each : pair.coin) each = in.next();
  }
  search.connect(tokens);
  for (std::uint64_t blocks = in.next(); blocks > 0; --blocks) {
    std::vector<std::uint32_t> touched(in.next());
    std::vector<AnyPoolState> states;
    std::vector<Pair> changed;
    states.reserve(touched.size());
    for (std::uint32_t& place : touched) {
      place = in.place();
      states.push_back(readState(in));
      for (const std::uint32_t pair : search.contracts[place].pairs) {
        changed.push_back(search.pairs[pair]);
        changed.back().refresh(states.back());
      }
    }
    const auto exchange = [&] {
      std::size_t next = 0;
      for (std::size_t i = 0; i < touched.size(); ++i) {
        Contract& contract = search.contracts[touched[i]];
        std::swap(contract.state, states[i]);
        for (const std::uint32_t pair : contract.pairs) std::swap(search.pairs[pair], changed[next++]);
      }
    };
    std::vector<Cycle> found;
    found.reserve(touched.size());
    const auto before = std::chrono::steady_clock::now();
    exchange();
    for (const std::uint32_t place : touched) found.push_back(search.bestThrough(place, way));
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - before;
    std::printf("{\"us\":%.1f,\"best\":[", time.count());
    for (std::size_t i = 0; i < found.size(); ++i) std::printf("%s%s", i > 0 ? "," : "", describe(found[i]).c_str());
    std::printf("]}\n");
    // The next block starts from agreeing prices again.
    exchange();
  }
  return 0;
}
