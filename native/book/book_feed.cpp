#include "book_feed.hpp"

#include <algorithm>

namespace syndicate {
namespace {

/** Above, a venue's time is in microseconds, which Binance sends to who asks: as milliseconds it would be of the year 5138. */
constexpr double leastMicroseconds = 1e14;

double millisecondsOf(double venueTime) { return venueTime >= leastMicroseconds ? venueTime / 1000 : venueTime; }

}  // namespace

std::int32_t BookFeed::add(std::string_view symbol, Scale scale, std::uint32_t depth) {
  if (places_.contains(symbol)) return -1;
  const auto place = static_cast<std::int32_t>(books_.size());
  places_.emplace(symbols_.emplace_back(symbol), place);
  books_.emplace_back(scale, depth);
  return place;
}

BookSync* BookFeed::at(std::int64_t instrument) {
  if (instrument < 0 || instrument >= static_cast<std::int64_t>(books_.size())) return nullptr;
  return &books_[static_cast<std::size_t>(instrument)];
}

std::int32_t BookFeed::placeOf(std::string_view symbol) {
  if (!symbols_.empty() && symbols_[static_cast<std::size_t>(lastPlace_)] == symbol) return lastPlace_;
  const auto found = places_.find(symbol);
  if (found == places_.end()) return -1;
  return lastPlace_ = found->second;
}

bool BookFeed::read(JsonReader& reader) {
  switch (venue_) {
    case Venue::binance:
      return readBinance(reader, messages_);
    case Venue::bybit:
      return readBybit(reader, messages_);
    case Venue::coinbase:
      return readCoinbase(reader, messages_);
    case Venue::kraken:
      return readKraken(reader, messages_);
    case Venue::hyperliquid:
      return readHyperliquid(reader, messages_);
    case Venue::okx:
      return readOkx(reader, messages_);
  }
  return false;
}

void BookFeed::reconnect() {
  isNumbered_ = false;
  for (BookSync& book : books_) book.lose();
}

/** A hole in the connection's numbers may have been about any of its books. */
bool BookFeed::followConnection() {
  const std::uint64_t number = messages_.connectionSequence;
  const bool hasSnapshot = std::any_of(messages_.messages.begin(), messages_.messages.end(), [](const BookMessage& each) { return each.isSnapshot; });
  // Numbers that begin anew are another connection's, which states its books first; others came before.
  if (isNumbered_ && number <= connectionSequence_ && number != 0 && !hasSnapshot) return false;
  const bool isHole = isNumbered_ && number != connectionSequence_ + 1;
  isNumbered_ = true;
  connectionSequence_ = number;
  if (!isHole) return true;
  for (std::size_t i = 0; i < books_.size(); ++i) {
    if (books_[i].lose()) events_.push_back({static_cast<std::int32_t>(i), BookOutcome::gap, 0, 0, connectionSequence_});
  }
  return true;
}

bool BookFeed::apply(std::string_view text, std::int32_t instrument) {
  events_.clear();
  messages_.clear();
  JsonReader reader(text);
  if (!read(reader) || !reader.atEnd()) return false;
  const bool isOld = messages_.hasConnectionSequence && !followConnection();
  for (const BookMessage& message : messages_.messages) {
    BookEvent event;
    event.levels = static_cast<std::uint32_t>(message.levelEnd - message.levelBegin);
    event.timeMs = millisecondsOf(message.timeMs);
    event.lastId = message.lastId;
    if (!message.symbol.empty()) {
      event.instrument = placeOf(message.symbol);
    } else {
      event.instrument = instrument < 0 && books_.size() == 1 ? 0 : instrument;
    }
    BookSync* const book = at(event.instrument);
    if (book == nullptr) {
      event.instrument = -1;
    } else if (isOld) {
      event.outcome = BookOutcome::stale;
    } else {
      event.outcome = book->apply(message, std::span<const TextLevel>(messages_.levels).subspan(message.levelBegin, event.levels));
    }
    events_.push_back(event);
  }
  return true;
}

std::size_t BookFeed::bytes() const {
  std::size_t total = messages_.levels.capacity() * sizeof(TextLevel) + messages_.messages.capacity() * sizeof(BookMessage);
  for (const BookSync& book : books_) total += sizeof(BookSync) + book.bytes();
  return total;
}

}  // namespace syndicate
