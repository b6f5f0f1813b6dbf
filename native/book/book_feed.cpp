#include "book_feed.hpp"

namespace syndicate {

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
void BookFeed::followConnection() {
  const bool isHole = isNumbered_ && messages_.connectionSequence != connectionSequence_ + 1;
  isNumbered_ = true;
  connectionSequence_ = messages_.connectionSequence;
  if (!isHole) return;
  for (std::size_t i = 0; i < books_.size(); ++i) {
    if (books_[i].lose()) events_.push_back({static_cast<std::int32_t>(i), BookOutcome::gap, 0, 0, connectionSequence_});
  }
}

bool BookFeed::apply(std::string_view text, std::int32_t instrument) {
  events_.clear();
  messages_.clear();
  JsonReader reader(text);
  if (!read(reader) || !reader.atEnd()) return false;
  if (messages_.hasConnectionSequence) followConnection();
  for (const BookMessage& message : messages_.messages) {
    BookEvent event;
    event.levels = static_cast<std::uint32_t>(message.levelEnd - message.levelBegin);
    event.timeMs = message.timeMs;
    event.lastId = message.lastId;
    if (!message.symbol.empty()) {
      event.instrument = placeOf(message.symbol);
    } else {
      event.instrument = instrument < 0 && books_.size() == 1 ? 0 : instrument;
    }
    BookSync* const book = at(event.instrument);
    if (book == nullptr) {
      event.instrument = -1;
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
