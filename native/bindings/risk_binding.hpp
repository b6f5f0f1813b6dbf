#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the book of what is held and at risk on `exports`. */
void exportRisk(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
