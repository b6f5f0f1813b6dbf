#include "book_message.hpp"

namespace syndicate {
namespace {

/** A depthUpdate, or the answer to a request for depth. Which it is, is known at its end. */
bool readBody(JsonReader& reader, BookMessages& messages) {
  const std::size_t begin = messages.levels.size();
  BookMessage message;
  bool isUpdate = false;
  bool hasFirst = false;
  bool hasLast = false;
  int sides = 0;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "e") {
      std::string_view event;
      if (!reader.string(event)) return false;
      isUpdate = event == "depthUpdate";
      return true;
    }
    if (key == "data") return readBody(reader, messages);
    // Only arrays: in other messages these names hold a best price.
    if ((key == "b" || key == "bids") && reader.peek() == '[') return ++sides, readPairs(reader, true, messages.levels);
    if ((key == "a" || key == "asks") && reader.peek() == '[') return ++sides, readPairs(reader, false, messages.levels);
    if (key == "s" && reader.peek() == '"') return reader.string(message.symbol);
    if (key == "U") return hasFirst = true, reader.whole(message.firstId);
    if (key == "u") return hasLast = true, reader.whole(message.lastId);
    if (key == "pu") {
      message.sequence = Sequence::previous;
      return reader.whole(message.previousId);
    }
    if (key == "lastUpdateId") {
      message.isSnapshot = hasLast = true;
      return reader.whole(message.lastId);
    }
    if (key == "E" && reader.peek() != '"') {
      std::uint64_t timeMs = 0;
      if (!reader.whole(timeMs)) return false;
      message.timeMs = static_cast<double>(timeMs);
      return true;
    }
    return reader.skip(mostNesting);
  });
  if (!isRead) return false;
  if (message.isSnapshot || isUpdate) {
    if (sides != 2 || !hasLast || (isUpdate && (!hasFirst || message.firstId > message.lastId))) return false;
    if (message.sequence == Sequence::none) message.sequence = Sequence::range;
    messages.add(message, begin);
  }
  return true;
}

}  // namespace

bool readBinance(JsonReader& reader, BookMessages& messages) {
  return reader.peek() == '{' ? readBody(reader, messages) : reader.skip(mostNesting);
}

}  // namespace syndicate
