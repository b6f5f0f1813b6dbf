#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace syndicate {

/** What is held and what is at risk, with its sums kept as positions come and go: a check costs the same with one position and with a thousand. */
inline constexpr std::size_t mostRiskSlots = 2048;
/** Of an amount, in 1e-9 of the native currency; so no sum of all positions leaves 64 bits. */
inline constexpr std::int64_t mostRiskAmount = 1'000'000'000'000'000;
inline constexpr std::size_t mostRiskStrategies = 64;
inline constexpr std::size_t riskGroupCount = 3;
inline constexpr std::size_t mostRiskAssets = 4096;

/** An asset's place, or its cluster's, where it is cash: it is no position. */
inline constexpr std::int32_t noPosition = -1;

/** Millionths, in the order of limitIds in app/domain/riskLimit.ts. */
inline constexpr std::size_t riskLimitCount = 17;
enum class RiskLimit : std::size_t {
  singleTrade, strategyExposure, dailyRisk, relatedAssets, leverage, flashNotional, monthlyDrawdown, overallDrawdown,
  smallestPosition, largestPosition, correlation, mainnetCapital, layer2Capital, crossChainCapital, reserveCapital,
  valueAtRisk, kellyFraction
};

/** What a check compares, in order. */
inline constexpr std::size_t riskRowCount = 15;
enum class RiskRow : std::size_t {
  singleTrade, strategyExposure, dailyRisk, relatedAssets, leverage, flashNotional, monthlyDrawdown, overallDrawdown,
  smallestPosition, largestPosition, correlation, chainGroup, reserve, valueAtRisk, kelly
};

enum class RiskRowState : std::uint8_t { passed, failed, passedUnknown, failedUnknown, notApplicable };

/** A figure that nobody knows. */
inline constexpr std::int64_t unknownFigure = INT64_MIN;

struct RiskAccount {
  std::int64_t capital = 0;
  std::int64_t cash = 0;
  /** The day's realised loss; below 0 for a gain. */
  std::int64_t dayLoss = 0;
  std::int64_t monthPeak = 0;
  std::int64_t monthFall = 0;
  std::int64_t overallPeak = 0;
  std::int64_t overallFall = 0;
  /** Or unknownFigure. */
  std::int64_t valueAtRisk = unknownFigure;
};

struct RiskPlace {
  std::int32_t strategy = 0;
  std::int32_t group = 0;
  std::int32_t asset = noPosition;
  std::int32_t cluster = noPosition;
};

struct RiskTrade {
  RiskPlace place;
  /** What it can lose. */
  std::int64_t atRisk = 0;
  /** The position that it opens; 0 for an atomic trade. */
  std::int64_t opens = 0;
  /** What its gain adds to holdings of the asset. */
  std::int64_t adds = 0;
  /** Its flash-funded input. */
  std::int64_t notional = 0;
  /** Millionths of capital that Kelly allows. */
  std::int64_t kelly = 0;
  /** Millionths, or unknownFigure. */
  std::int64_t correlation = unknownFigure;
};

struct RiskVerdict {
  std::array<std::int64_t, riskRowCount> values;
  std::array<std::int64_t, riskRowCount> limits;
  std::array<RiskRowState, riskRowCount> states;
  /** Of the rows that failed; riskRowCount where none did. */
  std::size_t firstFailed;
};

class RiskBook {
 public:
  RiskBook();

  void setLimits(std::span<const std::int64_t, riskLimitCount> limits);
  void setAccount(const RiskAccount& account);
  /** Takes the place of what the slot held. Answers false on a place or an amount out of range. */
  bool setPosition(std::size_t slot, const RiskPlace& place, std::int64_t held, std::int64_t risk);
  /** Answers false on a place or an amount out of range. Allocates nothing. */
  bool check(const RiskTrade& trade, RiskVerdict& verdict) const;

 private:
  struct Position {
    RiskPlace place;
    std::int64_t held = 0;
    std::int64_t risk = 0;
  };

  void add(const Position& position, std::int64_t sign);
  std::int64_t share(RiskLimit limit) const;

  std::vector<Position> positions_;
  std::vector<std::int64_t> heldByAsset_;
  std::vector<std::int64_t> heldByCluster_;
  std::array<std::int64_t, mostRiskStrategies> byStrategy_{};
  std::array<std::int64_t, riskGroupCount> byGroup_{};
  std::int64_t held_ = 0;
  std::int64_t risk_ = 0;
  std::array<std::int64_t, riskLimitCount> ppm_{};
  /** Of capital, worked out when limits or account change. */
  std::array<std::int64_t, riskLimitCount> amounts_{};
  RiskAccount account_;

  void workOutAmounts();
};

}  // namespace syndicate
