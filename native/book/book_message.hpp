#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "../feed/json_reader.hpp"
#include "decimal_text.hpp"

namespace syndicate {

/** A level as the text has it; a size of 0 takes it away. */
struct TextLevel {
  Decimal price;
  Decimal size;
  bool isBid = false;
};

/** How a venue's messages follow one another. */
enum class Sequence : std::uint8_t {
  /** Nothing in the messages says so. */
  none,
  /** Binance spot: a diff covers the ids first to last, and continues the one before without a hole. */
  range,
  /** Binance futures: a diff names the last id of the one before. */
  previous,
  /** Bybit, Kraken futures: one more each time. */
  consecutive,
  /** OKX: a diff names the id of the one before, and the stream itself brings snapshots. Ids may fall. */
  chain,
  /** Hyperliquid: each message is the whole book at a time. */
  time,
};

/** One statement about one instrument's book. Its levels lie in BookMessages::levels. */
struct BookMessage {
  /** The whole book, or what changed in it. */
  bool isSnapshot = false;
  Sequence sequence = Sequence::none;
  /** As it stands in the text; empty where the text names none. */
  std::string_view symbol;
  std::uint64_t firstId = 0;
  std::uint64_t lastId = 0;
  std::uint64_t previousId = 0;
  /** The venue's own clock where the message has it as a number. */
  double timeMs = std::numeric_limits<double>::quiet_NaN();
  bool hasChecksum = false;
  std::uint32_t checksum = 0;
  /** The levels a side that the venue speaks of; 0: all. */
  std::uint32_t depth = 0;
  /** Levels a side of the channel it came over, where a venue has several about one book: the one of most levels is the book. 0: the venue has one. */
  std::uint32_t channelLevels = 0;
  std::size_t levelBegin = 0;
  std::size_t levelEnd = 0;
};

/** What one text says. Kept and filled anew, so that nothing is allocated after warm-up. */
struct BookMessages {
  std::vector<BookMessage> messages;
  std::vector<TextLevel> levels;
  /** Coinbase Advanced numbers everything on a connection. */
  bool hasConnectionSequence = false;
  std::uint64_t connectionSequence = 0;

  void clear() {
    messages.clear();
    levels.clear();
    hasConnectionSequence = false;
  }

  void add(BookMessage message, std::size_t levelBegin) {
    message.levelBegin = levelBegin;
    message.levelEnd = levels.size();
    messages.push_back(message);
  }
};

/** Of a channel that speaks of every level. */
inline constexpr std::uint32_t allLevels = std::numeric_limits<std::uint32_t>::max();

/** A decimal as a string or as a bare number. */
bool readDecimalValue(JsonReader& reader, Decimal& value);
/** [["price","size",…],…], bare numbers too; what follows the size is passed over. */
bool readPairs(JsonReader& reader, bool isBid, std::vector<TextLevel>& levels);
/** A list of objects that hold price and size under these names; others are passed over. */
bool readObjects(JsonReader& reader, bool isBid, std::string_view priceKey, std::string_view sizeKey, std::vector<TextLevel>& levels);

/**
 * One each venue: reads a text and adds what it says of books to `messages`. False when the text is malformed. A text that is not about a book adds
 * nothing; protocols of one venue are told apart by what the text holds.
 */
bool readBinance(JsonReader& reader, BookMessages& messages);
bool readBybit(JsonReader& reader, BookMessages& messages);
bool readCoinbase(JsonReader& reader, BookMessages& messages);
bool readKraken(JsonReader& reader, BookMessages& messages);
bool readHyperliquid(JsonReader& reader, BookMessages& messages);
bool readOkx(JsonReader& reader, BookMessages& messages);

/** Reads an object: `read(key)` takes the value behind each key. */
template <typename Read>
bool readObject(JsonReader& reader, Read read) {
  if (!reader.take('{')) return false;
  if (reader.take('}')) return true;
  do {
    std::string_view key;
    if (!reader.key(key) || !read(key)) return false;
  } while (reader.take(','));
  return reader.take('}');
}

/** Reads a list: `read()` takes each of its values. */
template <typename Read>
bool readList(JsonReader& reader, Read read) {
  if (!reader.take('[')) return false;
  if (reader.take(']')) return true;
  do {
    if (!read()) return false;
  } while (reader.take(','));
  return reader.take(']');
}

}  // namespace syndicate
