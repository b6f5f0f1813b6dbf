#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace syndicate {

/** What a regression of price changes on order flow says. */
struct LambdaFit {
  /** How far the price moves for one unit of size that takers buy more than they sell. */
  double lambda = 0;
  double standardError = 0;
  /** The share of the price's variance that the flow explains. */
  double rSquared = 0;
  double intervals = 0;
};

/**
 * Kyle's lambda (Kyle, "Continuous Auctions and Insider Trading", 1985), estimated as is usual: the change of the mid over an interval regressed on the
 * signed size traded in it, by least squares with an intercept. Intervals lie on multiples of their length; one in which nothing was traded counts with
 * 0. Moments are carried around their means (Welford 1962), so that long recordings lose no digits. Numbers are finite; times do not go back.
 */
class KyleLambda {
 public:
  /** @param intervalMs above 0 */
  explicit KyleLambda(double intervalMs) : intervalMs_(intervalMs) {}

  /** The mid from a time on. */
  void price(double atMs, double mid);
  /** A trade's size, below 0 when the taker sells. */
  void trade(double atMs, double signedSize);
  /** Nothing before ten intervals, or when nothing was traded. The interval under way is not in it. */
  std::optional<LambdaFit> fit() const;

 private:
  void advance(double atMs);
  void add(double flow, double change);
  /** So many intervals in which neither flow nor price moved. */
  void addStill(double count);

  double intervalMs_;
  /** Number of the interval under way. */
  double interval_ = std::numeric_limits<double>::quiet_NaN();
  double flow_ = 0;
  double startPrice_ = std::numeric_limits<double>::quiet_NaN();
  double price_ = std::numeric_limits<double>::quiet_NaN();
  double count_ = 0;
  double meanFlow_ = 0;
  double meanChange_ = 0;
  /** Sums of products around the means. */
  double flowFlow_ = 0;
  double flowChange_ = 0;
  double changeChange_ = 0;
};

}  // namespace syndicate
