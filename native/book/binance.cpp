#include <charconv>

#include "book_message.hpp"

namespace syndicate {
namespace {

/** Levels a side of a stream of partial books, "btcusdt@depth20@100ms"; 0 of any other. */
std::uint32_t partialLevels(std::string_view stream) {
  constexpr std::string_view mark = "@depth";
  const auto at = stream.find(mark);
  std::uint32_t levels = 0;
  if (at != stream.npos) std::from_chars(stream.data() + at + mark.size(), stream.data() + stream.size(), levels);
  return levels;
}

/** A depthUpdate, a partial book, or the answer to a request for depth. Which it is, is known at its end. @param partial levels of its stream, if it is of partial books; `isInner`: within an envelope */
bool readBody(JsonReader& reader, std::uint32_t partial, bool isInner, BookMessages& messages) {
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
    if (key == "stream" && reader.peek() == '"') {
      std::string_view stream;
      if (!reader.string(stream)) return false;
      partial = partialLevels(stream);
      return true;
    }
    // In a combined stream, or in the answer to a request over a socket.
    if (!isInner && (key == "data" || key == "result") && reader.peek() == '{') return readBody(reader, partial, true, messages);
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
    message.channelLevels = allLevels;
    if (partial != 0) {
      // Each is the whole of what it speaks of, in place of the one before.
      message.isSnapshot = true;
      message.sequence = Sequence::time;
      message.channelLevels = partial;
    }
    messages.add(message, begin);
  }
  return true;
}

}  // namespace

bool readBinance(JsonReader& reader, BookMessages& messages) {
  return reader.peek() == '{' ? readBody(reader, 0, false, messages) : reader.skip(mostNesting);
}

}  // namespace syndicate
