#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "digit_run.hpp"

namespace syndicate {

/** How deep a value that nobody asked for may nest before the text is refused. */
inline constexpr int mostNesting = 8;

/** Reads JSON in one pass over its bytes, without building anything. A method that answers false leaves the reader somewhere inside the text. */
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  void space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }

  bool take(char c) {
    if (at_ != end_ && *at_ == c) {
      ++at_;
      return true;
    }
    space();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  /** The next character that is no space, or 0 at the end. */
  char peek() {
    space();
    return at_ == end_ ? '\0' : *at_;
  }

  bool atEnd() {
    space();
    return at_ == end_;
  }

  /** A string without escapes; one with them is refused: no number, hash, address or symbol has one. */
  bool string(std::string_view& value) {
    if (!take('"')) return false;
    const char* const start = at_;
    const char* const soon = end_ - at_ < shortString ? end_ : at_ + shortString;
    while (at_ != soon && *at_ != '"') ++at_;
    if (at_ == soon) {
      at_ = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
      if (at_ == nullptr) {
        at_ = end_;
        return false;
      }
    }
    value = std::string_view(start, static_cast<std::size_t>(at_ - start));
    ++at_;
    // A quote behind a backslash ends nothing: such a text is refused whole.
    return value.empty() || value.back() != '\\';
  }

  /** A key and its colon. */
  bool key(std::string_view& name) { return string(name) && take(':'); }

  /** The text of a number, true, false or null. */
  std::string_view literal() {
    space();
    const char* const start = at_;
    while (at_ != end_ && !endsLiteral(*at_)) ++at_;
    return std::string_view(start, static_cast<std::size_t>(at_ - start));
  }

  /** An integer of up to 19 digits without sign, as a number or as a string of digits. */
  bool whole(std::uint64_t& value) {
    const bool isString = take('"');
    if (!isString) space();
    const char* const start = at_;
    value = 0;
    for (;;) {
      std::uint64_t run = 0;
      const unsigned count = digitRun(eightCharacters(at_, end_), run);
      value = value * powersOfTen[count] + run;
      at_ += count;
      if (count < 8) break;
    }
    // More digits may have run over.
    if (at_ == start || at_ - start > mostDigits) return false;
    if (isString) return at_ != end_ && *at_++ == '"';
    return at_ == end_ || endsLiteral(*at_);
  }

  /** A value that nobody asked for. */
  bool skip(int nesting) {
    if (nesting == 0) return false;
    if (peek() == '"') return skipString();
    if (take('[')) return take(']') || (skipList(nesting, false) && take(']'));
    if (take('{')) return take('}') || (skipList(nesting, true) && take('}'));
    return literal().size() > 0;
  }

  const char* at() const { return at_; }
  const char* end() const { return end_; }
  void moveTo(const char* place) { at_ = place; }

 private:
  /** Nearly all keys, symbols and numbers are shorter; beyond, a search in larger steps pays. */
  static constexpr std::ptrdiff_t shortString = 24;
  /** All of which fit into 64 bits. */
  static constexpr std::ptrdiff_t mostDigits = 19;

  static bool endsLiteral(char c) { return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '"'; }

  bool skipString() {
    for (++at_; at_ != end_; ++at_) {
      if (*at_ == '"') {
        ++at_;
        return true;
      }
      if (*at_ == '\\' && ++at_ == end_) return false;
    }
    return false;
  }

  bool skipList(int nesting, bool keyed) {
    do {
      if (keyed && (peek() != '"' || !skipString() || !take(':'))) return false;
      if (!skip(nesting - 1)) return false;
    } while (take(','));
    return true;
  }

  const char* at_;
  const char* const end_;
};

}  // namespace syndicate
