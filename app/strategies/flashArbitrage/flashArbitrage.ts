import type { Cycle, ProfitToken } from '../../detect/cycle.ts';
import { mulDivDown, mulDivUp, tokenAmount, type Wei, wei } from '../../domain/amount.ts';
import type { FundingChoice } from '../../domain/lender.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import { type Rejection, rejection } from '../../domain/rejection.ts';
import type { BlockOutlook, Sighting, Strategy, TradeIntent } from '../strategy.ts';
import { feeBid } from './feeBid.ts';
import { minimumProfit } from './minimumProfit.ts';
import { type FlashArbitrageSettings, flashArbitrageDefaults, flashArbitrageSettingTexts } from './settings.ts';

function toOpportunity(
  cycle: Cycle,
  sighting: Sighting,
  choice: FundingChoice,
  value: ProfitToken,
  gasPrice: Wei,
  dataFee: Wei = wei(0n),
): Opportunity {
  const gross = cycle.gross - choice.fee;
  const gasUnits = cycle.gasUnits + choice.gasUnits;
  const gasCost = BigInt(gasUnits) * gasPrice + dataFee;
  return {
    id: `${sighting.block.number}-${sighting.rank}`,
    strategy: 'flash-arbitrage',
    block: sighting.block,
    seenAtMs: sighting.seenAtMs,
    hops: cycle.hops,
    profitToken: cycle.profitToken,
    amountIn: cycle.amountIn,
    amountOut: cycle.amountOut,
    gross: tokenAmount(gross),
    funding: choice.funding,
    flashFee: choice.fee,
    gasUnits,
    ...(dataFee === 0n ? {} : { dataFee }),
    gasCost: wei(gasCost),
    net: wei(inNative(gross, value) - gasCost),
    state: 'found',
    reason: null,
    clock: sighting.clock,
  };
}

/** Rounded towards minus infinity: a gain is never overstated, nor what a fee takes understated. */
function inNative(amount: bigint, { weiNumerator, weiDenominator }: ProfitToken): bigint {
  return amount >= 0n
    ? mulDivDown(amount, weiNumerator, weiDenominator)
    : -mulDivUp(-amount, weiNumerator, weiDenominator);
}

function judge(opportunity: Opportunity, settings: FlashArbitrageSettings): Rejection | null {
  const { net, gasCost } = opportunity;
  if (net <= 0n) return rejection('DETECT_BELOW_COST', { net, gasCost });
  if (net < settings.minNet) return rejection('POLICY_BELOW_MINIMUM', { net, minimum: settings.minNet });
  return null;
}

function propose(
  opportunity: Opportunity,
  value: ProfitToken,
  outlook: BlockOutlook,
  settings: FlashArbitrageSettings,
): TradeIntent {
  const grossWei = wei(mulDivDown(opportunity.gross, value.weiNumerator, value.weiDenominator));
  const dataFee = opportunity.dataFee ?? wei(0n);
  const bid = feeBid(grossWei, opportunity.gasUnits, outlook.baseFeePerGas, settings, dataFee);
  // Twice: its price may double before the trade lands.
  const dataGas =
    outlook.dataFeeIsGas === true && outlook.baseFeePerGas > 0n ? (2n * dataFee) / outlook.baseFeePerGas + 1n : 0n;
  const margin = mulDivUp(BigInt(opportunity.gasUnits), BigInt(settings.gasMarginPpm), 1_000_000n);
  return {
    hops: opportunity.hops,
    funding: opportunity.funding,
    profitToken: opportunity.profitToken,
    amountIn: opportunity.amountIn,
    minProfit: minimumProfit(opportunity.gross, settings.minProfitSharePpm, bid.expectedGasCost, value),
    deadlineS: deadline(outlook, settings),
    gasLimit: opportunity.gasUnits + Number(margin + dataGas),
    ...bid,
    expectedNet: wei(grossWei - bid.expectedGasCost),
  };
}

/** Block timestamps are whole seconds, so the distance is rounded up and has a least value. */
function deadline(outlook: BlockOutlook, settings: FlashArbitrageSettings): number {
  const seconds = Math.ceil((settings.deadlineBlocks * outlook.blockTimeMs) / 1000);
  return outlook.headTimestampS + Math.max(seconds, settings.deadlineMinS);
}

/** Closed routes over several pools that end with more than they began with, funded by a flash swap or flash loans. */
export const flashArbitrage: Strategy<FlashArbitrageSettings> = {
  id: 'flash-arbitrage',
  name: 'Flash arbitrage',
  description:
    'Closed routes of two to four swaps, funded by their first pool or by lenders, that end with more than they began with.',
  defaults: flashArbitrageDefaults,
  settingTexts: flashArbitrageSettingTexts,
  toOpportunity,
  judge,
  propose,
};
