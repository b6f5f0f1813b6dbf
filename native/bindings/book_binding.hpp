#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the order books of a connection on `exports`. */
void exportBooks(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
