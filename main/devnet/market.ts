import type { CrowdPool, PoolView } from '../../app/devnet/poolView.ts';
import type { PriceOf } from '../../app/devnet/traders.ts';
import type { ActorTruth } from '../../app/devnet/truth.ts';
import type { Random } from '../../app/domain/random.ts';
import type { Artifacts } from './artifacts.ts';
import type { Deployment } from './deployment.ts';
import type { Head, Rpc } from './rpc.ts';

/** What every actor of the crowd is given: the public chain, and its own seeded stream. */
export interface Market {
  readonly rpc: Rpc;
  readonly artifacts: Artifacts;
  readonly deployment: Deployment;
  readonly pools: readonly CrowdPool[];
  readonly blockTimeMs: number;
  /** Of a relay that takes bundles, where the chain has one. */
  readonly relayUrl: string | null;
  /** How much goes on, as a multiple of the usual pace. */
  readonly intensity: number;
  readonly random: Random;
  readonly record: (truth: ActorTruth) => void;
}

/** The market at a head. */
export interface Scene {
  readonly head: Head;
  readonly views: readonly PoolView[];
  readonly priceOf: PriceOf;
}

/** Somebody of the crowd: acts on every head. */
export interface Actor {
  act(scene: Scene): Promise<void>;
}
