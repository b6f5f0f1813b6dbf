#pragma once

#include <napi.h>

#include "../graph/split_search.hpp"

namespace syndicate {

/** NativeMarket.split: its shapes are in app/native.ts. */
std::int32_t splitCycle(const Napi::CallbackInfo& info, const Market& market, SplitSearch& search);

}  // namespace syndicate
