#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "book_sync.hpp"

namespace syndicate {

/** Numbers as in app/book/venue.ts. */
enum class Venue : std::uint32_t { binance = 0, bybit = 1, coinbase = 2, kraken = 3, hyperliquid = 4, okx = 5 };

/** What a text did to one book. */
struct BookEvent {
  /** Place of the instrument; -1 when the feed does not have it. */
  std::int32_t instrument = -1;
  BookOutcome outcome = BookOutcome::applied;
  std::uint32_t levels = 0;
  double timeMs = 0;
  std::uint64_t lastId = 0;
};

/** The books of one connection to a venue, from the texts that come over it. */
class BookFeed {
 public:
  explicit BookFeed(Venue venue) : venue_(venue) {}

  /** Answers its place; -1 when there is one of that name. */
  std::int32_t add(std::string_view symbol, Scale scale, std::uint32_t depth);
  /**
   * Takes one text. False when it is malformed; one that is not about books makes no event. `instrument` is meant where the text names none, as the answer to
   * a request does not; -1: the only one there is.
   */
  bool apply(std::string_view text, std::int32_t instrument);
  /** Of the last apply, until the next. */
  std::span<const BookEvent> events() const { return events_; }
  /** The connection is new: nothing follows what came before. */
  void reconnect();
  BookSync* at(std::int64_t instrument);
  std::size_t bytes() const;

 private:
  bool read(JsonReader& reader);
  std::int32_t placeOf(std::string_view symbol);
  /** False when the text is one that came before: it changes nothing. */
  bool followConnection();

  Venue venue_;
  /** A deque: names and books stay where they are. */
  std::deque<std::string> symbols_;
  std::deque<BookSync> books_;
  std::unordered_map<std::string_view, std::int32_t> places_;
  /** Of the last text: the next is often about the same. */
  std::int32_t lastPlace_ = 0;
  BookMessages messages_;
  std::vector<BookEvent> events_;
  bool isNumbered_ = false;
  std::uint64_t connectionSequence_ = 0;
};

}  // namespace syndicate
