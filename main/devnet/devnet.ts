import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { DevnetReady, DevnetStart, devnetReadySchema } from '../../app/contract/devnet.ts';
import { priceHistorySchema } from '../../app/devnet/pricePath.ts';
import { rivalStrengths } from '../../app/devnet/rival.ts';
import { profitSymbols } from '../../app/devnet/token.ts';
import { ExpectedError, present } from '../../app/domain/errors.ts';
import type { Address } from '../../app/domain/hex.ts';
import { seededRandom } from '../../app/domain/random.ts';
import { accountNamed } from './account.ts';
import { applicationRoot } from './applicationRoot.ts';
import { readArtifacts } from './artifacts.ts';
import { openPublicChain, type PublicChain } from './builder/publicChain.ts';
import { type Crowd, startCrowd } from './crowd.ts';
import { crowdPools } from './crowdPools.ts';
import type { Deployment } from './deployment.ts';
import { devnetChainId, firstBaseFee, nodeBinary, startNode } from './node.ts';
import { watchNodeMemory } from './nodeMemory.ts';
import { devnetPeople } from './people.ts';
import { provisioner } from './provision.ts';
import { connectRpc } from './rpc.ts';
import { deployedState } from './snapshot.ts';
import { truthFile } from './truthFile.ts';

/** A node that takes more has run for days: it is begun anew before the machine feels it. */
const mostNodeBytes = 2_000_000_000;

const rivalWei = 1_000n * 10n ** 18n;

/** To this depth the chain can be reorganised from its first block on. */
const deepestReorg = 12;

export interface Devnet {
  readonly ready: z.input<typeof devnetReadySchema>;
  provision(owner: Address, wei: bigint): Promise<Address>;
  stop(): Promise<void>;
}

export interface DevnetSurroundings {
  /** One line for whoever reads the process's output. */
  readonly say: (line: string) => void;
  /** The node ended though nobody asked it to. */
  readonly onNodeLost: (error: ExpectedError) => void;
  /** Something in the crowd is broken: the market would no longer be what it claims to be. */
  readonly onCrowdBroken: (error: unknown) => void;
}

/**
 * Starts the embedded chain and its market; settles when the first block of this run can be read.
 * @throws ExpectedError DEVNET_NODE_MISSING, DEVNET_NODE_FAILED, CONTRACTS_NOT_BUILT
 */
export async function startDevnet(
  { folder, snapshotFolder, seed, blockTimeMs, intensity, rivals }: DevnetStart,
  surroundings: DevnetSurroundings,
): Promise<Devnet> {
  const startedAt = performance.now();
  const root = applicationRoot();
  const artifacts = readArtifacts(root);
  const binary = nodeBinary(root);
  const people = devnetPeople();
  wipe(folder);
  const snapshot = await deployedState({
    root,
    binary,
    nodeVersion: nodeVersion(root),
    folder,
    snapshotFolder,
    artifacts,
    people,
  });
  if (snapshot.origin === 'rebuilt')
    surroundings.say('the snapshot of the deployed state was damaged and has been built again');

  const node = await startNode({ binary, folder, purpose: 'run', statePath: snapshot.statePath });
  let stopping = false;
  void node.ended.then(({ code, signal, lastWords }) => {
    if (stopping) return;
    surroundings.onNodeLost(
      new ExpectedError('DEVNET_NODE_LOST', `the devnet node ended by itself (${signal ?? `code ${code}`})`, {
        advice: 'It is started again as a new epoch.',
        facts: { lastWords },
      }),
    );
  });
  const stopWatching = watchNodeMemory(node.pid, mostNodeBytes, (bytes) => {
    if (stopping) return;
    surroundings.onNodeLost(
      new ExpectedError('DEVNET_NODE_WORN', `the devnet node takes ${Math.round(bytes / 1e6)} MB by now`, {
        advice: 'It is started again as a new epoch, which takes seconds; nothing needs to be done.',
        facts: { bytes, mostNodeBytes },
      }),
    );
  });
  try {
    const [nodeRpc, aside] = await Promise.all([connectRpc(node.url), connectRpc(node.url)]);
    await nodeRpc.call('anvil_setLoggingEnabled', false);
    const { deployment } = snapshot;
    const random = seededRandom(seed);
    const { say, onCrowdBroken: onBroken } = surroundings;
    const chain = await openPublicChain({
      node: nodeRpc,
      aside,
      multicall3: deployment.multicall3,
      random: random.fork('faults'),
      say,
      onBroken,
    });
    await mineAncestors(chain);
    const rpc = chain.inside;
    const pools = crowdPools(deployment);
    const history = priceHistorySchema.parse(
      JSON.parse(readFileSync(join(root, 'resources/devnet/priceHistory.json'), 'utf8')),
    );
    const market = {
      rpc,
      artifacts,
      deployment,
      pools,
      blockTimeMs,
      intensity,
      relayUrl: chain.relayUrl,
      record: truthFile(folder),
    };
    const crowd = await startCrowd(market, random, history, people, onBroken);
    chain.startBlocks(blockTimeMs);
    surroundings.say(
      `devnet ready in ${((performance.now() - startedAt) / 1000).toFixed(2)} s (snapshot ${snapshot.origin})`,
    );
    const provide = provisioner(rpc, artifacts, people.deployer);
    moreRivals(crowd, rivals, provide).catch(onBroken);
    return {
      ready: { chain: describe(deployment, chain, blockTimeMs), nodePid: node.pid },
      // A trader who waits for an executor waits for no block time.
      provision: (owner, wei) => provide(owner, wei, chain.hurryFirstBlock),
      stop: async () => {
        stopping = true;
        stopWatching();
        crowd.stop();
        await chain.stop();
        nodeRpc.close();
        aside.close();
        await node.stop();
      },
    };
  } catch (error) {
    stopping = true;
    stopWatching();
    await node.stop();
    throw error;
  }
}

