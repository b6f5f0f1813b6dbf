#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "book_message.hpp"
#include "order_book.hpp"

namespace syndicate {

/** What became of a message. Numbers as in app/book/bookFeed.ts. */
enum class BookOutcome : std::int32_t {
  /** A diff is in the book. */
  applied = 0,
  /** A snapshot is the book, with what was kept for it. */
  snapshot = 1,
  /** Kept, or passed over, until a snapshot comes. */
  waiting = 2,
  /** The book has it already, or it is of a channel of fewer levels. */
  stale = 3,
  /** Messages are missing: the book is lost until a snapshot comes. */
  gap = 4,
  /** The best bid reached the best ask: quarantined until a snapshot comes. */
  crossed = 5,
  /** The venue's checksum is not that of our best levels: lost. */
  badChecksum = 6,
  /** A price off the tick, a number too large or too many levels: lost. */
  refused = 7,
  /** A snapshot from before what was kept since: another is needed. */
  oldSnapshot = 8,
};

/** An instrument's book, kept in step with its venue by the venue's rules. */
class BookSync {
 public:
  /** @param depth the levels a side that the venue speaks of; 0: all, or what its messages say */
  BookSync(Scale scale, std::uint32_t depth) : scale_(scale), depth_(depth) {}

  BookOutcome apply(const BookMessage& message, std::span<const TextLevel> levels);
  /** Messages of this book may be missing. Answers whether it was shown until now. */
  bool lose();
  /** Whether the book may be shown and traded on. */
  bool isLive() const { return isLive_; }
  std::uint64_t lastId() const { return lastId_; }
  OrderBook& book() { return book_; }
  const OrderBook& book() const { return book_; }
  /** Already scaled levels of a book that is kept by its caller: no sequence, but crossing is watched. */
  BookOutcome applyScaled(std::span<const std::uint8_t> isBid, std::span<const std::int64_t> ticks, std::span<const std::uint64_t> sizes);
  /** Empties the book and takes it for complete, as a snapshot would. */
  void begin();
  std::size_t bytes() const;

 private:
  struct Kept {
    BookMessage message;
    std::size_t levelBegin = 0;
    std::size_t levelEnd = 0;
  };
  enum class Continuity { stale, follows, gap };

  /** A message of a channel of more levels than the book's: it is the book once that channel stated it whole. */
  BookOutcome changeChannel(const BookMessage& message, std::span<const TextLevel> levels);
  BookOutcome applySnapshot(const BookMessage& message, std::span<const TextLevel> levels);
  BookOutcome applyDiff(const BookMessage& message, std::span<const TextLevel> levels);
  Continuity continuityOf(const BookMessage& message) const;
  bool setLevels(std::span<const TextLevel> levels);
  /** After all levels of a message: depth, crossing, checksum. */
  BookOutcome settle(const BookMessage& message, BookOutcome fine);
  void keep(const BookMessage& message, std::span<const TextLevel> levels);
  bool connects(const BookMessage& snapshot) const;
  std::uint32_t checksum();

  Scale scale_;
  std::uint32_t depth_;
  OrderBook book_;
  bool isLive_ = false;
  /** No diff has come since the snapshot. */
  bool isFresh_ = false;
  std::uint64_t lastId_ = 0;
  /** Of the channel that the book is of. */
  std::uint32_t channelLevels_ = 0;
  std::vector<Kept> kept_;
  std::vector<TextLevel> keptLevels_;
};

}  // namespace syndicate
