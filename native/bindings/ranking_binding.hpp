#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the ranking by net at a moving gas price on `exports`. */
void exportRanking(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
