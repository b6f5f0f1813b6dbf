#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the 256-bit arithmetic and the tick mathematics on `exports`, for tests against oracles. */
void exportArithmetic(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
