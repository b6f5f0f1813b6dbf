#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the volume profile on `exports`. */
void exportVolumeProfile(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
