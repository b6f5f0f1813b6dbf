#include "volume_profile_binding.hpp"

#include <cmath>
#include <optional>

#include "../indicators/volume_profile.hpp"
#include "arguments.hpp"

namespace syndicate {
namespace {

using indicators::VolumeProfile;

constexpr std::int32_t notFinite = -3;

class VolumeProfileBinding : public Napi::ObjectWrap<VolumeProfileBinding> {
 public:
  explicit VolumeProfileBinding(const Napi::CallbackInfo& info) : Napi::ObjectWrap<VolumeProfileBinding>(info) {
    double rowSize = 0;
    if (info.Length() < 1 || napi_get_value_double(info.Env(), info[0], &rowSize) != napi_ok) return;
    if (rowSize > 0 && std::isfinite(rowSize)) profile_.emplace(rowSize);
  }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "VolumeProfile",
                       {InstanceMethod("add", &VolumeProfileBinding::add), InstanceMethod("rowCount", &VolumeProfileBinding::rowCount),
                        InstanceMethod("read", &VolumeProfileBinding::read)});
  }

 private:
  Napi::Value add(const Napi::CallbackInfo& info) {
    if (!profile_) return status(info, outOfRange);
    const auto high = typedArray<double>(info, 0, 0);
    if (!high) return status(info, badArguments);
    const auto low = typedArray<double>(info, 1, high->size());
    const auto volume = typedArray<double>(info, 2, high->size());
    if (!low || !volume || low->size() != high->size() || volume->size() != high->size()) return status(info, badArguments);
    for (std::size_t i = 0; i < high->size(); ++i) {
      const double top = (*high)[i];
      const double bottom = (*low)[i];
      const double size = (*volume)[i];
      if (!std::isfinite(top) || !std::isfinite(bottom) || !std::isfinite(size) || size < 0 || top < bottom) return status(info, notFinite);
    }
    for (std::size_t i = 0; i < high->size(); ++i) {
      if (!profile_->add((*high)[i], (*low)[i], (*volume)[i])) return status(info, outOfRange);
    }
    return status(info, static_cast<std::int32_t>(high->size()));
  }

  Napi::Value rowCount(const Napi::CallbackInfo& info) { return status(info, profile_ ? static_cast<std::int32_t>(profile_->rows().size()) : outOfRange); }

  Napi::Value read(const Napi::CallbackInfo& info) {
    if (!profile_) return status(info, outOfRange);
    const auto figures = typedArray<double>(info, 0, 5);
    const auto volumes = typedArray<double>(info, 1, profile_->rows().size());
    if (!figures || !volumes) return status(info, badArguments);
    const auto area = profile_->valueArea((*figures)[0]);
    (*figures)[1] = profile_->firstRow();
    (*figures)[2] = static_cast<double>(area.control);
    (*figures)[3] = static_cast<double>(area.low);
    (*figures)[4] = static_cast<double>(area.high);
    std::size_t i = 0;
    for (const double volume : profile_->rows()) (*volumes)[i++] = volume;
    return status(info, static_cast<std::int32_t>(i));
  }

  std::optional<VolumeProfile> profile_;
};

}  // namespace

void exportVolumeProfile(Napi::Env env, Napi::Object exports) { exports.Set("VolumeProfile", VolumeProfileBinding::define(env)); }

}  // namespace syndicate
