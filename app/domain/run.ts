import type { Chain } from './chain.ts';
import type { EpochMs } from './clock.ts';
import type { Address } from './hex.ts';
import type { RunMode } from './mode.ts';

/** One run of the engine over one chain's life: a devnet start, a replay, or the standing epoch of a live chain. */
export interface Epoch {
  readonly id: string;
  readonly mode: RunMode;
  readonly chain: Chain;
  /** The account whose books these are. */
  readonly wallet: Address;
  readonly startedAtMs: EpochMs;
}
