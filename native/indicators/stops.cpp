#include <algorithm>
#include <cmath>

#include "families.hpp"

namespace syndicate::indicators {
namespace {

/** How a stop on one side moves. */
struct Acceleration {
  double begin;
  double step;
  double most;
};

/** TA-Lib's parabolic stop and reverse. Extended: a start of one's own, both sides apart, results below the price positive and above it negative. */
template <bool Extended>
class TalibStop {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  TalibStop(double start, double offset, Acceleration rising, Acceleration falling) : start_(start), offset_(offset), sides_{limited(falling), limited(rising)} {}

  bool push(const double* in, double* out) {
    const double high = in[0];
    const double low = in[1];
    if (bars_++ == 0) return remember(high, low, false);
    if (bars_ == 2) {
      begin(high, low);
      // The first step takes its own bar for the last one too.
      high_ = high;
      low_ = low;
    }
    out[0] = isLong_ ? whileRising(high, low) : whileFalling(high, low);
    return remember(high, low, true);
  }

 private:
  static Acceleration limited(Acceleration side) { return {std::min(side.begin, side.most), std::min(side.step, side.most), side.most}; }

  bool remember(double high, double low, bool isReady) {
    high_ = high;
    low_ = low;
    return isReady;
  }

  void begin(double high, double low) {
    const double up = high - high_;
    const double down = low_ - low;
    isLong_ = start_ == 0.0 ? !(down > 0.0 && up < down) : start_ > 0.0;
    extreme_ = isLong_ ? high : low;
    stop_ = start_ == 0.0 ? (isLong_ ? low_ : high_) : std::abs(start_);
    speed_ = sides_[isLong_ ? 1 : 0].begin;
  }

  /** Moves on without coming nearer than the last two bars. */
  void advance(double high, double low) {
    stop_ += speed_ * (extreme_ - stop_);
    if (isLong_) stop_ = std::min({stop_, low_, low});
    else stop_ = std::max({stop_, high_, high});
  }

  double turned(double high, double low) {
    isLong_ = !isLong_;
    stop_ = extreme_;
    if (isLong_) stop_ = std::min({stop_, low_, low});
    else stop_ = std::max({stop_, high_, high});
    if constexpr (Extended) stop_ += (isLong_ ? -offset_ : offset_) * stop_;
    const double shown = Extended && !isLong_ ? -stop_ : stop_;
    speed_ = sides_[isLong_ ? 1 : 0].begin;
    extreme_ = isLong_ ? high : low;
    advance(high, low);
    return shown;
  }

  void accelerate() {
    const Acceleration& side = sides_[isLong_ ? 1 : 0];
    speed_ = std::min(speed_ + side.step, side.most);
  }

  double whileRising(double high, double low) {
    if (low <= stop_) return turned(high, low);
    const double shown = stop_;
    if (high > extreme_) {
      extreme_ = high;
      accelerate();
    }
    advance(high, low);
    return shown;
  }

  double whileFalling(double high, double low) {
    if (high >= stop_) return turned(high, low);
    const double shown = Extended ? -stop_ : stop_;
    if (low < extreme_) {
      extreme_ = low;
      accelerate();
    }
    advance(high, low);
    return shown;
  }

  double start_;
  double offset_;
  Acceleration sides_[2];
  bool isLong_ = true;
  double high_ = 0;
  double low_ = 0;
  double stop_ = 0;
  double extreme_ = 0;
  double speed_ = 0;
  std::size_t bars_ = 0;
};

/** Tulip's: it moves before the bar is looked at, and shows where it stands after a turn. */
class TulipStop {
 public:
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  TulipStop(double step, double most) : step_(step), most_(most), speed_(step) {}

  bool push(const double* in, double* out) {
    const double high = in[0];
    const double low = in[1];
    if (bars_ > 0) {
      if (bars_ == 1) {
        isLong_ = highs_[0] + lows_[0] <= high + low;
        extreme_ = isLong_ ? highs_[0] : lows_[0];
        stop_ = isLong_ ? lows_[0] : highs_[0];
      }
      advance(high, low);
      out[0] = stop_;
    }
    highs_[1] = highs_[0];
    lows_[1] = lows_[0];
    highs_[0] = high;
    lows_[0] = low;
    return bars_++ > 0;
  }

 private:
  void advance(double high, double low) {
    stop_ += (extreme_ - stop_) * speed_;
    const double* last = isLong_ ? lows_ : highs_;
    const auto nearer = [&](double bound) { stop_ = isLong_ ? std::min(stop_, bound) : std::max(stop_, bound); };
    if (bars_ >= 2) nearer(last[1]);
    nearer(last[0]);
    const double reach = isLong_ ? high : low;
    if (isLong_ ? reach > extreme_ : reach < extreme_) {
      speed_ = std::min(speed_ + step_, most_);
      extreme_ = reach;
    }
    if (isLong_ ? low < stop_ : high > stop_) {
      speed_ = step_;
      stop_ = extreme_;
      isLong_ = !isLong_;
      extreme_ = isLong_ ? high : low;
    }
  }

  double step_;
  double most_;
  double speed_;
  bool isLong_ = true;
  double highs_[2] = {};
  double lows_[2] = {};
  double stop_ = 0;
  double extreme_ = 0;
  std::size_t bars_ = 0;
};

std::unique_ptr<Indicator> talibStop(Options options) {
  const Acceleration side{options[0], options[0], options[1]};
  return streamed<TalibStop<false>>(0.0, 0.0, side, side);
}

std::unique_ptr<Indicator> talibExtendedStop(Options options) {
  return streamed<TalibStop<true>>(options[0], options[1], Acceleration{options[2], options[3], options[4]}, Acceleration{options[5], options[6], options[7]});
}

std::unique_ptr<Indicator> tulipStop(Options options) {
  if (options[1] <= options[0]) return nullptr;
  return streamed<TulipStop>(options[0], options[1]);
}

}  // namespace

void addStops(Table& all) {
  talib(all, "sar", "high low", "real", {real("acceleration", 0.02, 0, 3e37), real("most", 0.2, 0, 3e37)}, talibStop);
  talib(all, "sarext", "high low", "real",
        {real("start", 0, -3e37, 3e37), real("offset on reverse", 0, 0, 3e37), real("acceleration at start, long", 0.02, 0, 3e37),
         real("acceleration, long", 0.02, 0, 3e37), real("most, long", 0.2, 0, 3e37), real("acceleration at start, short", 0.02, 0, 3e37),
         real("acceleration, short", 0.02, 0, 3e37), real("most, short", 0.2, 0, 3e37)},
        talibExtendedStop);
  tulip(all, "psar", "high low", "psar", {real("acceleration step", 0.02, 1e-12, 1e9), real("acceleration most", 0.2, 1e-12, 1e9)}, tulipStop);
}

}  // namespace syndicate::indicators
