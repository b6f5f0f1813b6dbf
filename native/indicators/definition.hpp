#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "indicator.hpp"

namespace syndicate::indicators {

/** Whose names, order of options and warm-up an indicator has. `chart` are those that neither library knows. */
enum class Convention { talib, tulip, chart };

struct Option {
  const char* name;
  double fallback;
  double least;
  double most;
  bool whole = true;
};

using Options = std::span<const double>;
/** Options within their bounds, one each; null when they do not go together. */
using Factory = std::unique_ptr<Indicator> (*)(Options options);

struct Definition {
  Convention convention;
  const char* name;
  /** Names of the columns, apart by a space. */
  const char* inputs;
  const char* outputs;
  std::vector<Option> options;
  Factory make;
};

using Table = std::vector<Definition>;

/** All indicators; the place of one is its number. */
const Table& definitions();

/** The table as JSON, for the other side of the border. */
std::string definitionsAsJson();

std::size_t countNames(const char* names);

inline constexpr double mostPeriod = 100'000;

inline Option period(double fallback, double least = 2, const char* name = "period") { return {name, fallback, least, mostPeriod}; }

inline Option real(const char* name, double fallback, double least = -1e9, double most = 1e9) { return {name, fallback, least, most, false}; }

inline std::size_t whole(double option) { return static_cast<std::size_t>(option); }

/** A kernel made of the options as whole numbers, in their order. */
template <class Kernel, std::size_t... Places>
std::unique_ptr<Indicator> madeOf(Options options, std::index_sequence<Places...>) {
  return streamed<Kernel>(whole(options[Places])...);
}

template <class Kernel, std::size_t Count = 1>
std::unique_ptr<Indicator> ofPeriods(Options options) {
  return madeOf<Kernel>(options, std::make_index_sequence<Count>());
}

/** The same for periods of which each must be no longer than the next. */
template <class Kernel, std::size_t Count, std::size_t Ordered = Count>
std::unique_ptr<Indicator> ofRisingPeriods(Options options) {
  for (std::size_t i = 1; i < Ordered; ++i) {
    if (options[i] < options[i - 1]) return nullptr;
  }
  return ofPeriods<Kernel, Count>(options);
}

template <class Kernel>
std::unique_ptr<Indicator> plain(Options) {
  return streamed<Kernel>();
}

inline void talib(Table& all, const char* name, const char* inputs, const char* outputs, std::vector<Option> options, Factory make) {
  all.push_back({Convention::talib, name, inputs, outputs, std::move(options), make});
}

inline void tulip(Table& all, const char* name, const char* inputs, const char* outputs, std::vector<Option> options, Factory make) {
  all.push_back({Convention::tulip, name, inputs, outputs, std::move(options), make});
}

}  // namespace syndicate::indicators
