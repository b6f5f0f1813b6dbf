#pragma once

#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

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
    const auto* quote = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
    if (quote == nullptr) return false;
    value = std::string_view(at_, static_cast<std::size_t>(quote - at_));
    at_ = quote + 1;
    // A quote behind a backslash ends nothing: such a text is refused whole.
    return value.empty() || value.back() != '\\';
  }

  /** A key and its colon. */
  bool key(std::string_view& name) { return string(name) && take(':'); }

  /** The text of a number, true, false or null. */
  std::string_view literal() {
    space();
    const char* const start = at_;
    while (at_ != end_ && *at_ != ',' && *at_ != '}' && *at_ != ']' && *at_ != ' ' && *at_ != '\n' && *at_ != '"') ++at_;
    return std::string_view(start, static_cast<std::size_t>(at_ - start));
  }

  /** An integer of 64 bits without sign, as a number or as a string of digits. */
  bool whole(std::uint64_t& value) {
    std::string_view text;
    if (peek() == '"') {
      if (!string(text)) return false;
    } else {
      text = literal();
    }
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && rest == text.data() + text.size();
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
