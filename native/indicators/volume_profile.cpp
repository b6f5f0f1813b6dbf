#include "volume_profile.hpp"

#include <algorithm>
#include <cmath>

namespace syndicate::indicators {

bool VolumeProfile::add(double high, double low, double volume) {
  const double lowRow = std::floor(low / rowSize_);
  const double highRow = std::floor(high / rowSize_);
  if (!(std::abs(lowRow) < 1e15) || !(std::abs(highRow) < 1e15)) return false;
  const auto from = static_cast<long long>(lowRow);
  const auto to = static_cast<long long>(highRow);
  const long long first = rows_.empty() ? from : std::min(first_, from);
  const long long last = rows_.empty() ? to : std::max(first_ + static_cast<long long>(rows_.size()) - 1, to);
  if (last - first >= static_cast<long long>(mostRows)) return false;
  if (rows_.empty()) first_ = first;
  rows_.insert(rows_.begin(), static_cast<std::size_t>(first_ - first), 0.0);
  first_ = first;
  rows_.resize(static_cast<std::size_t>(last - first + 1), 0.0);
  const double range = high - low;
  for (long long row = from; row <= to; ++row) {
    const double begin = std::max(low, static_cast<double>(row) * rowSize_);
    const double end = std::min(high, static_cast<double>(row + 1) * rowSize_);
    const double part = range > 0.0 ? std::max(end - begin, 0.0) / range : 1.0;
    rows_[static_cast<std::size_t>(row - first_)] += volume * part;
  }
  return true;
}

VolumeProfile::ValueArea VolumeProfile::valueArea(double share) const {
  ValueArea area;
  if (rows_.empty()) return area;
  double all = 0;
  for (const double row : rows_) all += row;
  area.control = static_cast<std::size_t>(std::max_element(rows_.begin(), rows_.end()) - rows_.begin());
  area.low = area.high = area.control;
  double held = rows_[area.control];
  while (held < all * share && (area.low > 0 || area.high + 1 < rows_.size())) {
    const double above = area.high + 1 < rows_.size() ? rows_[area.high + 1] : -1.0;
    const double below = area.low > 0 ? rows_[area.low - 1] : -1.0;
    if (above >= below) held += rows_[++area.high];
    else held += rows_[--area.low];
  }
  return area;
}

}  // namespace syndicate::indicators
