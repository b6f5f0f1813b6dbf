#include <charconv>

#include "book_message.hpp"

namespace syndicate {
namespace {

/** The depths that can be subscribed to: a snapshot tells which it was unless the market has fewer levels. */
std::uint32_t subscribedDepth(const BookMessages& messages, std::size_t begin) {
  std::uint32_t bids = 0;
  for (std::size_t i = begin; i < messages.levels.size(); ++i) bids += messages.levels[i].isBid;
  const std::uint32_t asks = static_cast<std::uint32_t>(messages.levels.size() - begin) - bids;
  for (const std::uint32_t depth : {10u, 25u, 100u, 500u, 1000u}) {
    if (bids <= depth && asks <= depth) return depth;
  }
  return 0;
}

/** {"as":[…],"bs":[…]} or {"a":[…],"b":[…],"c":"…"} of version 1. */
bool readFirstVersionSides(JsonReader& reader, BookMessage& message, int& sides, std::vector<TextLevel>& levels) {
  return readObject(reader, [&](std::string_view key) {
    if (key == "as" || key == "bs") {
      message.isSnapshot = true;
      return ++sides, readPairs(reader, key == "bs", levels);
    }
    if (key == "a" || key == "b") {
      // In other channels these names hold something else.
      if (reader.peek() != '[') return reader.skip(mostNesting);
      return ++sides, readPairs(reader, key == "b", levels);
    }
    if (key == "c" && reader.peek() == '"') {
      std::uint64_t checksum = 0;
      if (!reader.whole(checksum) || checksum > 0xffffffff) return false;
      message.hasChecksum = true;
      message.checksum = static_cast<std::uint32_t>(checksum);
      return true;
    }
    return reader.skip(mostNesting);
  });
}

std::string_view valueOf(JsonReader& reader) {
  std::string_view text;
  return reader.peek() == '"' && reader.string(text) ? text : std::string_view();
}

/** [channel, sides, (sides,) "book-1000", "XMR/USD"]; every other array is of another channel and is passed over. */
bool readFirstVersion(JsonReader& reader, BookMessages& messages) {
  const char* const start = reader.at();
  int values = 0;
  std::string_view channel;
  std::string_view pair;
  const bool isList = readList(reader, [&] {
    ++values;
    if (reader.peek() != '"') return reader.skip(mostNesting);
    channel = pair;
    pair = valueOf(reader);
    return !pair.empty();
  });
  if (!isList) return false;
  if (!channel.starts_with("book-")) return true;
  const char* const behind = reader.at();
  reader.moveTo(start);
  BookMessage message;
  message.symbol = pair;
  std::from_chars(channel.data() + 5, channel.data() + channel.size(), message.depth);
  message.channelLevels = message.depth;
  int sides = 0;
  const bool isRead = readList(reader, [&] {
    if (reader.peek() == '{') return readFirstVersionSides(reader, message, sides, messages.levels);
    return reader.skip(mostNesting);
  });
  if (!isRead || values < 4 || sides == 0) return false;
  messages.add(message, 0);
  reader.moveTo(behind);
  return true;
}

/** {"symbol":…,"bids":[{"price":…,"qty":…}],"asks":[…],"checksum":…} of version 2. */
bool readSecondVersionBook(JsonReader& reader, bool isSnapshot, BookMessages& messages) {
  const std::size_t begin = messages.levels.size();
  BookMessage message;
  message.isSnapshot = isSnapshot;
  int sides = 0;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "symbol") return reader.string(message.symbol);
    if (key == "bids") return ++sides, readObjects(reader, true, "price", "qty", messages.levels);
    if (key == "asks") return ++sides, readObjects(reader, false, "price", "qty", messages.levels);
    if (key == "checksum") {
      std::uint64_t checksum = 0;
      if (!reader.whole(checksum) || checksum > 0xffffffff) return false;
      message.hasChecksum = true;
      message.checksum = static_cast<std::uint32_t>(checksum);
      return true;
    }
    return reader.skip(mostNesting);
  });
  if (!isRead || sides == 0) return false;
  if (isSnapshot) message.depth = subscribedDepth(messages, begin);
  messages.add(message, begin);
  return true;
}

/** A futures snapshot, or a single level of one. */
struct FuturesBook {
  BookMessage message;
  TextLevel level;
  int sides = 0;
  int parts = 0;
};

bool readFuturesKey(JsonReader& reader, std::string_view key, FuturesBook& book, BookMessages& messages) {
  if (key == "product_id") return reader.string(book.message.symbol);
  if (key == "seq") {
    book.message.sequence = Sequence::consecutive;
    return reader.whole(book.message.lastId);
  }
  if (key == "timestamp") {
    std::uint64_t timeMs = 0;
    if (!reader.whole(timeMs)) return false;
    book.message.timeMs = static_cast<double>(timeMs);
    return true;
  }
  if (key == "bids") return ++book.sides, readObjects(reader, true, "price", "qty", messages.levels);
  if (key == "asks") return ++book.sides, readObjects(reader, false, "price", "qty", messages.levels);
  if (key == "price") return ++book.parts, readDecimalValue(reader, book.level.price);
  if (key == "qty") return ++book.parts, readDecimalValue(reader, book.level.size);
  if (key == "side") {
    std::string_view side;
    if (!reader.string(side) || (side != "buy" && side != "sell")) return false;
    book.level.isBid = side == "buy";
    return ++book.parts, true;
  }
  return reader.skip(mostNesting);
}

}  // namespace

bool readKraken(JsonReader& reader, BookMessages& messages) {
  if (reader.peek() == '[') return readFirstVersion(reader, messages);
  if (reader.peek() != '{') return reader.skip(mostNesting);
  bool isBook = false;
  bool isSnapshot = false;
  bool isFuturesSnapshot = false;
  bool isFuturesLevel = false;
  bool isEvent = false;
  FuturesBook book;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "feed") {
      const auto feed = valueOf(reader);
      isFuturesSnapshot = feed == "book_snapshot";
      isFuturesLevel = feed == "book";
      return !feed.empty();
    }
    if (key == "event") isEvent = true;
    if (isFuturesSnapshot || isFuturesLevel) return readFuturesKey(reader, key, book, messages);
    if (key == "channel" && reader.peek() == '"') return isBook = valueOf(reader) == "book", true;
    if (key == "type" && isBook) return isSnapshot = valueOf(reader) == "snapshot", true;
    if (key == "data" && isBook) return readList(reader, [&] { return readSecondVersionBook(reader, isSnapshot, messages); });
    return reader.skip(mostNesting);
  });
  if (!isRead) return false;
  // An acknowledgement names the feed too, and is an event.
  if ((isFuturesSnapshot || isFuturesLevel) && !isEvent) {
    if (isFuturesSnapshot ? book.sides != 2 : book.parts != 3) return false;
    book.message.isSnapshot = isFuturesSnapshot;
    if (isFuturesLevel) messages.levels.push_back(book.level);
    messages.add(book.message, 0);
  }
  return true;
}

}  // namespace syndicate
