#include "packed_states.hpp"

#include <type_traits>

namespace syndicate {
namespace {

/** Small fields come first, in two words; the least of them says whether numbers have two words each or four. */
constexpr std::size_t headWords = 2;
/** More than any state of maxCoins coins takes. */
constexpr std::size_t mostWords = 160;

// What there is of each state, small fields and then numbers; the same lists write and read.

template <typename State, typename Byte>
void eachByte(State& own, Byte&& byte) {
  using Plain = std::remove_const_t<State>;
  if constexpr (std::is_same_v<Plain, CurvePool>) {
    byte(own.state.count);
    byte(own.state.feeInToken);
    byte(own.state.invariant);
    byte(own.at.error);
    byte(own.at.invariant.ok);
    for (auto& each : own.at.xp) byte(each.ok);
  } else if constexpr (std::is_same_v<Plain, CurveCryptoState>) {
    byte(own.count);
    byte(own.closedForm);
  } else if constexpr (std::is_same_v<Plain, SolidlyState>) {
    byte(own.stable);
    byte(own.curve);
  } else {
    byte(own.pool.count);
    byte(own.pool.vault);
    if constexpr (std::is_same_v<Plain, BalancerWeightedState>) {
      byte(own.powShortcuts);
    } else {
      byte(own.roundInvariantUp);
      byte(own.bptIndex);
      byte(own.invariant.error);
      byte(own.invariant.value.ok);
    }
  }
}

template <typename State, typename Number>
void eachNumber(State& own, Number&& number) {
  using Plain = std::remove_const_t<State>;
  if constexpr (std::is_same_v<Plain, CurvePool>) {
    for (std::size_t i = 0; i < own.state.count; ++i) {
      number(own.state.balances[i]);
      number(own.state.rates[i]);
      number(own.at.xp[i].value);
    }
    number(own.state.amp);
    number(own.state.ampPrecision);
    number(own.state.fee);
    number(own.state.adminFee);
    number(own.state.offpegMultiplier);
    number(own.at.invariant.value);
  } else if constexpr (std::is_same_v<Plain, CurveCryptoState>) {
    for (std::size_t i = 0; i < own.count; ++i) {
      number(own.balances[i]);
      number(own.precisions[i]);
      number(own.priceScale[i]);
    }
    number(own.amp);
    number(own.gamma);
    number(own.invariant);
    number(own.midFee);
    number(own.outFee);
    number(own.feeGamma);
  } else if constexpr (std::is_same_v<Plain, SolidlyState>) {
    number(own.reserve0);
    number(own.reserve1);
    number(own.unit0);
    number(own.unit1);
  } else {
    for (std::size_t i = 0; i < own.pool.count; ++i) {
      number(own.pool.balances[i]);
      number(own.pool.scalingFactors[i]);
      number(own.pool.rates[i]);
      if constexpr (std::is_same_v<Plain, BalancerWeightedState>) number(own.weights[i]);
    }
    number(own.pool.swapFee);
    if constexpr (std::is_same_v<Plain, BalancerStableState>) {
      number(own.amp);
      number(own.ampPrecision);
      number(own.invariant.value.value);
    }
  }
}

/** Solidly's two fees are the one field between a byte and a number: they take the second word. */
template <typename State>
constexpr bool hasFees = std::is_same_v<std::remove_const_t<State>, SolidlyState>;

}  // namespace

void PackedStates::clear() {
  slots_.clear();
  chunks_.clear();
  used_ = chunkWords;
}

std::uint32_t PackedStates::add() {
  slots_.emplace_back();
  return static_cast<std::uint32_t>(slots_.size() - 1);
}

std::size_t PackedStates::bytes() const {
  return slots_.capacity() * sizeof(Slot) + chunks_.capacity() * sizeof(chunks_[0]) + chunks_.size() * sizeof(Chunk);
}

void PackedStates::provide(Slot& slot, std::size_t words) {
  if (words <= slot.room) return;
  const std::size_t room = slot.room == 0 ? words : mostWords;
  if (used_ + room > chunkWords) {
    chunks_.push_back(std::make_unique<Chunk>());
    used_ = 0;
  }
  slot = {static_cast<std::uint32_t>(chunks_.size() - 1), static_cast<std::uint16_t>(used_), static_cast<std::uint16_t>(room)};
  used_ += room;
}

template <typename State>
void PackedStates::set(std::uint32_t place, const State& state) {
  bool isNarrow = true;
  std::size_t numbers = 0;
  eachNumber(state, [&](const Uint256& number) {
    isNarrow = isNarrow && number.fits128();
    ++numbers;
  });
  Slot& slot = slots_[place];
  provide(slot, headWords + numbers * (isNarrow ? 2 : 4));
  std::uint64_t* word = chunks_[slot.chunk]->data() + slot.first;
  word[0] = isNarrow ? 1 : 0;
  word[1] = 0;
  int bits = 8;
  eachByte(state, [&](const auto& field) {
    word[bits / 64] |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(field)) << (bits % 64);
    bits += 8;
  });
  if constexpr (hasFees<State>) word[1] = state.feePpm0 | (static_cast<std::uint64_t>(state.feePpm1) << 32);
  word += headWords;
  eachNumber(state, [&](const Uint256& number) {
    for (std::size_t i = 0; i < (isNarrow ? 2U : 4U); ++i) *word++ = number.limb[i];
  });
}

template <typename State>
State PackedStates::get(std::uint32_t place) const {
  State state;
  const Slot& slot = slots_[place];
  if (slot.room == 0) return state;
  const std::uint64_t* word = chunks_[slot.chunk]->data() + slot.first;
  const bool isNarrow = (word[0] & 1) != 0;
  int bits = 8;
  eachByte(state, [&](auto& field) {
    field = static_cast<std::remove_reference_t<decltype(field)>>((word[bits / 64] >> (bits % 64)) & 0xff);
    bits += 8;
  });
  if constexpr (hasFees<State>) {
    state.feePpm0 = static_cast<std::uint32_t>(word[1]);
    state.feePpm1 = static_cast<std::uint32_t>(word[1] >> 32);
  }
  word += headWords;
  eachNumber(state, [&](Uint256& number) {
    number = isNarrow ? Uint256(0, 0, word[1], word[0]) : Uint256(word[3], word[2], word[1], word[0]);
    word += isNarrow ? 2 : 4;
  });
  return state;
}

template void PackedStates::set(std::uint32_t, const CurvePool&);
template void PackedStates::set(std::uint32_t, const CurveCryptoState&);
template void PackedStates::set(std::uint32_t, const SolidlyState&);
template void PackedStates::set(std::uint32_t, const BalancerWeightedState&);
template void PackedStates::set(std::uint32_t, const BalancerStableState&);
template CurvePool PackedStates::get(std::uint32_t) const;
template CurveCryptoState PackedStates::get(std::uint32_t) const;
template SolidlyState PackedStates::get(std::uint32_t) const;
template BalancerWeightedState PackedStates::get(std::uint32_t) const;
template BalancerStableState PackedStates::get(std::uint32_t) const;

}  // namespace syndicate
