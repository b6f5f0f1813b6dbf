import { type Wei, wei } from '../domain/amount.ts';
import { ensure } from '../domain/errors.ts';
import type { StrategyId } from '../domain/mode.ts';
import {
  type ChainGroup,
  chainGroups,
  groupLimits,
  type LimitId,
  type LimitValues,
  limitIds,
} from '../domain/riskLimit.ts';
import { loadNative } from '../native.ts';

/** The core counts in 1e-9 of the native currency. */
const unit = 1_000_000_000n;
/** As mostRiskAmount in native/risk: larger amounts count as this one, which is over every limit of a capital that is not larger itself. */
export const mostUnits = 1_000_000_000_000_000n;
const mostSlots = 2048;
const unknownFigure = -(1n << 63n);
const nowhere = -1;

export interface RiskPlace {
  readonly strategy: StrategyId;
  readonly group: ChainGroup;
  /** The token whose holdings it is of or adds to; null for cash. */
  readonly asset: string | null;
  /** Number of the holdings that move with it. */
  readonly cluster: number | null;
}

/** A holding, or something under way that can cost. */
export interface RiskPosition extends RiskPlace {
  readonly held: Wei;
  readonly risk: Wei;
}

export interface RiskAccount {
  readonly capital: Wei;
  readonly cash: Wei;
  /** Below zero for a gain. */
  readonly dayLoss: Wei;
  readonly monthPeak: Wei;
  readonly monthFall: Wei;
  readonly overallPeak: Wei;
  readonly overallFall: Wei;
  /** Null while nobody knows it. */
  readonly valueAtRisk: Wei | null;
}

export interface RiskTrade extends RiskPlace {
  /** What it can lose: gas at worst. */
  readonly atRisk: Wei;
  /** Value of the position that it opens; 0 for an atomic trade. */
  readonly opens: Wei;
  /** Value that its gain adds to what is held of `asset`. */
  readonly adds: Wei;
  /** Its flash-funded input. */
  readonly notional: Wei;
  /** Millionths of capital that Kelly lets it stake. */
  readonly kelly: number;
  /** Millionths, of the position that it opens with what is held; null while nobody knows it. */
  readonly correlation: number | null;
}

/** In the order of the core. unknown: the figure is not known, and the trade may go on without it. */
const rowStates = ['passed', 'failed', 'unknown', 'failedUnknown', 'notApplicable'] as const;
export type LimitCheckState = (typeof rowStates)[number];

/** One limit, compared. */
export interface LimitCheck {
  readonly limit: LimitId;
  readonly unit: 'wei' | 'millionths';
  readonly value: bigint;
  readonly bound: bigint;
  /** What is left until the bound; below zero where it is crossed. */
  readonly headroom: bigint;
  readonly state: LimitCheckState;
}

/** The core's rows; a chain group's limit takes the place of `group`. */
const rows: readonly (LimitId | 'group')[] = [
  'singleTrade',
  'strategyExposure',
  'dailyRisk',
  'relatedAssets',
  'leverage',
  'flashNotional',
  'monthlyDrawdown',
  'overallDrawdown',
  'smallestPosition',
  'largestPosition',
  'correlation',
  'group',
  'reserveCapital',
  'valueAtRisk',
  'kellyFraction',
];

const leastRows: ReadonlySet<LimitId | 'group'> = new Set(['smallestPosition', 'reserveCapital']);

function bounded(units: bigint): bigint {
  return units > mostUnits ? mostUnits : units < -mostUnits ? -mostUnits : units;
}

/** In the core's units, rounded so that no limit is met by rounding. */
export function unitsUp(amount: bigint): bigint {
  return bounded(-(-amount / unit) + (-amount % unit < 0n ? 1n : 0n));
}

export function unitsDown(amount: bigint): bigint {
  return bounded(amount / unit - (amount % unit < 0n ? 1n : 0n));
}

/**
 * What is held and what is at risk, held against every limit. Sums are kept as positions come and go, so that a check costs the same
 * with one position and with a thousand.
 */
export class RiskBook {
  readonly #native = new (loadNative().RiskBook)();
  readonly #positions = new Map<string, { readonly slot: number; readonly position: RiskPosition }>();
  readonly #free: number[] = [];
  readonly #strategies = new Map<string, number>();
  readonly #assets = new Map<string, number>();
  #limits: LimitValues | null = null;
  #account: RiskAccount | null = null;
  readonly #numbers = new Int32Array(5);
  readonly #amounts = new BigInt64Array(2);
  readonly #place = new Int32Array(4);
  readonly #trade = new BigInt64Array(6);
  readonly #rows = new BigInt64Array(2 * rows.length);
  readonly #states = new Uint8Array(rows.length);

