import type { BreakdownRow, EquityRow, PanelRow, RivalRow } from '../contract/panelStream.ts';
import { type BreakdownDimension, type BreakdownFigures, breakdownDimensions } from '../domain/breakdown.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { Address } from '../domain/hex.ts';
import type { RivalTotals } from '../domain/rival.ts';
import type { KernelState } from './kernelState.ts';

export const profitTopics = ['equity', 'breakdown', 'rivals'] as const;
type ProfitTopic = (typeof profitTopics)[number];
type ProfitRow = { readonly [T in ProfitTopic]: { readonly topic: T; readonly row: PanelRow<T> } }[ProfitTopic];

/** Rows of running totals: made anew only where the figures behind them are others than last time. */
export class ProfitRows {
  readonly #kernel: KernelState;
  /** What each row was made from, by topic and id: figures are never changed in place. */
  #sources: Readonly<Record<ProfitTopic, ReadonlyMap<string, unknown>>> = {
    equity: new Map(),
    breakdown: new Map(),
    rivals: new Map(),
  };

  constructor(kernel: KernelState) {
    this.#kernel = kernel;
  }

  /** The rows that another gave are there already. */
  takeOver(other: ProfitRows): void {
    this.#sources = other.#sources;
  }

  has(topic: ProfitTopic, id: string): boolean {
    return this.#sources[topic].has(id);
  }

  changed(): readonly ProfitRow[] {
    const { equityLine, breakdown, rivals } = this.#kernel;
    const before = this.#sources;
    const changes: ProfitRow[] = [];
    const points = new Map(equityLine.points.map((point) => [String(point.blockNumber), point]));
    for (const [id, point] of points)
      if (before.equity.get(id) !== point) changes.push({ topic: 'equity', row: equityRow(id, point) });
    const figures = new Map<string, BreakdownFigures>();
    for (const by of breakdownDimensions) {
      for (const [name, row] of breakdown.rows(by)) {
        const id = `${by} ${name}`;
        figures.set(id, row);
        if (before.breakdown.get(id) !== row)
          changes.push({ topic: 'breakdown', row: breakdownRow(id, by, name, row) });
      }
    }
    const totals = new Map(rivals.totals.map((total) => [String(total.rival), total]));
    for (const [id, total] of totals)
      if (before.rivals.get(id) !== total) changes.push({ topic: 'rivals', row: rivalRow(id, total) });
    this.#sources = { equity: points, breakdown: figures, rivals: totals };
    return changes;
  }
}

function equityRow(id: string, { atMs, blockNumber, result, total, external }: EquityPoint): EquityRow {
  return { id, atMs, blockNumber, net: result, total, external };
}

function breakdownRow(id: string, by: BreakdownDimension, name: string, figures: BreakdownFigures): BreakdownRow {
  const { gross, flashFees, slippage, ...others } = figures;
  return {
    ...others,
    id,
    by,
    name: name.slice(0, 128),
    gross: tokenSums(gross),
    flashFees: tokenSums(flashFees),
    slippage: tokenSums(slippage),
  };
}

function rivalRow(id: string, totals: RivalTotals): RivalRow {
  const { lost, missed, lostNet, missedNet, transactions, tips, tipsUnknown, earnedUnknown, lastBlock } = totals;
  return {
    ...{ id, lost, missed, lostNet, missedNet, transactions, tips, tipsUnknown, earnedUnknown, lastBlock },
    earned: tokenSums(totals.earned),
    lastRoute: totals.lastRoute.slice(0, 256),
  };
}

function tokenSums(sums: ReadonlyMap<Address, bigint>): { token: Address; amount: bigint }[] {
  return [...sums].slice(0, 64).map(([token, amount]) => ({ token, amount }));
}
