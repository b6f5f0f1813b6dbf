#pragma once

#include "pool_quote.hpp"

namespace syndicate {

/**
 * The least input that an exact-in quote answers with at least `amountOut`, for kinds whose contract has no exact output.
 * `quoteIn(amountIn)` gives a PoolQuote that grows with the input up to one highest point (a moving fee can make more input pay less), but for a few
 * small falls on the way (the output of a small stable Solidly pair is a staircase whose steps slope down a little); it may fail for inputs too small or too large, and for single ones whose iteration happens not to settle.
 * The answer's amountOut is what was asked for, though the input may pay a little more. `guess` only saves steps.
 */
template <typename QuoteIn>
class LeastInput {
 public:
  LeastInput(const QuoteIn& quoteIn, const Uint256& amountOut) : quoteIn_(quoteIn), amountOut_(amountOut) {}

  PoolQuote find(const Uint256& guess) {
    if (amountOut_.isZero()) return failedQuote(QuoteError::insufficientOutputAmount);
    Uint256 start = guess.isZero() ? Uint256(1) : guess;
    if (!settlesNear(start, ceiling_) && !startNear(start)) return failedQuote(reason_);
    if (!(isEnough(last_) ? comeDown(start) : climb(start))) return failedQuote(reason_);
    while (high_ - low_ > Uint256(1)) {
      const Uint256 width = high_ - low_;
      const Uint256 near = onTheLine();
      const bool wasEnough = probe(near);
      // The curve is nearly straight: the answer lies close to that point, on its other side.
      const Uint256 reach = perUnit(width) * Uint256(2) + Uint256(1);
      if (wasEnough && high_ - low_ > reach) probe(high_ - reach);
      if (!wasEnough && high_ - low_ > reach) probe(low_ + reach);
      if (high_ - low_ > (width >> 1)) probe(low_ + ((high_ - low_) >> 1));
    }
    best_.amountOut = amountOut_;
    return best_;
  }

 private:
  static constexpr int mostBits = 240;

  /** Where a straight line between the two ends would pay what is asked for, strictly between them. */
  Uint256 onTheLine() const {
    const Uint256 width = high_ - low_;
    const Uint256 paidAbove = best_.amountOut;
    if (paidAbove <= lowPaid_ || amountOut_ <= lowPaid_) return low_ + (width >> 1);
    const Uint256 part = mulDiv(width, amountOut_ - lowPaid_, paidAbove - lowPaid_).value_or(width >> 1);
    if (part.isZero()) return low_ + Uint256(1);
    return part >= width ? high_ - Uint256(1) : low_ + part;
  }

  /** Input for one unit of output between the two ends. */
  Uint256 perUnit(const Uint256& width) const {
    if (best_.amountOut <= lowPaid_) return {};
    return divide(width, best_.amountOut - lowPaid_)->quotient;
  }

  /** Narrows the two ends by one input between them; whether it pays enough. */
  bool probe(Uint256 amountIn) {
    if (amountIn <= low_ || amountIn >= high_) return false;
    answersNear(amountIn, low_, high_);
    if (isEnough(last_)) {
      take(amountIn);
      return true;
    }
    setLow(amountIn);
    return false;
  }

  void setLow(const Uint256& amountIn) {
    low_ = amountIn;
    lowPaid_ = last_.error == QuoteError::none ? last_.amountOut : Uint256();
  }
  static constexpr int mostNeighbours = 48;
  /** Steps double: this many go from within a stair to far beyond it. */
  static constexpr int mostFalls = 16;

  /** Quotes; whether there is an answer at all. */
  bool answers(const Uint256& amountIn) {
    last_ = quoteIn_(amountIn);
    if (last_.error != QuoteError::none) reason_ = last_.error;
    return last_.error == QuoteError::none;
  }

  /** As answers, but where one input fails, one of its neighbours between the bounds takes its place. */
  bool answersNear(Uint256& amountIn, const Uint256& above, const Uint256& below) {
    const Uint256 wanted = amountIn;
    if (answers(wanted)) return true;
    // Single inputs fail, and stretches of them: the neighbours lie ever farther away.
    for (int neighbour = 0; neighbour < mostNeighbours; ++neighbour) {
      const Uint256 distance = Uint256(1) << (2 * (neighbour / 2));
      if (neighbour % 2 == 1 && distance > wanted) continue;
      const Uint256 beside = neighbour % 2 == 0 ? wanted + distance : wanted - distance;
      if (beside <= above || beside >= below || !answers(beside)) continue;
      amountIn = beside;
      return true;
    }
    return false;
  }

