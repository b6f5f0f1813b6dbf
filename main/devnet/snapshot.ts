import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { devnetTokens } from '../../app/devnet/token.ts';
import { poolPlans } from '../../app/devnet/topology.ts';
import type { Artifacts } from './artifacts.ts';
import { deploy } from './deploy.ts';
import { type Deployment, deploymentSchema } from './deployment.ts';
import { blockGasLimit, firstBaseFee, startNode } from './node.ts';
import type { People } from './people.ts';
import { connectRpc } from './rpc.ts';

/** Raised when deploy.ts itself comes to build something else from the same inputs. */
const deploymentVersion = 1;

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
  const code = Object.values(options.artifacts).map(({ name, bytecode }) => `${name}:${bytecode}`);
  const key = sha256(
    String(deploymentVersion),
    options.nodeVersion,
    JSON.stringify({ devnetTokens, poolPlans }),
    ...code,
  ).slice(0, 24);
  const statePath = join(options.snapshotFolder, `${key}.state.json`);
  const manifestPath = join(options.snapshotFolder, `${key}.json`);
  const present = existsSync(manifestPath);
  const found = present ? readWhole(manifestPath, statePath) : null;
  if (found !== null) return { deployment: found, statePath, origin: 'reused' };

  const { deployment, state } = await build(options);
  mkdirSync(options.snapshotFolder, { recursive: true });
  // The manifest, which vouches for the state, comes last; each file appears whole or not at all.
  rmSync(manifestPath, { force: true });
  writeWhole(statePath, state);
  writeWhole(manifestPath, JSON.stringify({ stateSha256: sha256(state), deployment }));
  return { deployment, statePath, origin: present ? 'rebuilt' : 'built' };
}

function readWhole(manifestPath: string, statePath: string): Deployment | null {
  try {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(manifestPath, 'utf8')));
    return sha256(readFileSync(statePath)) === manifest.stateSha256 ? manifest.deployment : null;
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
  const node = await startNode({ binary, folder: join(folder, 'build'), blockTimeMs: null, statePath: null });
  try {
    const rpc = await connectRpc(node.url);
    await rpc.call('anvil_setLoggingEnabled', false);
    const deployment = await deploy(rpc, artifacts, people);
    // The state remembers its last block: the next one is to begin as a usual block of the devnet.
    await rpc.call('evm_setBlockGasLimit', `0x${blockGasLimit.toString(16)}`);
    await rpc.call('anvil_setNextBlockBaseFeePerGas', `0x${firstBaseFee.toString(16)}`);
    await rpc.call('evm_mine');
    const dump = z.string().parse(await rpc.call('anvil_dumpState'));
    rpc.close();
    return { deployment, state: gunzipSync(Buffer.from(dump.slice(2), 'hex')) };
  } finally {
    await node.stop();
  }
}
