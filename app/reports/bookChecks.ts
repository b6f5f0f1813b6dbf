import { type BreakdownFigures, breakdownDimensions } from '../domain/breakdown.ts';
import type { Asset, LedgerAccount } from '../domain/ledger.ts';
import { added, type Breakdown } from '../portfolio/breakdown.ts';
import { noFigures } from '../portfolio/contribution.ts';
import type { ReportedOrder } from './reportOrders.ts';
import { standingEntries } from './reportScope.ts';
import type { Wording } from './wording.ts';

/** One figure of the report beside the same figure from elsewhere; equal to the wei, or the report has an error. */
export interface BookCheck {
  readonly what: string;
  readonly report: string;
  readonly books: string;
  readonly equal: boolean;
}

/** Holds a breakdown against the double-entry books of the same fills, each of its tables against its total, and it against running totals. */
export function bookChecks(
  breakdown: Breakdown,
  balances: FillBalances,
  running: BreakdownFigures | null,
  wording: Wording,
): readonly BookCheck[] {
  const { total } = breakdown;
  const balance = (account: LedgerAccount, asset: Asset): bigint => balances.get(`${account} ${asset}`) ?? 0n;
  const check = (what: string, report: bigint, books: bigint, asset: Asset): BookCheck => ({
    what,
    report: wording.amount(report, asset),
    books: wording.amount(books, asset),
    equal: report === books,
  });
  const traded = [...balances.keys()].flatMap((key) => (key.startsWith('trading ') ? [key.slice(8) as Asset] : []));
  const tokens = new Set<Asset>([...total.gross.keys(), ...traded]);
  const checks = [...tokens].map((token) =>
    check(
      `gross ${wording.name(token)} and the ledger`,
      token === 'native' ? 0n : (total.gross.get(token) ?? 0n),
      -balance('trading', token),
      token,
    ),
  );
  checks.push(check('gas and the ledger', total.gas, balance('gas', 'native'), 'native'));
  for (const dimension of breakdownDimensions) {
    const sum = [...breakdown.rows(dimension).values()].reduce((all, row) => added(all, row, 1n), noFigures);
    checks.push(check(`net by ${dimension} and in all`, total.net, sum.net, 'native'));
    checks.push(check(`gas by ${dimension} and in all`, total.gas, sum.gas, 'native'));
  }
  if (running === null) return checks;
  return [
    ...checks,
    check("net and the engine's running total", total.net, running.net, 'native'),
    check("gas and the engine's running total", total.gas, running.gas, 'native'),
  ];
}

/** What the entries of fills come to, by account and asset. */
export type FillBalances = Map<string, bigint>;

/** Adds what was booked for an order's fill and stands. */
export function addBooked(balances: FillBalances, { fill, entries }: ReportedOrder): void {
  if (fill === null) return;
  const booked = `fill:${fill.fill.orderId}:${fill.fill.block.hash}`;
  for (const { id, postings } of standingEntries(entries)) {
    if (id.replace(/~\d+$/, '') !== booked) continue;
    for (const { account, asset, amount } of postings) {
      const key = `${account} ${asset}`;
      balances.set(key, (balances.get(key) ?? 0n) + amount);
    }
  }
}

export function differencesIn(checks: readonly BookCheck[]): readonly string[] {
  return checks
    .filter(({ equal }) => !equal)
    .map(({ what, report, books }) => `the report does not add up: ${what}: ${report} here, ${books} there`);
}
