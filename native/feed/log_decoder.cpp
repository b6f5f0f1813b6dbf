#include "log_decoder.hpp"

#include <cstring>
#include <optional>

#include "../amm/tick_math.hpp"

namespace syndicate {
namespace {

constexpr std::size_t wordDigits = 64;
constexpr std::size_t mostTopics = 4;
constexpr int mostNesting = 8;

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

class Reader {
 public:
  explicit Reader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  void space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }

  bool take(char c) {
    space();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool atEnd() {
    space();
    return at_ == end_;
  }

  bool string(std::string_view& value) {
    if (!take('"')) return false;
    const auto* quote = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
    if (quote == nullptr) return false;
    value = std::string_view(at_, static_cast<std::size_t>(quote - at_));
    at_ = quote + 1;
    // A quote behind a backslash ends nothing: such a text is refused whole.
    return value.empty() || value.back() != '\\';
  }

  bool topics(RawLog& log) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      if (log.topicCount == mostTopics || !string(log.topics[log.topicCount++])) return false;
    } while (take(','));
    return take(']');
  }

  /** A value that nobody asked for. */
  bool skip(int nesting) {
    if (nesting == 0) return false;
    std::string_view ignored;
    if (string(ignored)) return true;
    if (take('[')) return take(']') || (skipList(nesting, false) && take(']'));
    if (take('{')) return take('}') || (skipList(nesting, true) && take('}'));
    return literal().size() > 0;
  }

  std::string_view literal() {
    space();
    const char* const start = at_;
    while (at_ != end_ && *at_ != ',' && *at_ != '}' && *at_ != ']' && *at_ != ' ' && *at_ != '\n' && *at_ != '"') ++at_;
    return std::string_view(start, static_cast<std::size_t>(at_ - start));
  }

  bool log(RawLog& log) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      std::string_view key;
      if (!string(key) || !take(':')) return false;
      bool read = false;
      if (key == "address") {
        read = string(log.address);
      } else if (key == "topics") {
        read = log.topicCount == 0 && topics(log);
      } else if (key == "data") {
        read = string(log.data);
      } else if (key == "removed") {
        const auto value = literal();
        log.removed = value == "true";
        read = log.removed || value == "false";
      } else {
        read = skip(mostNesting);
      }
      if (!read) return false;
    } while (take(','));
    return take('}');
  }

 private:
  bool skipList(int nesting, bool keyed) {
    do {
      std::string_view key;
      if (keyed && (!string(key) || !take(':'))) return false;
      if (!skip(nesting - 1)) return false;
    } while (take(','));
    return true;
  }

  const char* at_;
  const char* const end_;
};

}  // namespace

bool LogDecoder::decode(std::string_view text) {
  updates_.clear();
  Reader reader(text);
  if (!reader.take('[')) return false;
  if (reader.take(']')) return reader.atEnd();
  do {
    RawLog log;
    if (!reader.log(log)) return false;
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
