#include <charconv>

#include "book_message.hpp"

namespace syndicate {
namespace {

/** Then the levels a side, and the symbol. */
constexpr std::string_view topic = "orderbook.";

}  // namespace

bool readBybit(JsonReader& reader, BookMessages& messages) {
  if (reader.peek() != '{') return reader.skip(mostNesting);
  BookMessage message;
  message.sequence = Sequence::none;
  bool isBook = false;
  bool isTyped = false;
  int sides = 0;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    std::string_view text;
    if (key == "topic") {
      if (!reader.string(text)) return false;
      isBook = text.starts_with(topic);
      if (isBook) std::from_chars(text.data() + topic.size(), text.data() + text.size(), message.channelLevels);
      return true;
    }
    if (key == "type" && isBook) {
      if (!reader.string(text)) return false;
      isTyped = text == "snapshot" || text == "delta";
      message.isSnapshot = text == "snapshot";
      return true;
    }
    if (key == "ts" && isBook) {
      std::uint64_t timeMs = 0;
      if (!reader.whole(timeMs)) return false;
      message.timeMs = static_cast<double>(timeMs);
      return true;
    }
    if (key != "data" || !isBook) return reader.skip(mostNesting);
    return readObject(reader, [&](std::string_view inner) {
      if (inner == "s") return reader.string(message.symbol);
      if (inner == "b") return ++sides, readPairs(reader, true, messages.levels);
      if (inner == "a") return ++sides, readPairs(reader, false, messages.levels);
      if (inner == "u") {
        message.sequence = Sequence::consecutive;
        return reader.whole(message.lastId);
      }
      return reader.skip(mostNesting);
    });
  });
  if (!isRead) return false;
  if (!isBook) return true;
  if (!isTyped || sides != 2) return false;
  messages.add(message, 0);
  return true;
}

}  // namespace syndicate
