import { type BreakdownFigures, breakdownDimensions } from '../domain/breakdown.ts';
import type { Address } from '../domain/hex.ts';
import type { Breakdown } from '../portfolio/breakdown.ts';
import { safeText, type Wording } from './wording.ts';

/** A name in one dimension with what its orders brought and cost, in the native currency. `total` is the first line. */
export interface BreakdownLine {
  readonly by: string;
  readonly name: string;
  readonly orders: number;
  readonly landed: number;
  readonly failed: number;
  readonly net: string;
  readonly predictedNet: string;
  readonly gas: string;
  readonly tips: string;
  /** Transactions whose part of `gas` in `tips` is not known. */
  readonly tipsUnknown: number;
  readonly failureCost: string;
}

/** Amounts of one token in one line of the breakdown. */
export interface BreakdownTokenLine {
  readonly by: string;
  readonly name: string;
  readonly token: string;
  readonly address: string;
  readonly gross: string;
  readonly flashFees: string;
  readonly slippage: string;
}

export function breakdownLines(
  breakdown: Breakdown,
  wording: Wording,
): { readonly breakdown: readonly BreakdownLine[]; readonly breakdownTokens: readonly BreakdownTokenLine[] } {
  const rows: (readonly [by: string, name: string, figures: BreakdownFigures])[] = [['total', '', breakdown.total]];
  for (const dimension of breakdownDimensions) {
    const sorted = [...breakdown.rows(dimension)].sort(([, a], [, b]) => (a.net > b.net ? -1 : a.net < b.net ? 1 : 0));
    for (const [key, figures] of sorted) rows.push([dimension, nameOf(dimension, key, wording), figures]);
  }
  return {
    breakdown: rows.map(([by, name, figures]) => figuresLine(by, name, figures, wording)),
    breakdownTokens: rows.flatMap(([by, name, figures]) => tokenLines(by, name, figures, wording)),
  };
}

function nameOf(dimension: string, key: string, wording: Wording): string {
  return dimension === 'token' && key.startsWith('0x') ? wording.name(key as Address) : safeText(key);
}

function figuresLine(by: string, name: string, figures: BreakdownFigures, { native }: Wording): BreakdownLine {
  const { orders, landed, failed, tipsUnknown } = figures;
  return {
    by,
    name,
    orders,
    landed,
    failed,
    net: native(figures.net),
    predictedNet: native(figures.predictedNet),
    gas: native(figures.gas),
    tips: native(figures.tips),
    tipsUnknown,
    failureCost: native(figures.failureCost),
  };
}

function tokenLines(by: string, name: string, figures: BreakdownFigures, wording: Wording): BreakdownTokenLine[] {
  const tokens = new Set([...figures.gross.keys(), ...figures.flashFees.keys(), ...figures.slippage.keys()]);
  return [...tokens].map((address) => ({
    by,
    name,
    token: wording.name(address),
    address,
    gross: wording.amount(figures.gross.get(address) ?? 0n, address),
    flashFees: wording.amount(figures.flashFees.get(address) ?? 0n, address),
    slippage: wording.amount(figures.slippage.get(address) ?? 0n, address),
  }));
}
