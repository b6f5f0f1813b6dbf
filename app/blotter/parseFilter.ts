import type { OpportunityRow } from '../contract/panelStream.ts';
import { holds } from '../domain/condition/holds.ts';
import { parseCondition } from '../domain/condition/parseCondition.ts';
import { ExpectedError } from '../domain/errors.ts';
import { anywhere, type FilterFacts, filterFields, readField } from './filterFields.ts';

export interface Filter {
  /** Lets everything through where the text has a problem. */
  readonly test: (row: OpportunityRow, facts: FilterFacts) => boolean;
  /** What is not understood, in words that say what would be; null where all is. */
  readonly problem: string | null;
}

/**
 * A filter over opportunities: conditions such as `net > 20 and chain = base` or `state = "below cost"`, and bare words that must
 * occur anywhere: `WETH UniV2 net > 0.001`. What is not known of a row does not leave it out.
 */
export function parseFilter(text: string): Filter {
  try {
    const condition = parseCondition(text, filterFields, anywhere);
    return {
      test: (row, facts) => holds(condition, (field) => readField(field, row, facts)) !== false,
      problem: null,
    };
  } catch (thrown) {
    if (!(thrown instanceof ExpectedError)) throw thrown;
    return { test: () => true, problem: thrown.message };
  }
}
