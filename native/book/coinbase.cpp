#include "book_message.hpp"

namespace syndicate {
namespace {

/** ["buy","price","size"] of Coinbase Exchange. */
bool readChange(JsonReader& reader, std::vector<TextLevel>& levels) {
  std::string_view side;
  TextLevel& level = levels.emplace_back();
  if (!reader.take('[') || !reader.string(side) || (side != "buy" && side != "sell")) return false;
  level.isBid = side == "buy";
  return reader.take(',') && readDecimalValue(reader, level.price) && reader.take(',') && readDecimalValue(reader, level.size) && reader.take(']');
}

/** {"side":"bid","price_level":"…","new_quantity":"…"} of Coinbase Advanced. */
bool readUpdate(JsonReader& reader, std::vector<TextLevel>& levels) {
  TextLevel& level = levels.emplace_back();
  int found = 0;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "side") {
      std::string_view side;
      if (!reader.string(side) || (side != "bid" && side != "offer" && side != "ask")) return false;
      level.isBid = side == "bid";
      return ++found, true;
    }
    if (key == "price_level") return ++found, readDecimalValue(reader, level.price);
    if (key == "new_quantity") return ++found, readDecimalValue(reader, level.size);
    return reader.skip(mostNesting);
  });
  return isRead && found == 3;
}

bool readEvent(JsonReader& reader, BookMessages& messages) {
  const std::size_t begin = messages.levels.size();
  BookMessage message;
  bool isTyped = false;
  bool hasUpdates = false;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    if (key == "type") {
      std::string_view type;
      if (!reader.string(type)) return false;
      isTyped = type == "snapshot" || type == "update";
      message.isSnapshot = type == "snapshot";
      return true;
    }
    if (key == "product_id") return reader.string(message.symbol);
    if (key != "updates") return reader.skip(mostNesting);
    hasUpdates = true;
    return readList(reader, [&] { return readUpdate(reader, messages.levels); });
  });
  if (!isRead || !isTyped || !hasUpdates) return false;
  messages.add(message, begin);
  return true;
}

}  // namespace

bool readCoinbase(JsonReader& reader, BookMessages& messages) {
  if (reader.peek() != '{') return reader.skip(mostNesting);
  BookMessage message;
  bool isBookChannel = false;
  bool isChange = false;
  int sides = 0;
  const bool isRead = readObject(reader, [&](std::string_view key) {
    std::string_view text;
    if (key == "channel" && reader.peek() == '"') {
      if (!reader.string(text)) return false;
      isBookChannel = text == "l2_data";
      return true;
    }
    if (key == "sequence_num") {
      messages.hasConnectionSequence = true;
      return reader.whole(messages.connectionSequence);
    }
    if (key == "events" && isBookChannel) return readList(reader, [&] { return readEvent(reader, messages); });
    if (key == "type" && reader.peek() == '"') {
      if (!reader.string(text)) return false;
      message.isSnapshot = text == "snapshot";
      isChange = text == "l2update";
      return true;
    }
    const bool isBook = message.isSnapshot || isChange;
    if (key == "product_id" && isBook) return reader.string(message.symbol);
    if (key == "bids" && isBook) return ++sides, readPairs(reader, true, messages.levels);
    if (key == "asks" && isBook) return ++sides, readPairs(reader, false, messages.levels);
    if (key == "changes" && isChange) {
      sides = 2;
      return readList(reader, [&] { return readChange(reader, messages.levels); });
    }
    return reader.skip(mostNesting);
  });
  if (!isRead) return false;
  if (!message.isSnapshot && !isChange) return true;
  if (sides != 2 || message.symbol.empty()) return false;
  messages.add(message, 0);
  return true;
}

}  // namespace syndicate
