import type { Comparison, Condition, ConditionDecimal, ConditionOperator, ConditionValue } from './condition.ts';

type Reading = (field: string) => ConditionValue;
const unknown: Reading = () => null;

/**
 * Whether a row meets a condition; amounts are compared to the last digit. What is not known in the row neither meets nor
 * fails a comparison: null, unless the rest decides without it.
 * @param before what a field was when the row was last looked at, null where nobody looked: without it nothing crosses anything
 */
export function holds(condition: Condition, read: Reading, before: Reading = unknown): boolean | null {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'not': {
      const inner = holds(condition.part, read, before);
      return inner === null ? null : !inner;
    }
    case 'compare':
      return compare(condition, read(condition.field), before(condition.field));
    default:
      return together(condition, read, before);
  }
}

/** One part that says so decides an `or`, one that does not an `and`; else what is not known stays so. */
function together(
  { kind, parts }: Extract<Condition, { kind: 'and' | 'or' }>,
  read: Reading,
  before: Reading,
): boolean | null {
  const deciding = kind === 'or';
  let result: boolean | null = !deciding;
  for (const part of parts) {
    const holding = holds(part, read, before);
    if (holding === deciding) return deciding;
    if (holding === null) result = null;
  }
  return result;
}

function compare({ operator, value }: Comparison, found: ConditionValue, was: ConditionValue): boolean | null {
  if (found === null) return null;
  if (value.kind === 'decimal') {
    const order = orderOf(found, value);
    if (operator === 'crosses') return order === null ? null : crosses(orderOf(was, value), order);
    return order === null ? null : inOrder(operator, order);
  }
  const wanted = value.text.toLowerCase();
  const words = wordsOf(found).map((word) => word.toLowerCase());
  if (operator === 'contains') return words.some((word) => word.includes(wanted));
  return words.includes(wanted) === (operator === '=');
}

function wordsOf(found: Exclude<ConditionValue, null>): readonly string[] {
  if (typeof found === 'string') return [found];
  if (typeof found === 'boolean') return [found ? 'yes' : 'no'];
  return Array.isArray(found) ? found : [];
}

/** Below zero where the value found is the smaller; null where it is no figure. */
function orderOf(found: ConditionValue, { digits, scale }: ConditionDecimal): number | null {
  if (typeof found === 'number') return Number.isNaN(found) ? null : found - Number(digits) / 10 ** scale;
  if (found === null || typeof found !== 'object' || !('amount' in found)) return null;
  const left = found.amount * 10n ** BigInt(scale);
  const right = digits * 10n ** BigInt(found.decimals);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** It was on one side and is now on the other or right at it. What was right at it crossed it as it came there. */
function crosses(was: number | null, is: number): boolean {
  if (was === null || was === 0) return false;
  return was > 0 ? is <= 0 : is >= 0;
}

function inOrder(operator: ConditionOperator, order: number): boolean {
  switch (operator) {
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}
