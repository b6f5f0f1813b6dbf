import type { LinkSubject } from '../contract/workspace.ts';
import type { ConditionFieldKind, ConditionValue } from '../domain/condition/condition.ts';
import type { Address } from '../domain/hex.ts';

/** What reading a row needs besides the row. */
export interface AlertContext {
  readonly nowMs: number;
  readonly nativeSymbol: string;
  /** A token's symbol and decimals; null while it is not known: a guess of decimals would be a wrong figure. */
  readonly token: (address: Address) => { readonly symbol: string; readonly decimals: number } | null;
}

export interface AlertField<Row> {
  readonly kind: ConditionFieldKind;
  readonly unit: string;
  readonly means: string;
  readonly read: (row: Row, context: AlertContext) => ConditionValue;
}

/** What rules about one kind of row can speak of. A new topic is one of these and a line in topics.ts. */
export interface AlertTopicDefinition<Row> {
  readonly title: string;
  /**
   * Of a figure there is one row that changes: a rule that is met already speaks at once. Of events there are many: those
   * from before the rule are passed over.
   */
  readonly rows: 'figure' | 'events';
  /** Changes by itself as time passes, and is looked at each time. */
  readonly ages?: boolean;
  readonly fields: Readonly<Record<string, AlertField<Row>>>;
  readonly example: string;
  /** The row in a few words. */
  readonly name: (row: Row, context: AlertContext) => string;
  /** Fields that the name says already. */
  readonly named?: readonly string[];
  /** What a click on the alert shows in the linked panels. */
  readonly subject?: (row: Row) => LinkSubject | null;
}
