#pragma once

#include <napi.h>

#include <optional>
#include <span>

#include "../uint256.hpp"

namespace syndicate {

/** What a call answers when its arguments are not what app/native.ts says; BugError on the other side. */
inline constexpr std::int32_t badArguments = -1;
inline constexpr std::int32_t outOfRange = -2;

template <typename T>
struct ArrayKind;
template <>
struct ArrayKind<std::uint8_t> {
  static constexpr napi_typedarray_type type = napi_uint8_array;
};
template <>
struct ArrayKind<std::int32_t> {
  static constexpr napi_typedarray_type type = napi_int32_array;
};
template <>
struct ArrayKind<std::uint32_t> {
  static constexpr napi_typedarray_type type = napi_uint32_array;
};
template <>
struct ArrayKind<std::int64_t> {
  static constexpr napi_typedarray_type type = napi_bigint64_array;
};
template <>
struct ArrayKind<double> {
  static constexpr napi_typedarray_type type = napi_float64_array;
};
template <>
struct ArrayKind<std::uint64_t> {
  static constexpr napi_typedarray_type type = napi_biguint64_array;
};

/** The memory of a typed array of exactly this kind with at least `minimum` elements; it stays the caller's. */
template <typename T>
std::optional<std::span<T>> typedArray(const Napi::CallbackInfo& info, std::size_t index, std::size_t minimum) {
  if (index >= info.Length()) return std::nullopt;
  napi_typedarray_type type;
  std::size_t length = 0;
  void* data = nullptr;
  // Says so when it is no typed array.
  if (napi_get_typedarray_info(info.Env(), info[index], &type, &length, &data, nullptr, nullptr) != napi_ok) return std::nullopt;
  if (type != ArrayKind<T>::type || length < minimum) return std::nullopt;
  return std::span<T>(static_cast<T*>(data), length);
}

inline Uint256 readUint256(std::span<const std::uint64_t> words) { return Uint256(words[3], words[2], words[1], words[0]); }

inline void writeUint256(std::span<std::uint64_t> words, const Uint256& value) {
  for (std::size_t i = 0; i < 4; ++i) words[i] = value.limb[i];
}

inline Uint128 readUint128(std::span<const std::uint64_t> words) { return (static_cast<Uint128>(words[1]) << 64) | words[0]; }

inline void writeUint128(std::span<std::uint64_t> words, Uint128 value) {
  words[0] = static_cast<std::uint64_t>(value);
  words[1] = static_cast<std::uint64_t>(value >> 64);
}

inline Napi::Value status(const Napi::CallbackInfo& info, std::int32_t value) {
  napi_value result;
  if (napi_create_int32(info.Env(), value, &result) != napi_ok) return info.Env().Undefined();
  return Napi::Value(info.Env(), result);
}

}  // namespace syndicate
