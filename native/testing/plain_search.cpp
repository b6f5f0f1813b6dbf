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
#include <string>
#include <vector>

#include "../amm/uniswap_v2.hpp"
#include "../amm/uniswap_v3.hpp"

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
  Uint128 next128() {
    const Uint128 low = next();
    return (static_cast<Uint128>(next()) << 64) | low;
  }
};

struct Pool {
  bool hasTicks = false;
  std::uint32_t token[2] = {0, 0};
  std::uint32_t feePpm = 0;
  Uint128 reserve[2] = {0, 0};
  V3State v3;
  /** Reserves of the hyperbola at the present price, in doubles. */
  double depth[2] = {0, 0};
  /** What a vanishing input pays, fee included, by the token that goes in. */
  double rate[2] = {0, 0};

  void refresh() {
    if (hasTicks) {
      const double root = v3.sqrtPriceX96.toDouble() / 0x1p96;
      depth[0] = static_cast<double>(v3.liquidity) / root;
      depth[1] = static_cast<double>(v3.liquidity) * root;
    } else {
      depth[0] = static_cast<double>(reserve[0]);
      depth[1] = static_cast<double>(reserve[1]);
    }
    const double kept = 1.0 - feePpm / 1e6;
    rate[0] = kept * depth[1] / depth[0];
    rate[1] = kept * depth[0] / depth[1];
  }
};

struct Hop {
  const Pool* pool = nullptr;
  std::uint32_t place = 0;
  int side = 0;

  double rate() const { return pool->rate[side]; }
  std::uint32_t from() const { return pool->token[side]; }

  /** 0 where the swap fails. */
  Uint128 pays(Uint128 amountIn) const {
    if (amountIn == 0) return 0;
    if (!pool->hasTicks) {
      const V2Quote quote = v2ExactIn({pool->reserve[side], pool->reserve[1 - side], pool->feePpm}, Uint256::from(amountIn));
      return quote.error == QuoteError::none ? quote.amountOut.low128() : 0;
    }
    V3Request request;
    request.zeroForOne = side == 0;
    request.amount = Uint256::from(amountIn);
    const V3Quote quote = v3Amounts(pool->v3, request);
    return quote.error == QuoteError::none && quote.amountOut.fits128() ? quote.amountOut.low128() : 0;
  }
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
  std::vector<std::uint32_t> pools;
};

enum class Way { everyCycle, bestGuess };

class PlainSearch {
 public:
  std::vector<Pool> pools;
  std::vector<std::vector<Edge>> edges;
  /** By token: its rank among those that profit is counted in, or none. */
  std::vector<std::uint32_t> profitRank;
  std::size_t maxHops = 3;

  static constexpr std::uint32_t none = ~0U;

  void connect(std::uint32_t tokens) {
    edges.assign(tokens, {});
    toStart_.assign(tokens, nullptr);
    for (std::uint32_t i = 0; i < pools.size(); ++i) {
      for (int side = 0; side < 2; ++side) edgeOf(pools[i].token[side], pools[i].token[1 - side]).pools.push_back(i);
    }
  }

