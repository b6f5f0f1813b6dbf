#include "risk_book.hpp"

namespace syndicate {
namespace {

using Wide = __int128;

constexpr std::int64_t million = 1'000'000;

bool within(std::int64_t amount) { return amount >= -mostRiskAmount && amount <= mostRiskAmount; }

bool isPlace(std::int32_t place, std::size_t count) { return place >= noPosition && place < static_cast<std::int64_t>(count); }

bool isValid(const RiskPlace& place) {
  return place.strategy >= 0 && place.strategy < static_cast<std::int64_t>(mostRiskStrategies) && place.group >= 0 &&
         place.group < static_cast<std::int64_t>(riskGroupCount) && isPlace(place.asset, mostRiskAssets) && isPlace(place.cluster, mostRiskAssets);
}

std::size_t at(RiskLimit limit) { return static_cast<std::size_t>(limit); }

/** base * ppm / 1e6, rounded down, or up for what has to be reached; 0 where there is no base. */
std::int64_t shareOf(std::int64_t base, std::int64_t ppm, bool up) {
  if (base <= 0) return 0;
  const Wide product = static_cast<Wide>(base) * ppm;
  return static_cast<std::int64_t>((product + (up ? million - 1 : 0)) / million);
}

}  // namespace

RiskBook::RiskBook() : positions_(mostRiskSlots), heldByAsset_(mostRiskAssets, 0), heldByCluster_(mostRiskAssets, 0) {}

void RiskBook::setLimits(std::span<const std::int64_t, riskLimitCount> limits) {
  for (std::size_t i = 0; i < riskLimitCount; ++i) ppm_[i] = limits[i];
  workOutAmounts();
}

void RiskBook::setAccount(const RiskAccount& account) {
  account_ = account;
  workOutAmounts();
}

void RiskBook::workOutAmounts() {
  for (std::size_t i = 0; i < riskLimitCount; ++i) amounts_[i] = shareOf(account_.capital, ppm_[i], false);
  amounts_[at(RiskLimit::monthlyDrawdown)] = shareOf(account_.monthPeak, ppm_[at(RiskLimit::monthlyDrawdown)], false);
  amounts_[at(RiskLimit::overallDrawdown)] = shareOf(account_.overallPeak, ppm_[at(RiskLimit::overallDrawdown)], false);
  for (const RiskLimit least : {RiskLimit::smallestPosition, RiskLimit::reserveCapital})
    amounts_[at(least)] = shareOf(account_.capital, ppm_[at(least)], true);
}

void RiskBook::add(const Position& position, std::int64_t sign) {
  const auto& [place, held, risk] = position;
  byStrategy_[static_cast<std::size_t>(place.strategy)] += sign * risk;
  byGroup_[static_cast<std::size_t>(place.group)] += sign * risk;
  risk_ += sign * risk;
  if (place.asset == noPosition) return;
  heldByAsset_[static_cast<std::size_t>(place.asset)] += sign * held;
  if (place.cluster != noPosition) heldByCluster_[static_cast<std::size_t>(place.cluster)] += sign * held;
  byGroup_[static_cast<std::size_t>(place.group)] += sign * held;
  held_ += sign * held;
}

bool RiskBook::setPosition(std::size_t slot, const RiskPlace& place, std::int64_t held, std::int64_t risk) {
  if (slot >= mostRiskSlots || !isValid(place) || !within(held) || !within(risk) || held < 0 || risk < 0) return false;
  add(positions_[slot], -1);
  positions_[slot] = {place, held, risk};
  add(positions_[slot], 1);
  return true;
}

std::int64_t RiskBook::share(RiskLimit limit) const { return amounts_[at(limit)]; }

bool RiskBook::check(const RiskTrade& trade, RiskVerdict& verdict) const {
  const auto& [place, atRisk, opens, adds, notional, kelly, correlation] = trade;
  if (!isValid(place) || !within(atRisk) || !within(opens) || !within(adds) || !within(notional) || kelly < 0 || kelly > million) return false;
  const bool isPosition = place.asset != noPosition;
  const std::int64_t stake = atRisk + opens;
  const std::int64_t grows = opens + adds;
  const std::int64_t openRisk = risk_ + atRisk;
  const auto row = [&](RiskRow id, std::int64_t value, std::int64_t limit, RiskRowState state) {
    const auto place_ = static_cast<std::size_t>(id);
    verdict.values[place_] = value;
    verdict.limits[place_] = limit;
    verdict.states[place_] = state;
  };
  const auto most = [&](RiskRow id, std::int64_t value, std::int64_t limit) {
    row(id, value, limit, value <= limit ? RiskRowState::passed : RiskRowState::failed);
  };
  const auto least = [&](RiskRow id, std::int64_t value, std::int64_t limit) {
    row(id, value, limit, value >= limit ? RiskRowState::passed : RiskRowState::failed);
  };
  const RiskRowState unknown = opens > 0 ? RiskRowState::failedUnknown : RiskRowState::passedUnknown;

  most(RiskRow::singleTrade, stake, share(RiskLimit::singleTrade));
  most(RiskRow::strategyExposure, byStrategy_[static_cast<std::size_t>(place.strategy)] + stake, share(RiskLimit::strategyExposure));
  most(RiskRow::dailyRisk, account_.dayLoss + openRisk, share(RiskLimit::dailyRisk));
  const std::int64_t related = place.cluster == noPosition ? 0 : heldByCluster_[static_cast<std::size_t>(place.cluster)] + grows;
  most(RiskRow::relatedAssets, related, share(RiskLimit::relatedAssets));
  most(RiskRow::leverage, held_ + openRisk + (isPosition ? grows : 0), share(RiskLimit::leverage));
  most(RiskRow::flashNotional, notional, share(RiskLimit::flashNotional));
  most(RiskRow::monthlyDrawdown, account_.monthFall + openRisk, share(RiskLimit::monthlyDrawdown));
  most(RiskRow::overallDrawdown, account_.overallFall + openRisk, share(RiskLimit::overallDrawdown));
  const std::int64_t held = isPosition ? heldByAsset_[static_cast<std::size_t>(place.asset)] : 0;
  if (opens > 0) least(RiskRow::smallestPosition, held + opens, share(RiskLimit::smallestPosition));
  else row(RiskRow::smallestPosition, 0, share(RiskLimit::smallestPosition), RiskRowState::notApplicable);
  most(RiskRow::largestPosition, isPosition ? held + grows : 0, share(RiskLimit::largestPosition));
  const std::int64_t mostCorrelation = ppm_[at(RiskLimit::correlation)];
  if (opens == 0) row(RiskRow::correlation, 0, mostCorrelation, RiskRowState::notApplicable);
  else if (correlation == unknownFigure) row(RiskRow::correlation, 0, mostCorrelation, RiskRowState::failedUnknown);
  else most(RiskRow::correlation, correlation, mostCorrelation);
  const auto group = static_cast<std::size_t>(place.group);
  most(RiskRow::chainGroup, byGroup_[group] + atRisk + (isPosition ? grows : 0), amounts_[at(RiskLimit::mainnetCapital) + group]);
  least(RiskRow::reserve, account_.cash - openRisk - opens, share(RiskLimit::reserveCapital));
  if (account_.valueAtRisk == unknownFigure) row(RiskRow::valueAtRisk, 0, share(RiskLimit::valueAtRisk), unknown);
  else most(RiskRow::valueAtRisk, account_.valueAtRisk, share(RiskLimit::valueAtRisk));
  most(RiskRow::kelly, stake, shareOf(account_.capital, kelly, false));

  verdict.firstFailed = riskRowCount;
  for (std::size_t i = 0; i < riskRowCount; ++i) {
    if (verdict.states[i] != RiskRowState::failed && verdict.states[i] != RiskRowState::failedUnknown) continue;
    verdict.firstFailed = i;
    break;
  }
  return true;
}

}  // namespace syndicate
