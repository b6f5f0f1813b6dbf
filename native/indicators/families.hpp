#pragma once

#include "definition.hpp"

namespace syndicate::indicators {

/** One file a family; each puts its indicators, in all conventions, on the table. */
void addAverages(Table& all);
void addChart(Table& all);
void addConvergence(Table& all);
void addCycles(Table& all);
void addDirectional(Table& all);
void addElementwise(Table& all);
void addOscillators(Table& all);
void addRanges(Table& all);
void addRegression(Table& all);
void addStops(Table& all);
void addVolume(Table& all);
void addWindows(Table& all);

}  // namespace syndicate::indicators
