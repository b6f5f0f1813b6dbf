#pragma once

#include <vector>

namespace syndicate {

/** Room for one item more, growing by less than twice: for what a search holds much of. */
template <typename Item>
void makeRoom(std::vector<Item>& items) {
  if (items.size() == items.capacity()) items.reserve(items.size() + items.size() / 8 + 32);
}

}  // namespace syndicate
