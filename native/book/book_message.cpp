#include "book_message.hpp"

namespace syndicate {
namespace {

/**
 * `["61837.63000000","1.54698000"],…` as venues write it, pair after pair as long as it is so. Answers whether a pair was read last, and not a comma.
 */
bool readTightPairs(JsonReader& reader, bool isBid, std::vector<TextLevel>& levels) {
  const char* at = reader.at();
  const char* const end = reader.end();
  DecimalShape prices;
  DecimalShape sizes;
  bool isBehindPair = false;
  while (end - at >= 2 && at[0] == '[' && at[1] == '"') {
    TextLevel level;
    level.isBid = isBid;
    const char* price = readShapedDecimal(at + 2, end, prices, level.price);
    if (price == nullptr) [[unlikely]] price = readShortDecimal(at + 2, end, prices, level.price);
    if (price == nullptr || end - price < 3 || price[1] != ',' || price[2] != '"') break;
    const char* size = readShapedDecimal(price + 3, end, sizes, level.size);
    if (size == nullptr) [[unlikely]] size = readShortDecimal(price + 3, end, sizes, level.size);
    if (size == nullptr || end - size < 3 || size[1] != ']') break;
    levels.push_back(level);
    at = size + 2;
    isBehindPair = *at != ',';
    if (isBehindPair) break;
    ++at;
  }
  reader.moveTo(at);
  return isBehindPair;
}

bool readLoosePair(JsonReader& reader, TextLevel& level) {
  return reader.take('[') && readDecimalValue(reader, level.price) && reader.take(',') && readDecimalValue(reader, level.size);
}

}  // namespace

bool readDecimalValue(JsonReader& reader, Decimal& value) {
  const bool isString = reader.take('"');
  const char* at = reader.at();
  if (!readDecimal(at, reader.end(), value)) return false;
  if (isString && (at == reader.end() || *at++ != '"')) return false;
  reader.moveTo(at);
  return true;
}

bool readPairs(JsonReader& reader, bool isBid, std::vector<TextLevel>& levels) {
  if (!reader.take('[')) return false;
  if (reader.take(']')) return true;
  do {
    if (readTightPairs(reader, isBid, levels)) continue;
    TextLevel& level = levels.emplace_back();
    level.isBid = isBid;
    if (!readLoosePair(reader, level)) return false;
    while (reader.take(',')) {
      if (!reader.skip(mostNesting)) return false;
    }
    if (!reader.take(']')) return false;
  } while (reader.take(','));
  return reader.take(']');
}

bool readObjects(JsonReader& reader, bool isBid, std::string_view priceKey, std::string_view sizeKey, std::vector<TextLevel>& levels) {
  return readList(reader, [&] {
    TextLevel& level = levels.emplace_back();
    level.isBid = isBid;
    int found = 0;
    const bool isRead = readObject(reader, [&](std::string_view key) {
      if (key == priceKey) return ++found, readDecimalValue(reader, level.price);
      if (key == sizeKey) return ++found, readDecimalValue(reader, level.size);
      return reader.skip(mostNesting);
    });
    return isRead && found == 2;
  });
}

}  // namespace syndicate
