#include "pool_state_reader.hpp"

#include <algorithm>

#include "../graph/pool_kind.hpp"

namespace syndicate {
namespace {

constexpr std::int32_t mostDecimals = 77;
constexpr std::int32_t mostFeePpm = 1'000'000;

/** Takes values off the front of the arrays and remembers when something did not fit. */
class Reader {
 public:
  explicit Reader(const PoolDescription& description) : description_(description) {}

  std::int32_t flag(std::int32_t least, std::int32_t most) {
    if (shapeAt_ >= description_.shape.size()) return fail(least);
    const std::int32_t value = description_.shape[shapeAt_++];
    return value < least || value > most ? fail(least) : value;
  }

  Uint256 word() {
    if (wordAt_ + 4 > description_.words.size()) {
      isOk_ = false;
      return {};
    }
    const auto limbs = description_.words.subspan(wordAt_, 4);
    wordAt_ += 4;
    return Uint256(limbs[3], limbs[2], limbs[1], limbs[0]);
  }

  Uint128 narrow(int bits) {
    const Uint256 value = word();
    if (value.bitLength() > bits) isOk_ = false;
    return value.low128();
  }

  Coins coins(std::size_t count) {
    Coins out;
    for (std::size_t i = 0; i < count; ++i) out[i] = word();
    return out;
  }

  std::vector<InitialisedTick> ticks(std::size_t count) {
    std::vector<InitialisedTick> out;
    if (description_.ticks.size() < count || description_.nets.size() < 2 * count) {
      isOk_ = false;
      return out;
    }
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::int32_t tick = description_.ticks[i];
      const bool ascends = i == 0 || tick > description_.ticks[i - 1];
      if (tick < minTick || tick > maxTick || !ascends) {
        isOk_ = false;
        return out;
      }
      const Uint128 net = (static_cast<Uint128>(description_.nets[2 * i + 1]) << 64) | description_.nets[2 * i];
      const Uint256 ratio = sqrtRatioAtTick(tick);
      out.push_back({tick, static_cast<Int128>(net), ratio, ratio.toDouble() * 0x1p-96});
    }
    return out;
  }

  void mustBe(bool condition) { isOk_ = isOk_ && condition; }
  bool isOk() const { return isOk_; }

 private:
  std::int32_t fail(std::int32_t value) {
    isOk_ = false;
    return value;
  }

