import type { OpportunityRow, TokenRow } from '../../../app/contract/panelStream.ts';
import { parseUnits } from '../../../app/domain/amount.ts';
import { routeText } from '../../components/Route.tsx';
import { opportunityStateNames, opportunityWords } from '../../format/words.ts';
import { nativeDecimals, tokenOf } from '../../state/tokens.ts';

export type OpportunityTest = (row: OpportunityRow, tokens: ReadonlyMap<string, TokenRow>) => boolean;

export interface Filter {
  readonly test: OpportunityTest;
  /** What is wrong with the text, in words; the filter then lets everything through. */
  readonly problem: string | null;
}

const fields = ['net', 'gross', 'gas', 'size', 'hops', 'block'] as const;
type Field = (typeof fields)[number];

const comparison = new RegExp(`^(${fields.join('|')})(<=|>=|<|>|=|≤|≥)(-?\\d+(?:\\.\\d+)?)$`);

const comparators: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '≤': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '≥': (a, b) => a >= b,
  '=': (a, b) => a === b,
};

/** The field as an integer, and how many decimals that integer has. */
function fieldOf(row: OpportunityRow, field: Field, tokens: ReadonlyMap<string, TokenRow>): [bigint, number] {
  const { decimals } = tokenOf(tokens, row.profitToken);
  switch (field) {
    case 'net':
      return [row.net, nativeDecimals];
    case 'gas':
      return [row.gasCost, nativeDecimals];
    case 'gross':
      return [row.gross, decimals];
    case 'size':
      return [row.amountIn, decimals];
    case 'hops':
      return [BigInt(row.hops.length), 0];
    case 'block':
      return [BigInt(row.blockNumber), 0];
  }
}

/** Compares in integers: both sides are brought to 36 decimals first. */
function compares(field: Field, operator: string, limit: string): OpportunityTest {
  const bound = parseUnits(limit, 36);
  const holds = comparators[operator];
  return (row, tokens) => {
    const [value, decimals] = fieldOf(row, field, tokens);
    return holds?.(value * 10n ** BigInt(36 - decimals), bound) ?? true;
  };
}

function mentions(word: string): OpportunityTest {
  const wanted = word.toLowerCase();
  return (row, tokens) =>
    `${routeText(row.hops, tokens)} ${opportunityStateNames[row.state]} ${opportunityWords(row).words} ${row.reason?.code ?? ''}`
      .toLowerCase()
      .includes(wanted);
}

/** Everything between words of a comparison closes up, so `net > 0.001` is one term; `and` joins terms and says nothing. */
function terms(text: string): string[] {
  return text
    .replace(/\s*(<=|>=|<|>|=|≤|≥)\s*/g, '$1')
    .split(/[\s,]+/)
    .filter((term) => term !== '' && term.toLowerCase() !== 'and');
}

/**
 * The filter box of the opportunities: words that must occur (token, venue, state, rejection code) and comparisons such
 * as `net > 0.001 and hops <= 4` over net, gross, gas, size (in their own units), hops and block.
 */
export function parseFilter(text: string): Filter {
  const tests: OpportunityTest[] = [];
  for (const term of terms(text)) {
    const match = comparison.exec(term.toLowerCase());
    const [, field, operator = '', limit = ''] = match ?? [];
    if (field !== undefined) tests.push(compares(field as Field, operator, limit.slice(0, 30)));
    else if (/[<>=≤≥]/.test(term)) {
      return { test: () => true, problem: `"${term}" is not understood. Compare ${fields.join(', ')} with a number.` };
    } else tests.push(mentions(term));
  }
  return { test: (row, tokens) => tests.every((test) => test(row, tokens)), problem: null };
}