  Cycle bestThrough(std::uint32_t place, Way way) {
    best_ = {};
    way_ = way;
    for (int side = 0; side < 2; ++side) {
      const Pool& pool = pools[place];
      const std::uint32_t start = pool.token[side];
      for (const Edge& edge : edges[start]) toStart_[edge.to] = &edge;
      path_[0] = {&pool, place, side};
      extend(1, pool.token[1 - side], start, pool.rate[side]);
      for (const Edge& edge : edges[start]) toStart_[edge.to] = nullptr;
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

  Hop hopFrom(std::uint32_t place, std::uint32_t token) const { return {&pools[place], place, pools[place].token[0] == token ? 0 : 1}; }

  bool isOnPath(std::size_t depth, std::uint32_t token) const {
    for (std::size_t i = 0; i < depth; ++i) {
      if (path_[i].from() == token) return true;
    }
    return false;
  }

  void extend(std::size_t depth, std::uint32_t token, std::uint32_t start, double rate) {
    if (const Edge* back = toStart_[token]; back != nullptr) {
      for (const std::uint32_t place : back->pools) {
        if (place == path_[0].place) continue;
        const Hop hop = hopFrom(place, token);
        if (rate * hop.rate() <= 1.0) continue;
        path_[depth] = hop;
        consider(depth + 1);
      }
    }
    if (depth + 2 > maxHops) return;
    for (const Edge& edge : edges[token]) {
      if (edge.to == start || isOnPath(depth, edge.to)) continue;
      // The last token must lead back.
      if (depth + 2 == maxHops && toStart_[edge.to] == nullptr) continue;
      for (const std::uint32_t place : edge.pools) {
        path_[depth] = hopFrom(place, token);
        extend(depth + 1, edge.to, start, rate * path_[depth].rate());
      }
    }
  }

  static Uint128 run(const Cycle& cycle, Uint128 amount) {
    for (std::size_t i = 0; i < cycle.count; ++i) amount = cycle.hops[i].pays(amount);
    return amount;
  }

  void consider(std::size_t count) {
    std::size_t first = 0;
    for (std::size_t i = 1; i < count; ++i) {
      if (profitRank[path_[i].from()] < profitRank[path_[first].from()]) first = i;
    }
    if (profitRank[path_[first].from()] == none) return;
    Cycle cycle;
    cycle.count = count;
    for (std::size_t i = 0; i < count; ++i) cycle.hops[i] = path_[(first + i) % count];
    // A chain of hyperbolas is one: out = a x / (c x + d).
    double a = 1;
    double c = 0;
    double d = 1;
    for (std::size_t i = 0; i < count; ++i) {
      const Hop& hop = cycle.hops[i];
      const double kept = 1.0 - hop.pool->feePpm / 1e6;
      const double in = hop.pool->depth[hop.side];
      const double out = hop.pool->depth[1 - hop.side];
      c = kept * a + in * c;
      a = kept * out * a;
      d = in * d;
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
  static void solve(Cycle& cycle, Uint128 guess) {
    const auto profit = [&cycle](Uint128 x) { return static_cast<Int128>(run(cycle, x)) - static_cast<Int128>(x); };
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

void readState(Reader& in, Pool& pool) {
  if (!pool.hasTicks) {
    pool.reserve[0] = in.next128();
    pool.reserve[1] = in.next128();
  } else {
    const Uint128 low = in.next128();
    const Uint128 high = in.next128();
    pool.v3.sqrtPriceX96 = Uint256::from(low) + (Uint256::from(high) << 128);
    pool.v3.liquidity = in.next128();
    pool.v3.tick = static_cast<std::int32_t>(static_cast<std::int64_t>(in.next()));
  }
  pool.refresh();
}

void readPool(Reader& in, Pool& pool) {
  pool.hasTicks = in.next() != 0;
  pool.token[0] = static_cast<std::uint32_t>(in.next());
  pool.token[1] = static_cast<std::uint32_t>(in.next());
  pool.feePpm = static_cast<std::uint32_t>(in.next());
  pool.v3.feePpm = pool.feePpm;
  if (pool.hasTicks) {
    pool.v3.tickSpacing = static_cast<std::int32_t>(in.next());
    pool.v3.ticks.resize(in.next());
    for (InitialisedTick& each : pool.v3.ticks) {
      each.tick = static_cast<std::int32_t>(static_cast<std::int64_t>(in.next()));
      each.liquidityNet = static_cast<Int128>(in.next128());
      each.sqrtRatio = sqrtRatioAtTick(each.tick);
      each.price = each.sqrtRatio.toDouble() / 0x1p96;
    }
  }
  readState(in, pool);
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
  for (std::size_t i = 0; i < cycle.count; ++i) text.append(i > 0 ? "," : "").append(std::to_string(cycle.hops[i].place));
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
  const auto tokens = static_cast<std::uint32_t>(in.next());
  search.profitRank.assign(tokens, PlainSearch::none);
  const std::uint64_t profits = in.next();
  for (std::uint32_t i = 0; i < profits; ++i) search.profitRank[in.next()] = i;
  search.pools.resize(in.next());
  for (Pool& pool : search.pools) readPool(in, pool);
  search.connect(tokens);
  for (std::uint64_t blocks = in.next(); blocks > 0; --blocks) {
    std::vector<std::uint32_t> touched(in.next());
    std::vector<Pool> changed;
    changed.reserve(touched.size());
    for (std::uint32_t& place : touched) {
      place = static_cast<std::uint32_t>(in.next());
      changed.push_back(search.pools[place]);
      readState(in, changed.back());
    }
    std::vector<Cycle> found;
    found.reserve(touched.size());
    const auto before = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < touched.size(); ++i) std::swap(search.pools[touched[i]], changed[i]);
    for (const std::uint32_t place : touched) found.push_back(search.bestThrough(place, way));
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - before;
    std::printf("{\"us\":%.1f,\"best\":[", time.count());
    for (std::size_t i = 0; i < found.size(); ++i) std::printf("%s%s", i > 0 ? "," : "", describe(found[i]).c_str());
    std::printf("]}\n");
    // The next block starts from agreeing prices again.
    for (std::size_t i = 0; i < touched.size(); ++i) std::swap(search.pools[touched[i]], changed[i]);
  }
  return 0;
}
