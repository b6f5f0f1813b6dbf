import type { OpportunityRow, TokenRow } from '../contract/panelStream.ts';
import { opportunityStateNames, routeText, venueLabel } from '../contract/routeText.ts';
import type { ConditionFieldKind, ConditionValue } from '../domain/condition/condition.ts';
import { rejectionWords } from '../domain/rejectionWords.ts';

/** What a filter may look at beside the row itself. */
export interface FilterFacts {
  readonly tokens: ReadonlyMap<string, TokenRow>;
  readonly chainName: string;
}

interface FilterField {
  readonly kind: ConditionFieldKind;
  readonly read: (row: OpportunityRow, facts: FilterFacts) => ConditionValue;
}

/** Decimals of the native currency of every chain that has gas. */
const nativeDecimals = 18;

function inNative(read: (row: OpportunityRow) => bigint): FilterField {
  return { kind: 'figure', read: (row) => ({ amount: read(row), decimals: nativeDecimals }) };
}

/** Not known until the token's decimals are. */
function inProfitToken(read: (row: OpportunityRow) => bigint): FilterField {
  return {
    kind: 'figure',
    read: (row, { tokens }) => {
      const token = tokens.get(row.profitToken);
      return token === undefined ? null : { amount: read(row), decimals: token.decimals };
    },
  };
}

function count(read: (row: OpportunityRow) => number): FilterField {
  return { kind: 'figure', read };
}

function words(read: (row: OpportunityRow, facts: FilterFacts) => readonly string[]): FilterField {
  return { kind: 'words', read };
}

/** Where a bare word is looked for. */
export const anywhere = 'text';

/** Amounts are in whole units of their own currency: net and gas in the native one, the others in the profit token. */
const fields: Readonly<Record<string, FilterField>> = {
  net: inNative(({ net }) => net),
  gas: inNative(({ gasCost }) => gasCost),
  gross: inProfitToken(({ gross }) => gross),
  size: inProfitToken(({ amountIn }) => amountIn),
  fee: inProfitToken(({ flashFee }) => flashFee),
  hops: count(({ hops }) => hops.length),
  block: count(({ blockNumber }) => blockNumber),
  chain: words((_, { chainName }) => [chainName]),
  strategy: words(({ strategy }) => [strategy]),
  state: words((row) => [row.state, ...stateWords(row)]),
  token: words(({ hops }, { tokens }) =>
    hops.flatMap(({ tokenIn }) => [tokens.get(tokenIn)?.symbol ?? tokenIn, tokenIn]),
  ),
  venue: words(({ hops }) => hops.flatMap((hop) => [hop.venue, venueLabel(hop)])),
  pool: words(({ hops }) => hops.map(({ pool }) => pool)),
  lender: words(({ loans }) => (loans.length === 0 ? ['flash swap'] : loans.map(({ lender }) => lender))),
  [anywhere]: words((row, { tokens }) => [
    [routeText(row.hops, tokens), row.strategy, ...stateWords(row), row.detail].join(' '),
  ]),
};

export const filterFields = new Map(Object.entries(fields).map(([name, { kind }]) => [name, kind] as const));

export function readField(name: string, row: OpportunityRow, facts: FilterFacts): ConditionValue {
  return fields[name]?.read(row, facts) ?? null;
}

function stateWords({ state, reason }: OpportunityRow): string[] {
  const name = opportunityStateNames[state];
  return reason === null ? [name] : [name, rejectionWords[reason.code], reason.code];
}
