#pragma once

#include <cstdint>

#include "../order_book.hpp"

namespace syndicate {

/** Between -1 and 1: how much more stands on the bid side. 0 when nothing stands. */
inline double imbalanceOf(Uint128 bid, Uint128 ask) {
  const Uint128 whole = bid + ask;
  if (whole == 0) return 0;
  return bid >= ask ? static_cast<double>(bid - ask) / static_cast<double>(whole) : -(static_cast<double>(ask - bid) / static_cast<double>(whole));
}

/** What a best bid and ask say; prices in ticks. */
struct QuoteFigures {
  double mid = 0;
  double spread = 0;
  double imbalance = 0;
  /** The mid weighted by the other side's size: nearer to the side where less stands, for that one goes first. */
  double weightedMid = 0;
};

inline QuoteFigures quoteFigures(const TopOfBook& top) {
  QuoteFigures figures;
  figures.mid = static_cast<double>(top.bidTick + top.askTick) / 2;
  figures.spread = static_cast<double>(top.askTick - top.bidTick);
  figures.imbalance = imbalanceOf(top.bidSize, top.askSize);
  const auto whole = static_cast<double>(static_cast<Uint128>(top.bidSize) + top.askSize);
  figures.weightedMid = whole == 0 ? figures.mid : static_cast<double>(top.bidTick) + figures.spread * static_cast<double>(top.bidSize) / whole;
  return figures;
}

}  // namespace syndicate
