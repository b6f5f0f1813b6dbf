#pragma once

namespace syndicate {

/**
 * Where an order of ours stands in the queue of its price level, from what an L2 feed shows: sizes and trades. Trades at the price take from the front; what the level
 * loses beyond them was cancelled, before or behind us; what it gains joins behind. Orders near the front are cancelled less: by the logarithms of both parts (Moallemi and Yuan, and Rigtorp,
 * "Estimating order queue position", 2013). Sizes are without our own order, finite and not below 0. A statistic: no amount is decided by it.
 */
class QueuePosition {
 public:
  /** @param level what stands at the price when our order of `size` joins behind it */
  QueuePosition(double level, double size) : size_(size), ahead_(level), level_(level) {}

  /** A trade at our price against our side. */
  void trade(double size);
  /** A trade through our price: whatever stood at it is done. */
  void tradeThrough();
  /** What now stands at our price by the book. Trades before it are taken off first: they are not cancels. */
  void setLevel(double size);

  /** Size that goes before us. */
  double ahead() const { return ahead_; }
  /** How much of ours is done. */
  double filled() const { return filled_; }

 private:
  double size_;
  double ahead_;
  double level_;
  double traded_ = 0;
  double filled_ = 0;
};

}  // namespace syndicate
