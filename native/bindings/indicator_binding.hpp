#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the indicators, as table, batch and stream, on `exports`. */
void exportIndicators(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
