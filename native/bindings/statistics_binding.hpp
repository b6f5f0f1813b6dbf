#pragma once

#include <napi.h>

namespace syndicate {

/** Puts volatility models on `exports`. */
void exportStatistics(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
