#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the decoder of raw JSON logs on `exports`. */
void exportLogs(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
