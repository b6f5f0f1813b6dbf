// Times TA-Lib's own functions over whole columns: `talib_time FILE COUNT ROUNDS CASE`. FILE holds highs, lows and closes, COUNT doubles each. Prints the
// nanoseconds a bar of each round, and last the last value of the first output. Linked by the bench with the C that npm's talib-binding carries.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

extern "C" {
#include "ta_libc.h"
}

int main(int count, char** arguments) {
  if (count < 5) return 2;
  const int bars = std::atoi(arguments[2]);
  const int rounds = std::atoi(arguments[3]);
  const char* name = arguments[4];
  std::vector<double> columns(static_cast<std::size_t>(bars) * 3);
  std::FILE* file = std::fopen(arguments[1], "rb");
  if (file == nullptr || std::fread(columns.data(), sizeof(double), columns.size(), file) != columns.size()) return 3;
  std::fclose(file);
  const double* high = columns.data();
  const double* low = high + bars;
  const double* close = low + bars;
  std::vector<double> one(static_cast<std::size_t>(bars));
  std::vector<double> two(one);
  std::vector<double> three(one);
  TA_Initialize();
  int begin = 0;
  int results = 0;
  const auto is = [&](const char* other) { return std::strcmp(name, other) == 0; };
  for (int round = 0; round < rounds; ++round) {
    const auto before = std::chrono::steady_clock::now();
    if (is("sma")) TA_SMA(0, bars - 1, close, 30, &begin, &results, one.data());
    else if (is("ema")) TA_EMA(0, bars - 1, close, 30, &begin, &results, one.data());
    else if (is("rsi")) TA_RSI(0, bars - 1, close, 14, &begin, &results, one.data());
    else if (is("macd")) TA_MACD(0, bars - 1, close, 12, 26, 9, &begin, &results, one.data(), two.data(), three.data());
    else if (is("bbands")) TA_BBANDS(0, bars - 1, close, 20, 2, 2, TA_MAType_SMA, &begin, &results, one.data(), two.data(), three.data());
    else if (is("atr")) TA_ATR(0, bars - 1, high, low, close, 14, &begin, &results, one.data());
    else return 4;
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - before;
    std::printf("%.6g\n", spent.count() / bars);
  }
  std::printf("%.17g\n", one[static_cast<std::size_t>(results) - 1]);
  return 0;
}