  const PoolDescription& description_;
  std::size_t shapeAt_ = 0;
  std::size_t wordAt_ = 0;
  bool isOk_ = true;
};

std::size_t readCount(Reader& from, std::int32_t least) { return static_cast<std::size_t>(from.flag(least, static_cast<std::int32_t>(maxCoins))); }

V2State readV2(Reader& from) {
  V2State pool;
  pool.feePpm0 = static_cast<std::uint32_t>(from.flag(0, mostFeePpm - 1));
  pool.feePpm1 = static_cast<std::uint32_t>(from.flag(0, mostFeePpm - 1));
  pool.reserve0 = from.narrow(112);
  pool.reserve1 = from.narrow(112);
  return pool;
}

V3State readV3(Reader& from, std::int32_t highestFee) {
  V3State pool;
  pool.feePpm = static_cast<std::uint32_t>(from.flag(0, highestFee));
  pool.stepsByWord = from.flag(0, 1) != 0 ? 1 : 0;
  pool.tickSpacing = from.flag(1, 32'767);
  pool.tick = from.flag(minTick - 1, maxTick);
  pool.knownFrom = from.flag(minTick, maxTick);
  pool.knownTo = from.flag(minTick, maxTick);
  const auto count = static_cast<std::size_t>(from.flag(0, maxTick - minTick + 1));
  const Uint256 price = from.word();
  from.mustBe(price.isZero() || (price >= minSqrtRatio && price < maxSqrtRatio));
  pool.sqrtPriceX96 = price;
  pool.liquidity = from.narrow(128);
  pool.ticks = from.ticks(count);
  for (const InitialisedTick& tick : pool.ticks) from.mustBe(tick.tick % pool.tickSpacing == 0);
  return pool;
}

V4State readV4(Reader& from) {
  V4State pool;
  pool.protocolFee = static_cast<std::uint32_t>(from.flag(0, 0xffffff));
  pool.curve = readV3(from, mostFeePpm);
  pool.lpFeePpm = pool.curve.feePpm;
  pool.hooks = from.word();
  from.mustBe(pool.hooks.bitLength() <= 160);
  return pool;
}

SolidlyState readSolidly(Reader& from, bool stable) {
  SolidlyState pool;
  pool.stable = stable;
  pool.feePpm0 = static_cast<std::uint32_t>(from.flag(0, mostFeePpm));
  pool.feePpm1 = static_cast<std::uint32_t>(from.flag(0, mostFeePpm));
  pool.unit0 = powerOfTen(from.flag(0, mostDecimals));
  pool.unit1 = powerOfTen(from.flag(0, mostDecimals));
  pool.curve = static_cast<SolidlyCurve>(from.flag(0, 1));
  pool.reserve0 = from.word();
  pool.reserve1 = from.word();
  return pool;
}

CurveStableState readCurve(Reader& from) {
  CurveStableState pool;
  pool.count = readCount(from, 2);
  pool.feeInToken = from.flag(0, 1) != 0;
  pool.invariant = static_cast<CurveInvariant>(from.flag(0, 2));
  pool.amp = from.word();
  pool.ampPrecision = from.word();
  pool.fee = from.word();
  pool.adminFee = from.word();
  pool.offpegMultiplier = from.word();
  pool.balances = from.coins(pool.count);
  pool.rates = from.coins(pool.count);
  return pool;
}

CurveMetaState readMeta(Reader& from) {
  CurveMetaState state;
  state.pool = readCurve(from);
  from.mustBe(state.pool.count == 2);
  state.base = readCurve(from);
  from.mustBe(state.base.count < maxCoins);
  state.baseVirtualPrice = from.word();
  state.baseTotalSupply = from.word();
  return state;
}

CurveCryptoState readCrypto(Reader& from) {
  CurveCryptoState pool;
  pool.count = static_cast<std::size_t>(from.flag(2, 3));
  pool.closedForm = from.flag(0, 1) != 0;
  pool.amp = from.word();
  pool.gamma = from.word();
  pool.invariant = from.word();
  pool.midFee = from.word();
  pool.outFee = from.word();
  pool.feeGamma = from.word();
  pool.balances = from.coins(pool.count);
  pool.precisions = from.coins(pool.count);
  pool.priceScale = from.coins(pool.count - 1);
  return pool;
}

BalancerPool readBalancer(Reader& from) {
  BalancerPool pool;
  pool.count = readCount(from, 2);
  pool.vault = static_cast<BalancerVault>(from.flag(2, 3));
  pool.swapFee = from.word();
  from.mustBe(pool.swapFee < wad);
  pool.balances = from.coins(pool.count);
  pool.scalingFactors = from.coins(pool.count);
  pool.rates = from.coins(pool.count);
  return pool;
}

BalancerWeightedState readWeighted(Reader& from) {
  BalancerWeightedState state;
  state.pool = readBalancer(from);
  state.powShortcuts = from.flag(1, 2) == 2;
  state.weights = from.coins(state.pool.count);
  return state;
}

BalancerStableState readStable(Reader& from) {
  BalancerStableState state;
  state.pool = readBalancer(from);
  state.roundInvariantUp = from.flag(0, 1) != 0;
  const std::int32_t share = from.flag(-1, static_cast<std::int32_t>(state.pool.count) - 1);
  state.bptIndex = share < 0 ? maxCoins : static_cast<std::size_t>(share);
  state.amp = from.word();
  state.ampPrecision = from.word();
  from.mustBe(!state.ampPrecision.isZero());
  settleInvariant(state);
  return state;
}

AnyPoolState readKind(PoolKind kind, Reader& from) {
  switch (kind) {
    case PoolKind::uniswapV2:
      return readV2(from);
    case PoolKind::uniswapV3:
      return readV3(from, mostFeePpm - 1);
    case PoolKind::uniswapV4:
      return readV4(from);
    case PoolKind::solidlyVolatile:
      return readSolidly(from, false);
    case PoolKind::solidlyStable:
      return readSolidly(from, true);
    case PoolKind::curveStable: {
      CurveStableState pool = readCurve(from);
      settleInvariant(pool);
      return pool;
    }
    case PoolKind::curveMeta:
      return readMeta(from);
    case PoolKind::curveCrypto:
      return readCrypto(from);
    case PoolKind::balancerWeighted:
      return readWeighted(from);
    case PoolKind::balancerStable:
      return readStable(from);
  }
  return std::monostate{};
}

}  // namespace

std::optional<AnyPoolState> readPoolState(const PoolDescription& description) {
  Reader from(description);
  const auto kind = static_cast<PoolKind>(from.flag(0, 9));
  AnyPoolState state = readKind(kind, from);
  if (!from.isOk()) return std::nullopt;
  return state;
}

}  // namespace syndicate
