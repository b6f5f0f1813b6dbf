import type { ExactDirection } from '../../exactPool.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';

/** A swap asked of the core, and the same asked of a contract. */
export interface FuzzQuestion {
  readonly state: ExactPoolState;
  readonly direction: ExactDirection;
  readonly amount: bigint;
}

/** What the chain says. `after` holds what the oracle knows of the state that the swap leaves. */
export type FuzzAnswer =
  | {
      readonly ok: true;
      readonly amountIn: bigint;
      readonly amountOut: bigint;
      readonly after?: Readonly<Record<string, unknown>>;
    }
  | { readonly ok: false };
