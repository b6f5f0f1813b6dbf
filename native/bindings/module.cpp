#include <napi.h>

#include "arithmetic_binding.hpp"
#include "book_binding.hpp"
#include "book_measures_binding.hpp"
#include "exact_pool_binding.hpp"
#include "indicator_binding.hpp"
#include "log_binding.hpp"
#include "market_binding.hpp"
#include "ranking_binding.hpp"
#include "risk_binding.hpp"
#include "statistics_binding.hpp"
#include "volume_profile_binding.hpp"

namespace {

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  syndicate::exportArithmetic(env, exports);
  syndicate::exportBooks(env, exports);
  syndicate::exportBookMeasures(env, exports);
  syndicate::exportMarket(env, exports);
  syndicate::exportExactPool(env, exports);
  syndicate::exportIndicators(env, exports);
  syndicate::exportLogs(env, exports);
  syndicate::exportRanking(env, exports);
  syndicate::exportRisk(env, exports);
  syndicate::exportStatistics(env, exports);
  syndicate::exportVolumeProfile(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(syndicate, initialise)
