#include "book_message.hpp"

namespace syndicate {
namespace {

/** {"coin":…,"levels":[[bids],[asks]],"time":…}: the stream's data, or the answer to a request. */
bool readBook(JsonReader& reader, BookMessages& messages) {
  BookMessage message;
  message.isSnapshot = true;
  message.sequence = Sequence::time;
  int sides = 0;
  bool hasTime = false;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "coin") return reader.string(message.symbol);
    if (key == "levels") {
      return readList(reader, [&] {
        const bool isBid = ++sides == 1;
        return sides <= 2 && readObjects(reader, isBid, "px", "sz", messages.levels);
      });
    }
    if (key == "time") {
      hasTime = true;
      if (!reader.whole(message.lastId)) return false;
      message.timeMs = static_cast<double>(message.lastId);
      return true;
    }
    return reader.skip(mostNesting);
  });
  if (!isRead || sides != 2 || !hasTime) return false;
  messages.add(message, 0);
  return true;
}

}  // namespace

bool readHyperliquid(JsonReader& reader, BookMessages& messages) {
  if (reader.peek() != '{') return reader.skip(mostNesting);
  const char* const start = reader.at();
  bool isBook = false;
  bool isBare = false;
  const char* data = nullptr;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "channel") {
      std::string_view channel;
      if (!reader.string(channel)) return false;
      isBook = channel == "l2Book";
      return true;
    }
    if (key == "data" && reader.peek() == '{') data = reader.at();
    if (key == "levels") isBare = true;
    return reader.skip(mostNesting);
  });
  if (!isRead) return false;
  const char* const place = isBook ? data : isBare ? start : nullptr;
  if (place == nullptr) return !isBook;
  // Read again what was passed over: the channel may stand behind its data, as in the recordings.
  const char* const behind = reader.at();
  reader.moveTo(place);
  if (!readBook(reader, messages)) return false;
  reader.moveTo(behind);
  return true;
}

}  // namespace syndicate
