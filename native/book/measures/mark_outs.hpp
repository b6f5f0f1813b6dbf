#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <vector>

namespace syndicate {

/** One trade whose horizon is over; basis points of the mid before it. */
struct SettledTrade {
  double horizonMs = 0;
  double atMs = 0;
  double size = 0;
  /** Half the spread that was paid: from the mid before the trade to its price. */
  double effective = 0;
  /** What the maker keeps: from the trade's price to the mid after the horizon. */
  double realised = 0;
};

/** All trades of a horizon, weighted by size. */
struct MarkOut {
  double horizonMs = 0;
  double trades = 0;
  double size = 0;
  double effective = 0;
  double realised = 0;
};

/**
 * Adverse selection by mark-out (Huang and Stoll, "Dealer versus auction markets", 1996): effective and realised half spread of trades, after each horizon;
 * what lies between them is how far the mid went with the taker. Times are the venue's; what comes late by some milliseconds is put where it belongs. Numbers are finite.
 */
class MarkOuts {
 public:
  /** @param horizonsMs as many as there is room for @param keepsSettled whether settled trades wait to be taken */
  MarkOuts(std::span<const double> horizonsMs, bool keepsSettled);

  /** The mid from a time on. */
  void price(double atMs, double mid);
  /** A trade against the last mid from before it: quotes that it moved itself often come first. One before all that are known is left out. */
  void trade(double atMs, double price, double size, bool takerBuys);
  /** Takes those that were settled since, oldest first, as many as there is room for. */
  std::size_t takeSettled(std::span<SettledTrade> room);
  std::size_t settledCount() const { return settled_.size(); }
  std::size_t horizonCount() const { return horizons_.size(); }
  /** Averages over what is settled. */
  MarkOut report(std::size_t horizon) const;

 private:
  struct Mid {
    double atMs = 0;
    double mid = 0;
  };
  struct Pending {
    double dueMs = 0;
    double sign = 0;
    double size = 0;
    double price = 0;
    double mid = 0;
  };
  struct Horizon {
    MarkOut sums;
    std::deque<Pending> pending;
  };

  /** `mid` is what held until `atMs`: a trade that is due then is judged by the price after. */
  void settle(Horizon& horizon, double atMs, double mid);

  /** More than come while a trade is under way. */
  static constexpr std::size_t midsKept = 512;

  std::vector<Horizon> horizons_;
  bool keepsSettled_;
  std::array<Mid, midsKept> mids_{};
  std::size_t midCount_ = 0;
  std::deque<SettledTrade> settled_;
};

}  // namespace syndicate
