import { type PriceHistory, pricePath } from '../../app/devnet/pricePath.ts';
import { type RivalStrength, rivalStrengths } from '../../app/devnet/rival.ts';
import { devnetTokens } from '../../app/devnet/token.ts';
import { type Address, zeroHash } from '../../app/domain/hex.ts';
import type { Random } from '../../app/domain/random.ts';
import type { Account } from './account.ts';
import { blockSpaceActor } from './blockSpaceActor.ts';
import { courierFor } from './courier.ts';
import { issuerActor } from './issuerActor.ts';
import { launchActor } from './launchActor.ts';
import { liarActor } from './liarActor.ts';
import { liquidityActor } from './liquidityActor.ts';
import type { Market } from './market.ts';
import { marketReader } from './marketReader.ts';
import type { People } from './people.ts';
import { rivalActor } from './rivalActor.ts';
import type { Head } from './rpc.ts';
import { traderActors } from './traderActors.ts';
import { witnessFor } from './witness.ts';

export interface Crowd {
  /** One more searcher, with an executor that it owns. */
  addRival(strength: RivalStrength, number: number, account: Account, executor: Address): Promise<void>;
  stop(): void;
}

/**
 * Brings the market to life: on every head each actor sees the same scene and acts by its own seeded stream. Time on the
 * price paths is counted in blocks, so that equal seeds see equal prices at equal blocks.
 */
export async function startCrowd(
  market: Omit<Market, 'random'>,
  random: Random,
  history: PriceHistory,
  people: People,
  onBroken: (error: unknown) => void,
): Promise<Crowd> {
  const witness = witnessFor(market.rpc, market.record);
  const scene = { ...market, record: witness.record };
  const courier = courierFor(scene, onBroken);
  const as = (name: string): Market => ({ ...scene, random: random.fork(name) });
  const priceAt = pricePath(history, random.fork('prices'), devnetTokens);
  const readMarket = marketReader(market.rpc, market.artifacts, market.deployment.multicall3, market.pools);
  let blockTimePassedMs = 0;
  const actors = [
    await traderActors(as('traders'), courier, people.traders),
    await blockSpaceActor(as('block space'), courier, people.blockSpace),
    await issuerActor(as('issuer'), courier, people.issuer),
    await liarActor(as('liar'), courier, people.liar),
    await launchActor(as('launcher'), courier, people),
  ];
  for (const strength of rivalStrengths) {
    const own = as(`${strength} rival`);
    actors.push(await rivalActor(own, courier, people.rivals[strength], strength, () => blockTimePassedMs));
  }
  for (const provider of people.liquidityProviders)
    actors.push(await liquidityActor(as(provider.name), courier, provider));
  let last: Pick<Head, 'number' | 'hash'> = { number: market.deployment.block, hash: zeroHash };
  let busy = false;
  let reorganised = false;
  const onHead = async (head: Head): Promise<void> => {
    const follows = head.number === last.number + 1 && head.parentHash === last.hash;
    // Kept until it has been dealt with: a reorg brings its heads in a burst.
    reorganised ||= last.hash !== zeroHash && !follows;
    last = head;
    await witness.onHead(head);
    // A scene that takes longer than a block is skipped, not queued: the next one is fresher.
    if (busy) return;
    busy = true;
    try {
      if (reorganised) {
        reorganised = false;
        await courier.renumber();
      } else await courier.tend();
      blockTimePassedMs = (head.number - market.deployment.block) * market.blockTimeMs;
      const views = await readMarket();
      const scene = {
        head,
        views,
        priceOf: (token: Parameters<typeof priceAt>[0]) => priceAt(token, blockTimePassedMs),
      };
      await Promise.all(actors.map((actor) => actor.act(scene)));
    } finally {
      busy = false;
    }
  };
  let stopped = false;
  const stopHeads = await market.rpc.onHead((head) => {
    onHead(head).catch((error: unknown) => {
      if (!stopped) onBroken(error);
    });
  });
  return {
    addRival: async (strength, number, account, executor) => {
      const own = as(`${strength} rival ${number}`);
      const deployment = {
        ...own.deployment,
        rivalExecutors: { ...own.deployment.rivalExecutors, [strength]: executor },
      };
      const actor = await rivalActor({ ...own, deployment }, courier, account, strength, () => blockTimePassedMs);
      actors.push(actor);
    },
    stop: () => {
      stopped = true;
      stopHeads();
      courier.close();
    },
  };
}
