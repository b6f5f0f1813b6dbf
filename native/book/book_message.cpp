#include "book_message.hpp"

namespace syndicate {
namespace {

/** `["61837.63000000","1.54698000"` as venues write it; nothing is taken when it is not so. */
bool readTightPair(JsonReader& reader, TextLevel& level) {
  const char* const start = reader.at();
  const char* const end = reader.end();
  if (end - start < 2 || start[0] != '[' || start[1] != '"') return false;
  const char* const price = readShortDecimal(start + 2, end, level.price);
  if (price == nullptr || end - price < 3 || price[1] != ',' || price[2] != '"') return false;
  const char* const size = readShortDecimal(price + 3, end, level.size);
  if (size == nullptr) return false;
  reader.moveTo(size + 1);
  return true;
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
  return readList(reader, [&] {
    TextLevel& level = levels.emplace_back();
    level.isBid = isBid;
    if (!readTightPair(reader, level) && !readLoosePair(reader, level)) return false;
    while (reader.take(',')) {
      if (!reader.skip(mostNesting)) return false;
    }
    return reader.take(']');
  });
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
