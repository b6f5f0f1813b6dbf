import type { Address } from '../domain/hex.ts';
import type { StrategyMode } from '../domain/mode.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';

/** What stands between a wanted opportunity and a ticket, whatever the strategy. */
export interface Admission {
  readonly mode: StrategyMode;
  readonly executor: Address | null;
  /** Orders that have to be resolved first. */
  readonly openOrders: number;
  readonly maxOpenOrders: number;
}

/** The policy's reason not to make a ticket, or null: the strategy's mode, the executor, and orders under way, in this order. */
export function admit(admission: Admission): Rejection | null {
  if (admission.mode === 'off') return rejection('POLICY_STRATEGY_OFF');
  if (admission.mode === 'watch') return rejection('POLICY_WATCH_ONLY');
  if (admission.executor === null) return rejection('POLICY_NO_EXECUTOR');
  if (admission.openOrders >= admission.maxOpenOrders) {
    return rejection('POLICY_ORDER_OPEN', { open: admission.openOrders, limit: admission.maxOpenOrders });
  }
  return null;
}
