#include "book_sync.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "crc32.hpp"

namespace syndicate {
namespace {

/** While a snapshot is awaited; far more than come in the seconds that one takes. */
constexpr std::size_t mostKeptLevels = 1 << 18;
constexpr std::size_t mostKeptMessages = 1 << 14;
/** Kraken's checksum is over so many levels a side. */
constexpr std::size_t checksumLevels = 10;

bool hasOwnSnapshots(Sequence sequence) { return sequence != Sequence::range && sequence != Sequence::previous; }

}  // namespace

BookOutcome BookSync::apply(const BookMessage& message, std::span<const TextLevel> levels) {
  if (message.channelLevels < channelLevels_) return BookOutcome::stale;
  if (message.channelLevels > channelLevels_) return changeChannel(message, levels);
  return message.isSnapshot ? applySnapshot(message, levels) : applyDiff(message, levels);
}

BookOutcome BookSync::changeChannel(const BookMessage& message, std::span<const TextLevel> levels) {
  if (!message.isSnapshot) {
    if (!hasOwnSnapshots(message.sequence)) keep(message, levels);
    return BookOutcome::waiting;
  }
  const bool wasLive = lose();
  const auto outcome = applySnapshot(message, levels);
  if (outcome == BookOutcome::oldSnapshot) {
    // Not the book yet: the other channel goes on.
    isLive_ = wasLive;
    return outcome;
  }
  channelLevels_ = message.channelLevels;
  return outcome;
}

bool BookSync::lose() {
  const bool wasLive = isLive_;
  isLive_ = false;
  return wasLive;
}

void BookSync::begin() {
  book_.clear();
  isLive_ = true;
  isFresh_ = true;
}

BookSync::Continuity BookSync::continuityOf(const BookMessage& message) const {
  switch (message.sequence) {
    case Sequence::range:
      if (message.lastId <= lastId_) return Continuity::stale;
      return message.firstId <= lastId_ + 1 ? Continuity::follows : Continuity::gap;
    case Sequence::previous:
      // The first after a snapshot covers its id: nothing happened in this book between previousId and firstId.
      if (isFresh_) return message.lastId < lastId_ ? Continuity::stale : message.previousId <= lastId_ ? Continuity::follows : Continuity::gap;
      if (message.lastId <= lastId_) return Continuity::stale;
      return message.previousId == lastId_ ? Continuity::follows : Continuity::gap;
    case Sequence::consecutive:
      if (message.lastId <= lastId_) return Continuity::stale;
      return message.lastId == lastId_ + 1 ? Continuity::follows : Continuity::gap;
    case Sequence::chain:
      return message.previousId == lastId_ ? Continuity::follows : Continuity::gap;
    case Sequence::time:
    case Sequence::none:
      return Continuity::follows;
  }
  return Continuity::gap;
}

bool BookSync::setLevels(std::span<const TextLevel> levels) {
  for (const TextLevel& level : levels) {
    const auto ticks = scale_.ticks(level.price);
    const auto size = scale_.size(level.size);
    if (!ticks || !size) return false;
    book_.set(level.isBid, *ticks, *size);
  }
  return !book_.isTooLarge();
}

BookOutcome BookSync::settle(const BookMessage& message, BookOutcome fine) {
  if (depth_ != 0) book_.keepBest(depth_);
  if (book_.isCrossed()) {
    isLive_ = false;
    return BookOutcome::crossed;
  }
  if (message.hasChecksum && message.checksum != checksum()) {
    isLive_ = false;
    return BookOutcome::badChecksum;
  }
  return fine;
}

BookOutcome BookSync::applyDiff(const BookMessage& message, std::span<const TextLevel> levels) {
  if (!isLive_) {
    if (!hasOwnSnapshots(message.sequence)) keep(message, levels);
    return BookOutcome::waiting;
  }
  switch (continuityOf(message)) {
    case Continuity::stale:
      return BookOutcome::stale;
    case Continuity::gap:
      isLive_ = false;
      if (!hasOwnSnapshots(message.sequence)) keep(message, levels);
      return BookOutcome::gap;
    case Continuity::follows:
      break;
  }
  if (!setLevels(levels)) {
    isLive_ = false;
    return BookOutcome::refused;
  }
  lastId_ = message.lastId;
  isFresh_ = false;
  return settle(message, BookOutcome::applied);
}

void BookSync::keep(const BookMessage& message, std::span<const TextLevel> levels) {
  // What is kept must follow without a hole, or a snapshot could not connect to it.
  const bool follows = kept_.empty() || (message.sequence == Sequence::previous ? message.previousId == kept_.back().message.lastId
                                                                                 : message.firstId == kept_.back().message.lastId + 1);
  if (!follows || kept_.size() == mostKeptMessages || keptLevels_.size() + levels.size() > mostKeptLevels) {
    kept_.clear();
    keptLevels_.clear();
  }
  const std::size_t begin = keptLevels_.size();
  keptLevels_.insert(keptLevels_.end(), levels.begin(), levels.end());
  kept_.push_back({message, begin, keptLevels_.size()});
  // Its text is gone with the call.
  kept_.back().message.symbol = {};
}

bool BookSync::connects(const BookMessage& snapshot) const {
  for (const Kept& each : kept_) {
    const BookMessage& diff = each.message;
    if (diff.sequence == Sequence::previous ? diff.lastId < snapshot.lastId : diff.lastId <= snapshot.lastId) continue;
    return diff.sequence == Sequence::previous ? diff.previousId <= snapshot.lastId : diff.firstId <= snapshot.lastId + 1;
  }
  return true;
}

BookOutcome BookSync::applySnapshot(const BookMessage& message, std::span<const TextLevel> levels) {
  const bool isRequested = message.sequence == Sequence::range || message.sequence == Sequence::previous;
  if (isLive_ && (isRequested || message.sequence == Sequence::time) && message.lastId < lastId_) return BookOutcome::stale;
  if (!isLive_ && isRequested && !connects(message)) return BookOutcome::oldSnapshot;
  book_.clear();
  isLive_ = true;
  isFresh_ = true;
  lastId_ = message.lastId;
  if (message.depth != 0) depth_ = message.depth;
  if (!setLevels(levels)) {
    isLive_ = false;
    return BookOutcome::refused;
  }
  BookOutcome outcome = settle(message, BookOutcome::snapshot);
  // What is kept waits for a snapshot that was asked for.
  if (!isRequested) return outcome;
  const auto kept = std::move(kept_);
  const auto keptLevels = std::move(keptLevels_);
  kept_.clear();
  keptLevels_.clear();
  for (const Kept& each : kept) {
    const auto applied = applyDiff(each.message, std::span(keptLevels).subspan(each.levelBegin, each.levelEnd - each.levelBegin));
    if (applied != BookOutcome::applied && applied != BookOutcome::stale && outcome == BookOutcome::snapshot) outcome = applied;
  }
  return outcome;
}

BookOutcome BookSync::applyScaled(std::span<const std::uint8_t> isBid, std::span<const std::int64_t> ticks, std::span<const std::uint64_t> sizes) {
  if (!isLive_) return BookOutcome::waiting;
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    if (ticks[i] <= 0 || ticks[i] >= OrderBook::mostTicks || sizes[i] >> 63 != 0) {
      isLive_ = false;
      return BookOutcome::refused;
    }
    book_.set(isBid[i] != 0, ticks[i], sizes[i]);
  }
  if (book_.isTooLarge()) {
    isLive_ = false;
    return BookOutcome::refused;
  }
  return settle(BookMessage{}, BookOutcome::applied);
}

std::uint32_t BookSync::checksum() {
  std::uint32_t sum = 0;
  std::array<KeyedLevel, checksumLevels> levels;
  const auto append = [&](std::uint64_t value) {
    std::array<char, 20> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    sum = crc32(std::string_view(text.data(), static_cast<std::size_t>(end - text.data())), sum);
  };
  for (const bool isBid : {false, true}) {
    const std::size_t count = book_.depth(isBid, levels);
    for (const KeyedLevel& level : std::span(levels).first(count)) {
      append(static_cast<std::uint64_t>(level.key) * scale_.tickUnits.divisor());
      append(level.size);
    }
  }
  return sum;
}

std::size_t BookSync::bytes() const {
  return book_.bytes() + kept_.capacity() * sizeof(Kept) + keptLevels_.capacity() * sizeof(TextLevel);
}

}  // namespace syndicate
