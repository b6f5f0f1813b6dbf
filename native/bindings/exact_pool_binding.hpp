#pragma once

#include <napi.h>

namespace syndicate {

/** Puts `ExactPool`, one pool of any kind, on `exports`. Units and shapes of its calls: app/native.ts. */
void exportExactPool(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