/** Says that a folder is the devnet's to wipe. */
const marker = '.devnet';

/** Searchers beyond one of each strength come once blocks are made: their executors are deployed like anybody's. */
async function moreRivals(crowd: Crowd, rivals: number, provide: Devnet['provision']): Promise<void> {
  for (let number = 2; number <= rivals; number += 1)
    for (const strength of rivalStrengths) {
      const account = accountNamed(`${strength} rival ${number}`);
      await crowd.addRival(strength, number, account, await provide(account.address, rivalWei));
    }
}

/** Empties the run's folder, but never one that holds anything else. @throws ExpectedError DEVNET_FOLDER_FOREIGN */
function wipe(folder: string): void {
  const content = existsSync(folder) ? readdirSync(folder) : [];
  if (content.length > 0 && !content.includes(marker)) {
    throw new ExpectedError('DEVNET_FOLDER_FOREIGN', 'the folder given to the devnet holds something else', {
      advice: 'Name an empty folder, or empty this one yourself if nothing in it is needed.',
      facts: { folder },
    });
  }
  for (const name of content) rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, marker), '');
}

/**
 * Some blocks on top of the snapshot, with the usual base fee: a node cannot reorganise past a loaded state, and this run's
 * first block can be read at once.
 */
async function mineAncestors({ builder, faults }: PublicChain): Promise<void> {
  const blocks = deepestReorg + 1;
  faults.reprice({ baseFeePerGas: `0x${firstBaseFee.toString(16)}`, factor: 1, blocks });
  for (let i = 0; i < blocks; i += 1) await builder.produce();
}

function nodeVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@foundry-rs/anvil/package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** The devnet as an entry of the chain table: what the engine knows of it, as of any other chain. */
function describe(deployment: Deployment, publicChain: PublicChain, blockTimeMs: number): DevnetReady['chain'] {
  const { uniswapV2, sushiswap, uniswapV3, balancerV2, aaveV3, tokens } = deployment;
  const fromBlock = 0;
  const chain: z.input<typeof devnetReadySchema>['chain'] = {
    chainId: devnetChainId,
    name: 'Devnet',
    mode: 'DEVNET',
    nativeSymbol: 'ETH',
    wrappedNative: present(tokens.WETH, 'WETH'),
    multicall3: deployment.multicall3,
    endpoints: [publicChain.url],
    blockTimeMs,
    dexes: [
      { id: 'uniswap-v2', venue: 'UniV2', kind: 'uniswapV2', feePpm: 3000, fromBlock, ...uniswapV2 },
      { id: 'sushiswap', venue: 'SushiV2', kind: 'uniswapV2', feePpm: 3000, fromBlock, ...sushiswap },
      {
        id: 'corner-swap',
        venue: 'Corner',
        kind: 'uniswapV2',
        feePpm: 3000,
        fromBlock,
        factory: deployment.lyingFactory,
        router: deployment.lyingFactory,
        code: 'unverified',
      },
      {
        id: 'uniswap-v3',
        venue: 'UniV3',
        kind: 'uniswapV3',
        fromBlock,
        factory: uniswapV3.factory,
        quoter: uniswapV3.quoter,
      },
    ],
    relays: [{ id: 'devnet-relay', url: publicChain.relayUrl }],
    lenders: [
      { id: 'balancer-v2', kind: 'balancerV2', vault: balancerV2.vault },
      { id: 'aave-v3', kind: 'aaveV3', pool: aaveV3.pool },
    ],
    profitTokens: profitSymbols.map((symbol) => present(tokens[symbol], symbol)),
    dollarToken: present(tokens.USDC, 'USDC'),
    executor: null,
  };
  return chain as DevnetReady['chain'];
}