  /** As answersNear, but only for an input whose iteration did not settle: what fails for its size has failing neighbours. */
  bool settlesNear(Uint256& amountIn, const Uint256& below) {
    return answers(amountIn) || (last_.error == QuoteError::didNotConverge && answersNear(amountIn, Uint256(), below));
  }

  bool isEnough(const PoolQuote& quote) const { return quote.error == QuoteError::none && quote.amountOut >= amountOut_; }

  void take(const Uint256& amountIn) {
    best_ = last_;
    high_ = amountIn;
  }

  /** Any input with an answer: first smaller ones, then larger. What failed above bounds the climb. */
  bool startNear(Uint256& start) {
    const Uint256 guess = start;
    for (int shift = 1; shift < guess.bitLength(); ++shift) {
      start = guess >> shift;
      if (settlesNear(start, guess >> (shift - 1))) {
        ceiling_ = guess >> (shift - 1);
        return true;
      }
    }
    for (int shift = 1; guess.bitLength() + shift <= mostBits; ++shift) {
      start = guess << shift;
      if (answers(start)) return true;
    }
    return false;
  }

  /** From an input that pays enough to one that does not, in growing steps. */
  bool comeDown(const Uint256& from) {
    take(from);
    Uint256 step = (from >> 6) + Uint256(1);
    while (high_ > step) {
      Uint256 next = high_ - step;
      settlesNear(next, high_);
      if (!isEnough(last_)) {
        setLow(next);
        return true;
      }
      take(next);
      step = step << 1;
    }
    return true;
  }

  /** From an input that pays too little to one that pays enough, in growing steps below what is known to fail. */
  bool climb(const Uint256& from) {
    Uint256 before = low_;
    setLow(from);
    reason_ = QuoteError::insufficientLiquidity;
    Uint256 paid = last_.amountOut;
    Uint256 step = (from >> 6) + Uint256(1);
    int falls = 0;
    for (;;) {
      Uint256 next = low_ + step;
      if (next >= ceiling_) next = low_ + ((ceiling_ - low_) >> 1);
      if (next == low_) return false;
      if (!answersNear(next, low_, ceiling_)) {
        ceiling_ = next;
        continue;
      }
      if (isEnough(last_)) {
        take(next);
        return true;
      }
      if (last_.amountOut < paid) {
        if (findTop(before, next)) return true;
        if (++falls > mostFalls) return false;
        answers(next);
      }
      before = low_;
      setLow(next);
      paid = last_.amountOut;
      step = step << 1;
    }
  }

  /** The output falls again: whether the highest point between two inputs pays enough. */
  bool findTop(Uint256 left, Uint256 right) {
    const Uint256 from = left;
    while (right - left > Uint256(2)) {
      const Uint256 third = divide(right - left, Uint256(3))->quotient;
      Uint256 nearer = left + third;
      Uint256 farther = right - third;
      for (Uint256* at : {&nearer, &farther}) {
        answersNear(*at, left, right);
        if (!isEnough(last_)) continue;
        take(*at);
        low_ = from;
        lowPaid_ = Uint256();
        return true;
      }
      const PoolQuote far = last_;
      answers(nearer);
      if (last_.amountOut < far.amountOut) left = nearer;
      else right = farther;
    }
    reason_ = QuoteError::insufficientLiquidity;
    return false;
  }

  const QuoteIn& quoteIn_;
  const Uint256& amountOut_;
  Uint256 low_;
  Uint256 lowPaid_;
  Uint256 high_;
  Uint256 ceiling_ = Uint256(1) << mostBits;
  PoolQuote last_;
  PoolQuote best_;
  QuoteError reason_ = QuoteError::insufficientLiquidity;
};

template <typename QuoteIn>
PoolQuote leastInput(const QuoteIn& quoteIn, const Uint256& amountOut, const Uint256& guess) {
  return LeastInput<QuoteIn>(quoteIn, amountOut).find(guess);
}

}  // namespace syndicate
