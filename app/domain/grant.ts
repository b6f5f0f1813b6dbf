import type { Wei } from './amount.ts';
import type { ChainId } from './chain.ts';
import type { EpochMs } from './clock.ts';
import type { StrategyId } from './mode.ts';
import type { SubmissionKind } from './submission.ts';

/** A person's standing permission for one strategy to sign by itself, until its budget or time runs out. */
export interface Grant {
  readonly id: string;
  readonly strategy: StrategyId;
  readonly chainId: ChainId;
  /** Native currency that its orders may put at risk in all, counted at worst case (gas limit at the fee cap). */
  readonly budget: Wei;
  /** The ways to a block that it allows. */
  readonly submissions: readonly SubmissionKind[];
  readonly expiresAtMs: EpochMs;
  readonly grantedBy: string;
  readonly grantedAtMs: EpochMs;
}