  setLimits(limits: LimitValues): void {
    this.#limits = limits;
    const status = this.#native.setLimits(BigInt64Array.from(limitIds, (id) => BigInt(limits[id])));
    ensure(status === 0, 'limits that the core does not take', { status });
  }

  setAccount(account: RiskAccount): void {
    this.#account = account;
    const figures = BigInt64Array.of(
      unitsDown(account.capital),
      unitsDown(account.cash),
      unitsUp(account.dayLoss),
      unitsDown(account.monthPeak),
      unitsUp(account.monthFall),
      unitsDown(account.overallPeak),
      unitsUp(account.overallFall),
      account.valueAtRisk === null ? unknownFigure : unitsUp(account.valueAtRisk),
    );
    const status = this.#native.setAccount(figures);
    ensure(status === 0, 'an account that the core does not take', { status });
  }

  /** What stands under `key` from now on; null for nothing. @throws BugError when there are more than the core has room for */
  setPosition(key: string, position: RiskPosition | null): void {
    const known = this.#positions.get(key);
    if (position === null) {
      if (known === undefined) return;
      this.#positions.delete(key);
      this.#free.push(known.slot);
      return this.#write(known.slot, known.position, 0n, 0n);
    }
    const slot = known?.slot ?? this.#free.pop() ?? this.#positions.size;
    ensure(slot < mostSlots, 'more positions than the risk book has room for', { mostSlots });
    this.#positions.set(key, { slot, position });
    this.#write(slot, position, unitsUp(position.held), unitsUp(position.risk));
  }

  /** Holds a trade against every limit, in their order. */
  check(trade: RiskTrade): LimitCheck[] {
    this.#writePlace(this.#place, 0, trade);
    const amounts = this.#trade;
    amounts[0] = unitsUp(trade.atRisk);
    amounts[1] = unitsUp(trade.opens);
    amounts[2] = unitsUp(trade.adds);
    amounts[3] = unitsUp(trade.notional);
    amounts[4] = BigInt(trade.kelly);
    amounts[5] = trade.correlation === null ? unknownFigure : BigInt(trade.correlation);
    const failed = this.#native.check(this.#place, amounts, this.#rows, this.#states);
    ensure(failed >= 0, 'a trade that the core cannot hold against limits', { status: failed });
    return rows.map((row, i) => {
      const limit = row === 'group' ? groupLimits[trade.group] : row;
      const isPlain = row === 'correlation';
      const scale = isPlain ? 1n : unit;
      const value = (this.#rows[2 * i] ?? 0n) * scale;
      const bound = (this.#rows[2 * i + 1] ?? 0n) * scale;
      const headroom = leastRows.has(row) ? value - bound : bound - value;
      const state = rowStates[this.#states[i] ?? 1] ?? 'failed';
      return { limit, unit: isPlain ? 'millionths' : 'wei', value, bound, headroom, state };
    });
  }

  /** The same book, which goes its own way from here. */
  copy(): RiskBook {
    const copy = new RiskBook();
    if (this.#limits !== null) copy.setLimits(this.#limits);
    if (this.#account !== null) copy.setAccount(this.#account);
    for (const [key, { position }] of this.#positions) copy.setPosition(key, position);
    return copy;
  }

  #write(slot: number, place: RiskPlace, held: bigint, risk: bigint): void {
    this.#numbers[0] = slot;
    this.#writePlace(this.#numbers, 1, place);
    this.#amounts[0] = held;
    this.#amounts[1] = risk;
    const status = this.#native.setPosition(this.#numbers, this.#amounts);
    ensure(status === 0, 'a position that the core does not take', { status, slot });
  }

  #writePlace(numbers: Int32Array, from: number, { strategy, group, asset, cluster }: RiskPlace): void {
    numbers[from] = numberOf(this.#strategies, strategy);
    numbers[from + 1] = chainGroups.indexOf(group);
    numbers[from + 2] = asset === null ? nowhere : numberOf(this.#assets, asset);
    numbers[from + 3] = asset === null || cluster === null ? nowhere : cluster;
  }
}

function numberOf(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

export function failedCheck(checks: readonly LimitCheck[]): LimitCheck | null {
  return checks.find(({ state }) => state === 'failed' || state === 'failedUnknown') ?? null;
}

export const nothingAtStake = {
  atRisk: wei(0n),
  opens: wei(0n),
  adds: wei(0n),
  notional: wei(0n),
  kelly: 0,
  correlation: null,
};
