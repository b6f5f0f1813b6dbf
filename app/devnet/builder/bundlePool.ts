import type { Address, Hash } from '../../domain/hex.ts';
import { type Bundle, bundleBytes } from './bundle.ts';
import { RpcRefusal, rpcCodes } from './rpcRefusal.ts';

export interface BundleLimits {
  readonly bundles: number;
  readonly bytes: number;
  readonly perSigner: number;
  /** How far ahead of the newest block a bundle may be meant. */
  readonly blocksAhead: number;
  /** Blocks after its last one for which its story can be asked. */
  readonly rememberedBlocks: number;
}

export const bundleLimits: BundleLimits = {
  bundles: 1_024,
  bytes: 16 * 1024 * 1024,
  perSigner: 256,
  blocksAhead: 128,
  rememberedBlocks: 256,
};

/** What became of a bundle so far; times in ms since the epoch. */
export interface BundleStory {
  readonly bundle: Bundle;
  simulatedAtMs: number | null;
  consideredAtMs: number[];
  sealedAtMs: number[];
  state: 'waiting' | 'included' | 'failed' | 'expired' | 'cancelled';
}

export interface BundleCounts {
  received: number;
  included: number;
  failed: number;
  expired: number;
  cancelled: number;
}

/** The bundles that the relay was given, until some time after the block they were meant for. Bounded in every way. */
export class BundlePool {
  readonly counts: BundleCounts = { received: 0, included: 0, failed: 0, expired: 0, cancelled: 0 };
  readonly #limits: BundleLimits;
  readonly #stories = new Set<BundleStory>();
  #bytes = 0;

  constructor(limits: BundleLimits = bundleLimits) {
    this.#limits = limits;
  }

  get waiting(): number {
    return this.#open().length;
  }

  /** Takes one in; with a replacement id that its signer used before, instead of that one. @throws RpcRefusal */
  add(bundle: Bundle, newestBlock: number): BundleStory {
    if (bundle.lastBlock <= newestBlock) throw refusal('the block of the bundle has passed');
    if (bundle.lastBlock > newestBlock + this.#limits.blocksAhead)
      throw refusal(`the block of the bundle is more than ${this.#limits.blocksAhead} ahead`);
    if (bundle.replacementId !== null) this.cancel(bundle.signer, bundle.replacementId);
    const known = this.#open().find(
      (story) =>
        story.bundle.hash === bundle.hash &&
        story.bundle.firstBlock === bundle.firstBlock &&
        story.bundle.signer === bundle.signer,
    );
    if (known !== undefined) return known;
    const own = this.#open().filter((story) => story.bundle.signer === bundle.signer).length;
    if (own >= this.#limits.perSigner) throw limit('too many bundles of this signer wait');
    if (this.#stories.size >= this.#limits.bundles || this.#bytes + bundleBytes(bundle) > this.#limits.bytes)
      this.#forgetClosed();
    if (this.#stories.size >= this.#limits.bundles || this.#bytes + bundleBytes(bundle) > this.#limits.bytes)
      throw limit('too many bundles wait');
    const story: BundleStory = { bundle, simulatedAtMs: null, consideredAtMs: [], sealedAtMs: [], state: 'waiting' };
    this.#stories.add(story);
    this.#bytes += bundleBytes(bundle);
    this.counts.received += 1;
    return story;
  }

  /** Takes back the signer's bundles with this id. Returns how many there were. */
  cancel(signer: Address, replacementId: string): number {
    const meant = this.#open().filter(
      ({ bundle }) => bundle.signer === signer && bundle.replacementId === replacementId,
    );
    for (const story of meant) this.close(story, 'cancelled');
    return meant.length;
  }

  /** Those that wait for this block and may have its timestamp, oldest first. */
  forBlock(number: number, timestampS: number): readonly BundleStory[] {
    return this.#open().filter(
      ({ bundle }) =>
        bundle.firstBlock <= number &&
        number <= bundle.lastBlock &&
        timestampS >= (bundle.minTimestampS ?? 0) &&
        timestampS <= (bundle.maxTimestampS ?? Number.MAX_SAFE_INTEGER),
    );
  }

  close(story: BundleStory, state: Exclude<BundleStory['state'], 'waiting'>): void {
    if (story.state !== 'waiting') return;
    story.state = state;
    this.counts[state] += 1;
  }

  /** What became of a signer's own bundle; null for anybody else's. */
  story(signer: Address, hash: Hash, blockNumber: number): BundleStory | null {
    const own = [...this.#stories].filter(
      ({ bundle }) =>
        bundle.signer === signer &&
        bundle.hash === hash &&
        bundle.firstBlock <= blockNumber &&
        blockNumber <= bundle.lastBlock,
    );
    return own.at(-1) ?? null;
  }

  /** After a block: closes those whose last chance it was, and forgets the old ones. */
  passed(newestBlock: number): void {
    for (const story of this.#stories) {
      if (story.bundle.lastBlock <= newestBlock) this.close(story, story.simulatedAtMs === null ? 'expired' : 'failed');
      if (story.bundle.lastBlock + this.#limits.rememberedBlocks < newestBlock) this.#forget(story);
    }
  }

  #open(): readonly BundleStory[] {
    return [...this.#stories].filter(({ state }) => state === 'waiting');
  }

  #forgetClosed(): void {
    for (const story of this.#stories) if (story.state !== 'waiting') this.#forget(story);
  }

  #forget(story: BundleStory): void {
    if (this.#stories.delete(story)) this.#bytes -= bundleBytes(story.bundle);
  }
}

function refusal(message: string): RpcRefusal {
  return new RpcRefusal(rpcCodes.invalidParams, message);
}

function limit(message: string): RpcRefusal {
  return new RpcRefusal(rpcCodes.limitExceeded, message);
}
