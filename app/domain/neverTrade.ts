import type { Address } from './hex.ts';

/** What the user wants no trade to go through, whatever it would bring. */
export interface NeverTrade {
  readonly tokens: readonly Address[];
  readonly pools: readonly Address[];
}
