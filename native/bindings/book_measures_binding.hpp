#pragma once

#include <napi.h>

namespace syndicate {

/** Puts the measures of books on `exports`. */
void exportBookMeasures(Napi::Env env, Napi::Object exports);

}  // namespace syndicate
