import type { Address, Hash } from '../domain/hex.ts';

export type ActorKind =
  | 'trader'
  | 'liquidityProvider'
  | 'rival'
  | 'blockSpace'
  | 'issuer'
  | 'launcher'
  | 'buyer'
  | 'liar';

/** What an actor of the crowd meant when it sent a transaction, as it knows it. */
export interface ActorAction {
  readonly kind: 'action';
  readonly atMs: number;
  /** The head that it acted on. */
  readonly block: number;
  readonly actor: ActorKind;
  /** Which of its kind, such as "strong"; empty where there is one or it does not matter. */
  readonly name: string;
  readonly sender: Address;
  readonly intent: string;
  readonly transactionHash: Hash;
  /** What it wanted, in words: pool, direction, amounts. */
  readonly detail: string;
  /** Pools that it means to move. */
  readonly pools: readonly Address[];
  /** What it expects to gain before gas, in wei; null where gain is not the point. */
  readonly expectedWei: string | null;
  /** The most that it pays per gas above the base fee, in wei. */
  readonly tipWei: string;
  readonly channel: 'public' | 'bundle';
  readonly bundleHash: string | null;
}

/** What became of it. Said again where a reorg changed it: the last line counts. */
export interface ActorOutcome {
  readonly kind: 'outcome';
  readonly atMs: number;
  readonly transactionHash: Hash;
  readonly outcome: 'included' | 'reverted' | 'dropped';
  /** Where it is; null where it was dropped. */
  readonly place: {
    readonly block: number;
    readonly blockHash: Hash;
    readonly index: number;
    /** Effective, per gas, in wei. */
    readonly tipWei: string;
    /** Of the block, per gas, in wei. */
    readonly baseFeeWei: string;
  } | null;
}

/** A line of an actor's truth: for tests and for judging what the terminal concludes about it. */
export type ActorTruth = ActorAction | ActorOutcome;

/** What an actor says of a transaction; the courier adds who sent it, when, and its hash. */
export type ActionSaid = Pick<ActorAction, 'actor' | 'intent' | 'detail' | 'block'> &
  Partial<Pick<ActorAction, 'name' | 'pools' | 'expectedWei' | 'channel' | 'bundleHash'>>;
