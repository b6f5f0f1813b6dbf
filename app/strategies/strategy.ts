import type { Cycle, ProfitToken } from '../detect/cycle.ts';
import type { TokenAmount, Wei } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Address } from '../domain/hex.ts';
import type { FundingChoice } from '../domain/lender.ts';
import type { StrategyId } from '../domain/mode.ts';
import type { BlockReference, Opportunity, RouteHop } from '../domain/opportunity.ts';
import type { Funding } from '../domain/plan.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { StageClock } from '../domain/stageClock.ts';

/** Where and when a cycle was found. */
export interface Sighting {
  readonly block: BlockReference;
  readonly seenAtMs: EpochMs;
  /** Place among the block's cycles, best first, from 1. */
  readonly rank: number;
  readonly clock: StageClock;
}

/** The next block as a proposal has to reckon with it. */
export interface BlockOutlook {
  readonly headTimestampS: number;
  readonly blockTimeMs: number;
  /** Base fee of the block that comes next. */
  readonly baseFeePerGas: Wei;
  /** Whether the chain takes its data fee as gas of the transaction (Arbitrum), so that the gas limit has to hold it. */
  readonly dataFeeIsGas?: boolean;
}

/** What a strategy wants to send: execution's `makePlan` turns it into a transaction. */
export interface TradeIntent {
  readonly hops: readonly RouteHop[];
  readonly funding: Funding;
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly minProfit: TokenAmount;
  readonly deadlineS: number;
  readonly gasLimit: number;
  readonly maxFeePerGas: Wei;
  readonly maxPriorityFeePerGas: Wei;
  /** What gas is expected to cost at the outlook's base fee and this tip. */
  readonly expectedGasCost: Wei;
  /** Predicted gross in the native currency, less expectedGasCost: what the trade leaves us after its bid. */
  readonly expectedNet: Wei;
}

/** A strategy is pure policy: it turns what was found into what we would do, and knows nothing of clocks, chains or keys. */
export interface Strategy<Settings> {
  readonly id: StrategyId;
  readonly name: string;
  readonly description: string;
  readonly defaults: Settings;
  /** What each setting does, and its unit. */
  readonly settingTexts: Readonly<Record<keyof Settings & string, string>>;
  /**
   * @param gasPrice base fee + tip floor, at which the cycle was priced
   * @param dataFee of the execution on a rollup; 0 where it is not given
   */
  toOpportunity(
    cycle: Cycle,
    sighting: Sighting,
    choice: FundingChoice,
    value: ProfitToken,
    gasPrice: Wei,
    dataFee?: Wei,
  ): Opportunity;
  /** Why it does not want this one, or null. */
  judge(opportunity: Opportunity, settings: Settings): Rejection | null;
  propose(opportunity: Opportunity, value: ProfitToken, outlook: BlockOutlook, settings: Settings): TradeIntent;
}
