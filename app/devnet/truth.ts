import type { Hash } from '../domain/hex.ts';

/** What an actor of the crowd really did, as it knows it: for tests and for judging what the terminal concludes about it. */
export interface ActorTruth {
  readonly atMs: number;
  readonly block: number;
  readonly actor: 'trader' | 'liquidityProvider' | 'rival' | 'blockSpace';
  readonly intent: string;
  readonly transactionHash: Hash;
  /** What it wanted, in words: pool, direction, amounts. */
  readonly detail: string;
}
