#include "definition.hpp"

#include <cstdio>
#include <string_view>

#include "families.hpp"

namespace syndicate::indicators {
namespace {

Table collected() {
  Table all;
  addAverages(all);
  addChart(all);
  addConvergence(all);
  addCycles(all);
  addDirectional(all);
  addElementwise(all);
  addOscillators(all);
  addRanges(all);
  addRegression(all);
  addStops(all);
  addVolume(all);
  addWindows(all);
  return all;
}

const char* nameOf(Convention convention) {
  switch (convention) {
    case Convention::talib: return "talib";
    case Convention::tulip: return "tulip";
    default: return "chart";
  }
}

void appendNumber(std::string& text, double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.17g", value);
  text += buffer;
}

void appendNames(std::string& text, std::string_view names) {
  text += "[\"";
  for (const char letter : names) {
    if (letter == ' ') text += "\",\"";
    else text += letter;
  }
  text += "\"]";
}

void appendOption(std::string& text, const Option& option) {
  text += "{\"name\":\"";
  text += option.name;
  text += "\",\"default\":";
  appendNumber(text, option.fallback);
  text += ",\"least\":";
  appendNumber(text, option.least);
  text += ",\"most\":";
  appendNumber(text, option.most);
  text += option.whole ? ",\"whole\":true}" : ",\"whole\":false}";
}

}  // namespace

const Table& definitions() {
  static const Table all = collected();
  return all;
}

std::size_t countNames(const char* names) {
  std::size_t count = 1;
  for (const char letter : std::string_view(names)) count += letter == ' ' ? 1 : 0;
  return count;
}

std::string definitionsAsJson() {
  std::string text = "[";
  for (const Definition& each : definitions()) {
    if (text.size() > 1) text += ',';
    text += "{\"convention\":\"";
    text += nameOf(each.convention);
    text += "\",\"name\":\"";
    text += each.name;
    text += "\",\"inputs\":";
    appendNames(text, each.inputs);
    text += ",\"outputs\":";
    appendNames(text, each.outputs);
    text += ",\"options\":[";
    for (std::size_t i = 0; i < each.options.size(); ++i) {
      if (i > 0) text += ',';
      appendOption(text, each.options[i]);
    }
    text += "]}";
  }
  return text + "]";
}

}  // namespace syndicate::indicators
