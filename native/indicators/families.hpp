#pragma once

#include <vector>

#include "definition.hpp"

namespace syndicate::indicators {

/** One file a family; each puts its indicators, in all conventions, on the table. */
void addAverages(std::vector<Definition>& all);

}  // namespace syndicate::indicators
