/** A decimal as it was written: 0.25 is 25 over 10^2. */
export interface ConditionDecimal {
  readonly kind: 'decimal';
  readonly digits: bigint;
  readonly scale: number;
}

export interface ConditionWord {
  readonly kind: 'word';
  readonly text: string;
}

export const conditionOperators = ['=', '!=', '>', '>=', '<', '<=', 'crosses', 'contains'] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

export interface Comparison {
  readonly kind: 'compare';
  readonly field: string;
  readonly operator: ConditionOperator;
  readonly value: ConditionDecimal | ConditionWord;
}

/** A condition over the fields of one row: `net > 0.02 and (state = landed or not venue contains sushi)`. */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | Comparison;

/** What a field of a row is: a figure, one word, several words, or yes and no. */
export type ConditionFieldKind = 'figure' | 'word' | 'words' | 'yesNo';

/** An exact amount, and how many of its digits stand after the point. */
export interface ExactFigure {
  readonly amount: bigint;
  readonly decimals: number;
}

/** A field's value in one row; null where it is not known there. */
export type ConditionValue = ExactFigure | number | boolean | string | readonly string[] | null;

/** The fields of which it matters what they were before: those that are to cross a value. */
export function crossedFieldsOf(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'always':
      return [];
    case 'compare':
      return condition.operator === 'crosses' ? [condition.field] : [];
    case 'not':
      return crossedFieldsOf(condition.part);
    default:
      return [...new Set(condition.parts.flatMap(crossedFieldsOf))];
  }
}

/** The fields that a condition speaks of, each once, in the order in which they come. */
export function fieldsOf(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'always':
      return [];
    case 'compare':
      return [condition.field];
    case 'not':
      return fieldsOf(condition.part);
    default:
      return [...new Set(condition.parts.flatMap(fieldsOf))];
  }
}
