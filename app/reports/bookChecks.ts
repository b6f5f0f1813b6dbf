import { type BreakdownFigures, breakdownDimensions } from '../domain/breakdown.ts';
import type { Asset, LedgerAccount, LedgerEntry } from '../domain/ledger.ts';
import { added, type Breakdown } from '../portfolio/breakdown.ts';
import { noFigures } from '../portfolio/contribution.ts';
import type { TimedFill } from './reportScope.ts';
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
  fills: readonly TimedFill[],
  standing: readonly LedgerEntry[],
  running: BreakdownFigures | null,
  wording: Wording,
): readonly BookCheck[] {
  const { total } = breakdown;
  const balances = balancesOf(fills, standing);
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

/** Balances of the entries of these fills, by account and asset. */
function balancesOf(fills: readonly TimedFill[], standing: readonly LedgerEntry[]): ReadonlyMap<string, bigint> {
  const ids = new Set(fills.map(({ fill }) => `fill:${fill.orderId}:${fill.block.hash}`));
  const balances = new Map<string, bigint>();
  for (const { id, postings } of standing) {
    if (!ids.has(id.replace(/~\d+$/, ''))) continue;
    for (const { account, asset, amount } of postings) {
      const key = `${account} ${asset}`;
      balances.set(key, (balances.get(key) ?? 0n) + amount);
    }
  }
  return balances;
}

export function differencesIn(checks: readonly BookCheck[]): readonly string[] {
  return checks
    .filter(({ equal }) => !equal)
    .map(({ what, report, books }) => `the report does not add up: ${what}: ${report} here, ${books} there`);
}
