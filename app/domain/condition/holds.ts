import type { Comparison, Condition, ConditionDecimal, ConditionOperator, ConditionValue } from './condition.ts';

/**
 * Whether a row meets a condition; amounts are compared to the last digit. What is not known in the row neither meets nor
 * fails a comparison: null, unless the rest decides without it.
 */
export function holds(condition: Condition, read: (field: string) => ConditionValue): boolean | null {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'not': {
      const inner = holds(condition.part, read);
      return inner === null ? null : !inner;
    }
    case 'compare':
      return compare(condition, read(condition.field));
    default:
      return together(condition, read);
  }
}

/** One part that says so decides an `or`, one that does not an `and`; else what is not known stays so. */
function together(
  { kind, parts }: Extract<Condition, { kind: 'and' | 'or' }>,
  read: (field: string) => ConditionValue,
): boolean | null {
  const deciding = kind === 'or';
  let result: boolean | null = !deciding;
  for (const part of parts) {
    const holding = holds(part, read);
    if (holding === deciding) return deciding;
    if (holding === null) result = null;
  }
  return result;
}

function compare({ operator, value }: Comparison, found: ConditionValue): boolean | null {
  if (found === null) return null;
  if (value.kind === 'decimal') {
    const order = orderOf(found, value);
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
