import type { StressRow } from '../../../app/contract/scenarios.ts';
import { formatUnits } from '../../../app/domain/amount.ts';
import type { RunMode } from '../../../app/domain/mode.ts';
import { allAssets, type RestingOutcome, type Shock } from '../../../app/domain/scenario.ts';
import { minus } from '../../format/amount.ts';
import type { PlainTable } from '../../format/table.ts';

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

function percent(ppm: number): string {
  return `${ppm < 0 ? minus : '+'}${Math.abs(ppm) / 10_000} %`;
}

/** A shock in a few words: "all prices −30 %". */
export function shockText(shock: Shock): string {
  switch (shock.kind) {
    case 'price':
      return `${shock.of === allAssets ? 'all prices' : shock.of} ${percent(shock.ppm)}`;
    case 'depeg':
      return `dollar token ${percent(shock.ppm)}`;
    case 'gas':
      return `gas × ${shock.times}`;
    case 'bridgeHalt':
      return `bridges halt ${shock.hours} h`;
    case 'oracleLag':
      return `oracles ${shock.minutes} min late`;
    case 'recorded':
      return `as recorded ${day(shock.fromMs)} to ${day(shock.toMs - 1)}`;
  }
}

/** What is left as a share of before, with a sign; null where it is not known. */
export function changeShare(before: bigint | null, after: bigint | null): number | null {
  if (before === null || after === null || before === 0n) return null;
  return Number(((after - before) * 1_000_000n) / before) / 1e6;
}

const outcomes: Readonly<Record<RestingOutcome, string>> = {
  lands: 'landing',
  reverts: 'reverting',
  waits: 'waiting',
  unknown: 'not known',
};

/** How many orders come to what: "2 waiting, 1 reverting". */
export function ordersText({ orders, problem }: Pick<StressRow, 'orders' | 'problem'>): string {
  if (orders.length === 0) return 'none under way';
  if (problem !== '') return '—';
  const counts = Map.groupBy(orders, ({ outcome }) => outcome);
  return [...counts].map(([outcome, those]) => `${those.length} ${outcomes[outcome]}`).join(', ');
}

interface Currency {
  readonly nativeSymbol: string;
  readonly dollar: { readonly symbol: string; readonly decimals: number } | null;
}

/** For a file: amounts to the last digit. */
export function scenarioTable(reports: readonly StressRow[], { dollar }: Currency, mode: RunMode): PlainTable {
  const native = (amount: bigint | null): string | null => (amount === null ? null : formatUnits(amount, 18));
  const dollars = (amount: bigint | null): string | null =>
    amount === null || dollar === null ? null : formatUnits(amount, dollar.decimals);
  return {
    columns: [
      'mode',
      'scenario',
      'shocks',
      'dollarsBefore',
      'dollarsAfter',
      'dollarsAtLowest',
      'nativeBefore',
      'nativeAfter',
      'ordersChangeNative',
      'orders',
      'notCoveredNative',
      'lockedNative',
      'oracleAboveDollars',
      'worstAt',
      'problem',
    ],
    rows: reports.map((report) => [
      mode,
      report.scenario.name,
      report.scenario.shocks.map(shockText).join('; '),
      dollars(report.dollarsBefore),
      dollars(report.dollarsAfter),
      dollars(report.dollarsAtLowest),
      native(report.nativeBefore),
      native(report.nativeAfter),
      native(report.ordersChange),
      ordersText(report),
      native(report.notCovered),
      native(report.locked),
      dollars(report.oracleAbove),
      report.worstAtS === null ? null : new Date(report.worstAtS * 1_000).toISOString(),
      report.problem,
    ]),
  };
}
