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

/** A depthUpdate, a partial book, or the answer to a request for depth. Which it is, is known at its end. */
struct Body {
  BookMessage message;
  /** Levels a side of its stream, if it is of partial books. */
  std::uint32_t partial = 0;
  bool isUpdate = false;
  bool hasFirst = false;
  bool hasLast = false;
  int sides = 0;
};

/** Keys of one letter, which nearly all are. */
bool readLetter(JsonReader& reader, char key, Body& body, BookMessages& messages) {
  BookMessage& message = body.message;
  switch (key) {
    case 'e': {
      std::string_view event;
      if (!reader.string(event)) return false;
      body.isUpdate = event == "depthUpdate";
      return true;
    }
    case 'E': {
      if (reader.peek() == '"') break;
      std::uint64_t timeMs = 0;
      if (!reader.whole(timeMs)) return false;
      message.timeMs = static_cast<double>(timeMs);
      return true;
    }
    case 's':
      if (reader.peek() != '"') break;
      return reader.string(message.symbol);
    case 'U':
      return body.hasFirst = true, reader.whole(message.firstId);
    case 'u':
      return body.hasLast = true, reader.whole(message.lastId);
    case 'b':
    case 'a':
      // Only arrays: in other messages these names hold a best price.
      if (reader.peek() != '[') break;
      return ++body.sides, readPairs(reader, key == 'b', messages.levels);
    default:
      break;
  }
  return reader.skip(mostNesting);
}

/** Adds what the body says, if it is of a book. False when a part is missing. */
bool addBody(Body& body, std::size_t begin, BookMessages& messages) {
  BookMessage& message = body.message;
  if (!message.isSnapshot && !body.isUpdate) return true;
  if (body.sides != 2 || !body.hasLast || (body.isUpdate && (!body.hasFirst || message.firstId > message.lastId))) return false;
  if (message.sequence == Sequence::none) message.sequence = Sequence::range;
  message.channelLevels = allLevels;
  if (body.partial != 0) {
    // Each is the whole of what it speaks of, in place of the one before.
    message.isSnapshot = true;
    message.sequence = Sequence::time;
    message.channelLevels = body.partial;
  }
  messages.add(message, begin);
  return true;
}

/** @param partial levels a side of the stream that an envelope names; `isInner`: within one */
bool readBody(JsonReader& reader, std::uint32_t partial, bool isInner, BookMessages& messages) {
  const std::size_t begin = messages.levels.size();
  Body body;
  body.partial = partial;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key.size() == 1) return readLetter(reader, key.front(), body, messages);
    if (key == "bids" && reader.peek() == '[') return ++body.sides, readPairs(reader, true, messages.levels);
    if (key == "asks" && reader.peek() == '[') return ++body.sides, readPairs(reader, false, messages.levels);
    if (key == "pu") {
      body.message.sequence = Sequence::previous;
      return reader.whole(body.message.previousId);
    }
    if (key == "lastUpdateId") {
      body.message.isSnapshot = body.hasLast = true;
      return reader.whole(body.message.lastId);
    }
    if (key == "stream" && reader.peek() == '"') {
      std::string_view stream;
      if (!reader.string(stream)) return false;
      body.partial = partialLevels(stream);
      return true;
    }
    // In a combined stream, or in the answer to a request over a socket.
    if (!isInner && (key == "data" || key == "result") && reader.peek() == '{') return readBody(reader, body.partial, true, messages);
    return reader.skip(mostNesting);
  });
  return isRead && addBody(body, begin, messages);
}

}  // namespace

bool readBinance(JsonReader& reader, BookMessages& messages) {
  return reader.peek() == '{' ? readBody(reader, 0, false, messages) : reader.skip(mostNesting);
}

}  // namespace syndicate
