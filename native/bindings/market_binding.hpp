#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the class `Market` on `exports`. */
void exportMarket(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
