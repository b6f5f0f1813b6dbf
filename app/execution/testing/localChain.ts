import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Interface, keccak256, Wallet } from 'ethers';
import { wei } from '../../domain/amount.ts';
import { chainId } from '../../domain/chain.ts';
import { epochMs, monotonicNs } from '../../domain/clock.ts';
import { BugError, present } from '../../domain/errors.ts';
import { type Address, type Bytes, type Hash, parseAddress, parseBytes, parseHash } from '../../domain/hex.ts';
import type { BlockReference } from '../../domain/opportunity.ts';
import type { Plan } from '../../domain/plan.ts';
import { seededRandom } from '../../domain/random.ts';
import { connectRpc } from '../../market/rpc/connectRpc.ts';
import type { RpcClient } from '../../market/rpc/rpcClient.ts';

const localChainId = 31_337;

export interface Contract {
  readonly address: Address;
  readonly abi: Interface;
}

/** A node of our own that mines only when told to, with accounts that everybody knows. */
export interface LocalChain {
  readonly rpc: RpcClient;
  readonly chainId: ReturnType<typeof chainId>;
  deploy(artifact: string, ...args: readonly unknown[]): Promise<Contract>;
  /** Sends, mines and expects success. */
  send(from: Wallet, to: Contract, method: string, args: readonly unknown[], value?: bigint): Promise<Hash>;
  /** Signs a call with a chosen tip, without sending it. */
  sign(from: Wallet, plan: Omit<Plan, 'planHash'>, nonce?: number): Promise<{ raw: Bytes; hash: Hash }>;
  read(contract: Contract, method: string, args: readonly unknown[]): Promise<unknown>;
  nonce(of: Wallet, tag?: 'latest' | 'pending'): Promise<number>;
  mine(): Promise<BlockReference>;
  head(): Promise<BlockReference & { readonly timestampS: number; readonly baseFeePerGas: bigint }>;
  stop(): Promise<void>;
}

/** The first accounts of the "test test … junk" mnemonic, which every development node funds. */
export const [deployer, owner, rival] = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
].map((key) => new Wallet(key)) as [Wallet, Wallet, Wallet];

export function addressOf(wallet: Wallet): Address {
  return parseAddress(wallet.address);
}

export async function startLocalChain(): Promise<LocalChain> {
  const folder = mkdtempSync(join(tmpdir(), 'local-chain-'));
  const node = await startNode(folder);
  const rpc = connectRpc({
    endpoints: [node.url],
    chainId: chainId(localChainId),
    clock: { epochMs: () => epochMs(Date.now()), monotonicNs: () => monotonicNs(Number(process.hrtime.bigint())) },
    random: seededRandom(1),
  });
  await rpc.connected();
  const nonce = async (of: Wallet, tag = 'latest'): Promise<number> =>
    Number(await rpc.call('eth_getTransactionCount', [of.address, tag]));
  const head = async () => {
    const block = (await rpc.call('eth_getBlockByNumber', ['latest', false])) as Record<string, string>;
    return {
      number: Number(block.number),
      hash: parseHash(present(block.hash, 'hash')),
      timestampS: Number(block.timestamp),
      baseFeePerGas: BigInt(present(block.baseFeePerGas, 'base fee')),
    };
  };
  const mine = async (): Promise<BlockReference> => {
    await rpc.call('evm_mine', []);
    const { number, hash } = await head();
    return { number, hash };
  };
  const sign: LocalChain['sign'] = async (from, plan, chosen) => {
    const raw = await from.signTransaction({ ...plan, type: 2, nonce: chosen ?? (await nonce(from, 'pending')) });
    return { raw: parseBytes(raw), hash: parseHash(keccak256(raw)) };
  };
  const run = async (
    from: Wallet,
    to: Address | undefined,
    data: string,
    value = 0n,
  ): Promise<Record<string, unknown>> => {
    const fees = { maxFeePerGas: wei(10n ** 11n), maxPriorityFeePerGas: wei(10n ** 9n) };
    const transaction = {
      ...fees,
      type: 2,
      chainId: localChainId,
      gasLimit: 6_000_000,
      data,
      value,
      nonce: await nonce(from),
    };
    const raw = await from.signTransaction(to === undefined ? transaction : { ...transaction, to });
    const hash = await rpc.call('eth_sendRawTransaction', [raw]);
    await mine();
    const receipt = (await rpc.call('eth_getTransactionReceipt', [hash])) as Record<string, unknown> | null;
    if (receipt?.status !== '0x1') throw new BugError('a transaction of the test failed', { hash: String(hash) });
    return receipt;
  };
  return {
    rpc,
    chainId: chainId(localChainId),
    nonce,
    head,
    mine,
    sign,
    deploy: async (artifact, ...args) => {
      const { abi, bytecode } = readArtifact(artifact);
      const receipt = await run(deployer, undefined, `${bytecode}${abi.encodeDeploy(args).slice(2)}`);
      return { address: parseAddress(String(receipt.contractAddress)), abi };
    },
    send: async (from, to, method, args, value) => {
      const receipt = await run(from, to.address, to.abi.encodeFunctionData(method, args), value);
      return parseHash(String(receipt.transactionHash));
    },
    read: async (contract, method, args) => {
      const data = contract.abi.encodeFunctionData(method, args);
      const reply = await rpc.call('eth_call', [{ to: contract.address, data }, 'latest']);
      return contract.abi.decodeFunctionResult(method, String(reply))[0];
    },
    stop: async () => {
      rpc.close();
      await node.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function contractAt(address: Address, artifact: string): Contract {
  return { address, abi: readArtifact(artifact).abi };
}

function readArtifact(name: string): { readonly abi: Interface; readonly bytecode: string } {
  const file = new URL(`../../../resources/contracts/out/${name}.json`, import.meta.url);
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8'));
  return { abi: new Interface(abi), bytecode };
}

async function startNode(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const require = createRequire(import.meta.url);
  const place = dirname(
    require.resolve(
      `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/package.json`,
    ),
  );
  const options = [
    '--port',
    '0',
    '--no-cors',
    '--no-mining',
    '--order',
    'fees',
    '--chain-id',
    String(localChainId),
    '--hardfork',
    'prague',
  ];
  const child = spawn(join(place, 'bin', 'anvil'), [...options, '--cache-path', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { HOME: folder, PATH: process.env.PATH ?? '' },
  });
  const port = await listeningPort(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url: `ws://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function listeningPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new BugError('the node did not start', { code: code ?? -1 })));
    child.stdout?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-10_000);
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    });
  });
}
