import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { devnetTokens } from '../../app/devnet/token.ts';
import { lyingPairPlans, poolPlans } from '../../app/devnet/topology.ts';
import { present } from '../../app/domain/errors.ts';
import type { Artifacts } from './artifacts.ts';
import { deploy } from './deploy.ts';
import { type Deployment, deploymentSchema } from './deployment.ts';
import { blockGasLimit, firstBaseFee, keptBlocks, startNode } from './node.ts';
import type { People } from './people.ts';
import { connectRpc } from './rpc.ts';

/** Raised when deploy.ts itself comes to build something else from the same inputs. */
const deploymentVersion = 6;
const oldMs = 24 * 60 * 60 * 1000;

export interface Snapshot {
  readonly deployment: Deployment;
  readonly statePath: string;
  /** reused: found and whole; built: there was none; rebuilt: there was one, but damaged. */
  readonly origin: 'reused' | 'built' | 'rebuilt';
}

const manifestSchema = z.object({ stateSha256: z.string(), deployment: deploymentSchema });

function sha256(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** The deployed state for these inputs: from `snapshotFolder` if it is there and whole, else built on a node of its own. */
export async function deployedState(options: {
  readonly root: string;
  readonly binary: string;
  readonly nodeVersion: string;
  readonly folder: string;
  readonly snapshotFolder: string;
  readonly artifacts: Artifacts;
  readonly people: People;
}): Promise<Snapshot> {
  const code = Object.values(options.artifacts).map(
    ({ name, bytecode, links }) => `${name}:${bytecode}:${JSON.stringify(links)}`,
  );
  const key = sha256(
    String(deploymentVersion),
    options.nodeVersion,
    JSON.stringify({ devnetTokens, poolPlans, lyingPairPlans }),
    ...code,
  ).slice(0, 24);
  const manifestPath = join(options.snapshotFolder, `${key}.json`);
  const existed = existsSync(manifestPath);
  const found = existed ? readWhole(manifestPath, options.snapshotFolder) : null;
  if (found !== null) return { ...found, origin: 'reused' };

  const { deployment, state } = await build(options);
  mkdirSync(options.snapshotFolder, { recursive: true });
  const stateSha256 = sha256(state);
  const statePath = join(options.snapshotFolder, stateName(stateSha256));
  // The manifest, which vouches for the state, comes last; each file appears whole or not at all, and two starts at once
  // cannot mix theirs, because a state is named by its own hash.
  writeWhole(statePath, state);
  writeWhole(manifestPath, JSON.stringify({ stateSha256, deployment } satisfies z.input<typeof manifestSchema>));
  forgetOldStates(options.snapshotFolder);
  return { deployment, statePath, origin: existed ? 'rebuilt' : 'built' };
}

function stateName(stateSha256: string): string {
  return `${stateSha256.slice(0, 24)}.state.json`;
}

/** Removes what no start has used for a day. */
function forgetOldStates(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > oldMs) rmSync(path, { force: true });
  }
}

function readWhole(manifestPath: string, folder: string): Omit<Snapshot, 'origin'> | null {
  try {
    const { stateSha256, deployment } = manifestSchema.parse(JSON.parse(readFileSync(manifestPath, 'utf8')));
    const statePath = join(folder, stateName(stateSha256));
    if (sha256(readFileSync(statePath)) !== stateSha256) return null;
    const now = new Date();
    for (const path of [manifestPath, statePath]) utimesSync(path, now, now);
    return { deployment, statePath };
  } catch {
    // Unreadable is damaged: the caller builds it again and says so.
    return null;
  }
}

function writeWhole(path: string, content: string | Buffer): void {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, content);
  renameSync(fresh, path);
}

async function build({
  binary,
  folder,
  artifacts,
  people,
}: Parameters<typeof deployedState>[0]): Promise<{ deployment: Deployment; state: Buffer }> {
  const node = await startNode({ binary, folder: join(folder, 'build'), purpose: 'build', statePath: null });
  try {
    const rpc = await connectRpc(node.url);
    await rpc.call('anvil_setLoggingEnabled', false);
    const deployment = await deploy(rpc, artifacts, people);
    await rpc.call('evm_mine');
    const last = z.object({ hash: z.string() }).parse(await rpc.call('eth_getBlockByNumber', 'latest', false));
    const dump = z.string().parse(await rpc.call('anvil_dumpState'));
    rpc.close();
    const block = deployment.block + keptBlocks + 1;
    const state = beginningAt(JSON.parse(String(gunzipSync(Buffer.from(dump.slice(2), 'hex')))), block, last.hash);
    return { deployment: { ...deployment, block }, state: Buffer.from(JSON.stringify(state)) };
  } finally {
    await node.stop();
  }
}

const dumpSchema = z.looseObject({
  block: z.looseObject({ number: z.string(), gas_limit: z.number(), basefee: z.number() }),
  best_block_number: z.int(),
  blocks: z.array(z.looseObject({ header: z.looseObject({ number: z.string() }) })),
});

/**
 * The dumped state with one more, empty block on top that has the devnet's usual gas limit and base fee, and a number far from
 * the set-up's. The node throws away the transactions (and logs) of the block that lies `keptBlocks` behind each new one:
 * those of the set-up, from which pools are discovered, lie further back than that from the start, so they stay for ever.
 */
function beginningAt(dump: unknown, number: number, parentHash: string): z.infer<typeof dumpSchema> {
  const state = dumpSchema.parse(dump);
  const hex = `0x${number.toString(16)}`;
  const last = present(
    state.blocks.find(({ header }) => Number(header.number) === state.best_block_number),
    'block',
  );
  const header = {
    ...last.header,
    number: hex,
    parentHash,
    gasLimit: `0x${blockGasLimit.toString(16)}`,
    baseFeePerGas: `0x${firstBaseFee.toString(16)}`,
  };
  return {
    ...state,
    best_block_number: number,
    block: { ...state.block, number: hex, gas_limit: blockGasLimit, basefee: firstBaseFee },
    blocks: [...state.blocks, { ...last, header }],
  };
}
