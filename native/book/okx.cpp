#include "book_message.hpp"

namespace syndicate {
namespace {

/** {"asks":[["8476.98","415","0","13"],…],"bids":[…],"ts":"…","prevSeqId":-1,"seqId":123456}: what follows the size is of no use. */
bool readBook(JsonReader& reader, BookMessage message, BookMessages& messages) {
  const std::size_t begin = messages.levels.size();
  int sides = 0;
  bool isNumbered = false;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "bids") return ++sides, readPairs(reader, true, messages.levels);
    if (key == "asks") return ++sides, readPairs(reader, false, messages.levels);
    if (key == "seqId") return isNumbered = true, reader.whole(message.lastId);
    // A snapshot has -1 here.
    if (key == "prevSeqId" && reader.peek() != '-') return reader.whole(message.previousId);
    if (key == "ts") {
      std::uint64_t timeMs = 0;
      if (!reader.whole(timeMs)) return false;
      message.timeMs = static_cast<double>(timeMs);
      return true;
    }
    return reader.skip(mostNesting);
  });
  if (!isRead || sides != 2 || !isNumbered) return false;
  messages.add(message, begin);
  return true;
}

bool readArgument(JsonReader& reader, bool& isBook, BookMessage& message) {
  return readObject(reader, [&](std::string_view key) {
    if (key == "channel" && reader.peek() == '"') {
      std::string_view channel;
      if (!reader.string(channel)) return false;
      isBook = channel == "books" || channel == "books-l2-tbt" || channel == "books50-l2-tbt";
      // Two of 400 levels, of which one is slower.
      message.channelLevels = channel == "books" ? 400 : channel == "books-l2-tbt" ? 401 : 50;
      return true;
    }
    if (key == "instId" && reader.peek() == '"') return reader.string(message.symbol);
    return reader.skip(mostNesting);
  });
}

}  // namespace

bool readOkx(JsonReader& reader, BookMessages& messages) {
  if (reader.peek() != '{') return reader.skip(mostNesting);
  BookMessage message;
  message.sequence = Sequence::chain;
  bool isBook = false;
  bool isTyped = false;
  return readObject(reader, [&](std::string_view key) {
    if (key == "arg" && reader.peek() == '{') return readArgument(reader, isBook, message);
    if (key == "action" && reader.peek() == '"') {
      std::string_view action;
      if (!reader.string(action)) return false;
      isTyped = action == "snapshot" || action == "update";
      message.isSnapshot = action == "snapshot";
      return true;
    }
    // Acknowledgements name the channel too, but carry no data.
    if (key != "data" || !isBook) return reader.skip(mostNesting);
    return isTyped && readList(reader, [&] { return readBook(reader, message, messages); });
  });
}

}  // namespace syndicate
