#include "averages.hpp"

#include "families.hpp"

namespace syndicate::indicators {

void addAverages(std::vector<Definition>& all) {
  all.push_back({Convention::talib, "sma", "real", "real", {period(30)}, ofPeriods<SimpleAverage, 1>});
  all.push_back({Convention::tulip, "sma", "real", "sma", {period(5, 1)}, ofPeriods<SimpleAverage, 1>});
}

}  // namespace syndicate::indicators
