import type { Comparison, ConditionFieldKind } from '../domain/condition/condition.ts';
import { parseCondition } from '../domain/condition/parseCondition.ts';
import { plainDecimal } from '../domain/condition/plainDecimal.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type Address, parseAddress } from '../domain/hex.ts';
import type { AlertRule, AlertRuleDraft } from './alerts.ts';

/** What rules about prices can speak of, by kind: their reading stands in app/alerts. */
export const priceFieldKinds = {
  price: 'figure',
  inverse: 'figure',
  change: 'figure',
  trades: 'figure',
  pool: 'word',
  pair: 'word',
  venue: 'word',
} as const satisfies Readonly<Record<string, ConditionFieldKind>>;

export const priceLevelOperators = ['crosses', '>', '>=', '<', '<='] as const;

/** A price of one pool that a rule waits for: such a rule is drawn on the pool's chart, wherever it was written. */
export interface PriceLevel {
  readonly pool: Address;
  /** Of token1 in token0: 1 divided by the price. */
  readonly inverted: boolean;
  readonly operator: (typeof priceLevelOperators)[number];
  readonly price: number;
}

export function priceLevelCondition({ pool, inverted, operator, price }: PriceLevel): string {
  return `pool = ${pool} and ${inverted ? 'inverse' : 'price'} ${operator} ${plainDecimal(price)}`;
}

/** An alert as a chart sets it: it speaks once, aloud. */
export function priceAlertDraft(name: string, level: PriceLevel): AlertRuleDraft {
  return {
    name: name.trim().slice(0, 64) || 'Price alert',
    topic: 'prices',
    condition: priceLevelCondition(level),
    severity: 'notice',
    notifies: true,
    sounds: false,
    enabled: true,
    repeatAfterS: 0,
    once: true,
  };
}

const kinds = new Map<string, ConditionFieldKind>(Object.entries(priceFieldKinds));

/** The level that a rule is about; null where it is about more, or about something else. */
export function priceLevelOf({ topic, condition }: Pick<AlertRule, 'topic' | 'condition'>): PriceLevel | null {
  if (topic !== 'prices') return null;
  const [where, level, ...more] = comparisonsOf(condition);
  if (where === undefined || level === undefined || more.length > 0) return null;
  const { field, value } = level;
  const operator = priceLevelOperators.find((each) => each === level.operator);
  if (where.field !== 'pool' || where.operator !== '=' || where.value.kind !== 'word' || operator === undefined)
    return null;
  if ((field !== 'price' && field !== 'inverse') || value.kind !== 'decimal') return null;
  try {
    const price = Number(`${value.digits}e-${value.scale}`);
    return { pool: parseAddress(where.value.text), inverted: field === 'inverse', operator, price };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return null;
  }
}

/** What has to hold together; nothing where it is not that simple or cannot be read. */
function comparisonsOf(text: string): readonly Comparison[] {
  try {
    const condition = parseCondition(text, kinds);
    const parts = condition.kind === 'and' ? condition.parts : [];
    const compared = parts.filter((part): part is Comparison => part.kind === 'compare');
    return compared.length === parts.length ? compared : [];
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return [];
  }
}
