#include "log_decoder.hpp"

#include <optional>

#include "../amm/tick_math.hpp"
#include "json_reader.hpp"

namespace syndicate {
namespace {

constexpr std::size_t wordDigits = 64;
constexpr std::size_t mostTopics = 4;

struct Event {
  std::string_view topic;
  LogKind kind;
  std::uint32_t topics;
  std::uint32_t words;
};

constexpr std::array<Event, 6> events{{
    {"0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1", LogKind::v2Sync, 1, 2},
    {"0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67", LogKind::v3Swap, 3, 5},
    // Pancake V3: two shares of the fee follow.
    {"0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83", LogKind::v3Swap, 3, 7},
    {"0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95", LogKind::v3Initialize, 1, 2},
    {"0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde", LogKind::v3Mint, 4, 4},
    {"0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c", LogKind::v3Burn, 4, 3},
}};

constexpr std::uint8_t noDigit = 0xff;
constexpr auto digits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(noDigit);
  for (int i = 0; i < 10; ++i) table['0' + i] = static_cast<std::uint8_t>(i);
  for (int i = 0; i < 6; ++i) table['a' + i] = table['A' + i] = static_cast<std::uint8_t>(10 + i);
  return table;
}();

/** Up to 16 digits. */
std::optional<std::uint64_t> hex64(std::string_view text) {
  std::uint64_t value = 0;
  std::uint8_t seen = 0;
  for (const char c : text) {
    const std::uint8_t digit = digits[static_cast<unsigned char>(c)];
    seen |= digit;
    value = (value << 4) | (digit & 0xf);
  }
  if ((seen & 0xf0) != 0) return std::nullopt;
  return value;
}

bool isAll(std::string_view text, char digit) { return text.find_first_not_of(digit) == std::string_view::npos; }

/** An unsigned word of at most `bits`, a multiple of 4 up to 192. */
std::optional<Uint256> unsignedWord(std::string_view word, std::size_t bits) {
  if (!isAll(word.substr(0, wordDigits - bits / 4), '0')) return std::nullopt;
  const auto high = hex64(word.substr(16, 16));
  const auto middle = hex64(word.substr(32, 16));
  const auto low = hex64(word.substr(48, 16));
  if (!high || !middle || !low) return std::nullopt;
  return Uint256(0, *high, *middle, *low);
}

std::optional<std::int32_t> tickWord(std::string_view word) {
  const auto low = hex64(word.substr(wordDigits - 6));
  if (!low) return std::nullopt;
  const bool negative = (*low & 0x800000) != 0;
  if (!isAll(word.substr(0, wordDigits - 6), negative ? 'f' : '0')) return std::nullopt;
  const auto tick = static_cast<std::int32_t>(*low) - (negative ? 0x1000000 : 0);
  if (tick < minTick || tick > maxTick) return std::nullopt;
  return tick;
}

/** The values of a log's fields, as they stand in the text. */
struct RawLog {
  std::string_view address;
  std::array<std::string_view, mostTopics> topics;
  std::uint32_t topicCount = 0;
  std::string_view data;
  bool removed = false;
};

std::optional<PoolUpdate> updateOf(const RawLog& log, const Event& event) {
  if (log.topicCount != event.topics || log.data.size() != 2 + event.words * wordDigits || !log.data.starts_with("0x")) return std::nullopt;
  if (log.address.size() != 42 || !log.address.starts_with("0x")) return std::nullopt;
  PoolUpdate update;
  update.kind = event.kind;
  update.removed = log.removed;
  for (std::size_t i = 0; i < update.address.size(); ++i) {
    const auto byte = hex64(log.address.substr(2 + 2 * i, 2));
    if (!byte) return std::nullopt;
    update.address[i] = static_cast<std::uint8_t>(*byte);
  }
  const auto word = [&](std::size_t i) { return log.data.substr(2 + i * wordDigits, wordDigits); };
  const auto setAmount = [](Uint128& amount, const std::optional<Uint256>& value) {
    if (value) amount = value->low128();
    return value.has_value();
  };
  const auto setTick = [](std::int32_t& tick, const std::optional<std::int32_t>& value) {
    tick = value.value_or(0);
    return value.has_value();
  };
  const auto setPrice = [&](std::string_view text) {
    const auto price = unsignedWord(text, 160);
    if (price) update.price = *price;
    return price && *price >= minSqrtRatio && *price < maxSqrtRatio;
  };
  const auto topicWord = [&](std::size_t i) { return log.topics[i].size() == 2 + wordDigits ? log.topics[i].substr(2) : std::string_view(); };
  const auto setRange = [&](std::size_t amountWord) {
    if (topicWord(2).empty() || topicWord(3).empty()) return false;
    return setTick(update.tick, tickWord(topicWord(2))) && setTick(update.tickUpper, tickWord(topicWord(3))) &&
           setAmount(update.amount0, unsignedWord(word(amountWord), 128));
  };
  bool fits = false;
  switch (event.kind) {
    case LogKind::v2Sync:
      fits = setAmount(update.amount0, unsignedWord(word(0), 112)) && setAmount(update.amount1, unsignedWord(word(1), 112));
      break;
    case LogKind::v3Swap:
      fits = setPrice(word(2)) && setAmount(update.amount0, unsignedWord(word(3), 128)) && setTick(update.tick, tickWord(word(4)));
      break;
    case LogKind::v3Initialize:
      fits = setPrice(word(0)) && setTick(update.tick, tickWord(word(1)));
      break;
    case LogKind::v3Mint:
      fits = setRange(1);
      break;
    case LogKind::v3Burn:
      fits = setRange(0);
      break;
  }
  if (!fits) return std::nullopt;
  return update;
}

bool readTopics(JsonReader& reader, RawLog& log) {
  if (!reader.take('[')) return false;
  if (reader.take(']')) return true;
  do {
    if (log.topicCount == mostTopics || !reader.string(log.topics[log.topicCount++])) return false;
  } while (reader.take(','));
  return reader.take(']');
}

bool readLog(JsonReader& reader, RawLog& log) {
  if (!reader.take('{')) return false;
  if (reader.take('}')) return true;
  do {
    std::string_view key;
    if (!reader.key(key)) return false;
    bool read = false;
    if (key == "address") {
      read = reader.string(log.address);
    } else if (key == "topics") {
      read = log.topicCount == 0 && readTopics(reader, log);
    } else if (key == "data") {
      read = reader.string(log.data);
    } else if (key == "removed") {
      const auto value = reader.literal();
      log.removed = value == "true";
      read = log.removed || value == "false";
    } else {
      read = reader.skip(mostNesting);
    }
    if (!read) return false;
  } while (reader.take(','));
  return reader.take('}');
}

}  // namespace

bool LogDecoder::decode(std::string_view text) {
  updates_.clear();
  JsonReader reader(text);
  if (!reader.take('[')) return false;
  if (reader.take(']')) return reader.atEnd();
  do {
    RawLog log;
    if (!readLog(reader, log)) return false;
    for (const Event& event : events) {
      if (log.topicCount == 0 || log.topics[0] != event.topic) continue;
      const auto update = updateOf(log, event);
      if (!update) return false;
      updates_.push_back(*update);
    }
  } while (reader.take(','));
  return reader.take(']') && reader.atEnd();
}

}  // namespace syndicate
