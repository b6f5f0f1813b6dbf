import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Grant } from '../../../app/domain/grant.ts';
import type { Asset } from '../../../app/domain/ledger.ts';
import { parseSpendLog } from '../../../app/signing/spendLogText.ts';
import type { SpendRecord } from '../../../app/signing/spendRecord.ts';
import type { EpochRecord } from '../../../app/store/records.ts';
import type { HeadlessRun } from './headlessRun.ts';
import { currentEpoch, inputsOf } from './journalView.ts';
import { type NodeRpc, quantity } from './nodeRpc.ts';
import { sleep } from './waiting.ts';

export interface ChainTransaction {
  readonly hash: string;
  readonly nonce: number;
  readonly block: string;
  readonly succeeded: boolean;
  readonly fee: bigint;
}

interface ChainBlock {
  readonly hash: string;
  readonly timestamp: string;
  readonly transactions: readonly { readonly hash: string; readonly from: string; readonly nonce: string }[];
}

/** Signed bytes that left us: somebody else may include them from then on. */
export interface HandedOut {
  readonly orderId: string;
  readonly to: 'public' | 'relay';
}

/** What journal, signer and chain each say of one epoch, read by a way of its own while the chain stands still. */
export interface Evidence {
  readonly epoch: EpochRecord;
  /** The wallet's transactions in the chain's blocks. */
  readonly transactions: readonly ChainTransaction[];
  /** The chain's count of them. */
  readonly transactionCount: number;
  readonly headTimestampS: number;
  /** The wallet's balances of every asset that the books name. */
  readonly balances: ReadonlyMap<Asset, bigint>;
  /** This epoch's signatures. */
  readonly signatures: readonly SpendRecord[];
  /** Those of earlier epochs in the same folder. */
  readonly earlierSignatures: readonly SpendRecord[];
  /** In the order in which the engine did it. */
  readonly handedOut: readonly HandedOut[];
  /** Every grant that the epoch's engine was told of. */
  readonly grants: readonly Grant[];
}

/** @throws Error when the engine does not come to the head of the chain, or to rest there */
export function collectEvidence(run: HeadlessRun): Promise<Evidence> {
  return run.builder.whilePaused(async () => {
    for (let read = 1; ; read += 1) {
      const evidence = await readEvidence(run);
      if (statesOf(currentEpoch(run.data)) === statesOf(evidence.epoch)) return evidence;
      if (read === mostReads) throw new Error(`orders kept changing while the chain stood still\n${run.told()}`);
    }
  });
}

const mostReads = 10;

/** What is pending can make an order even while no block comes: what was read on both sides of it does not fit together. */
function statesOf(epoch: EpochRecord | null): string {
  return (epoch?.orders ?? []).map(({ id, state }) => `${id} ${state}`).join();
}

async function readEvidence(run: HeadlessRun): Promise<Evidence> {
  const { node } = run;
  const epoch = await atChainHead(run, node);
  const { wallet, id } = epoch.epoch;
  const head = (await node.call('eth_getBlockByNumber', 'latest', false)) as ChainBlock;
  const balances = new Map<Asset, bigint>();
  for (const asset of assetsOf(epoch)) balances.set(asset, await balanceOf(node, asset, wallet));
  return {
    epoch,
    transactions: await transactionsOf(node, wallet),
    transactionCount: Number(await node.call('eth_getTransactionCount', wallet, 'latest')),
    headTimestampS: Number(head.timestamp),
    balances,
    ...signaturesOf(run.data, id),
    handedOut: handedOutOf(run.data, id),
    grants: grantsOf(run.data, id),
  };
}

/** Waits until the engine has read its account at the newest block and has nothing under way that the chain has decided. */
export async function atChainHead(run: HeadlessRun, node: NodeRpc): Promise<EpochRecord> {
  await sleep(300);
  return run.until(async () => {
    const { hash } = (await node.call('eth_getBlockByNumber', 'latest', false)) as ChainBlock;
    const epoch = currentEpoch(run.data);
    const settled = epoch?.lastBlock?.hash === hash && epoch.lastBalances?.block.hash === hash;
    return settled ? epoch : null;
  }, 'the engine at the head of a chain that stands still');
}

function assetsOf({ ledgerEntries }: EpochRecord): ReadonlySet<Asset> {
  const own = ledgerEntries.flatMap(({ postings }) => postings).filter(({ account }) => account === 'wallet');
  return new Set(own.map(({ asset }) => asset));
}

/** The wallet's transactions in every block that the node still has: a wallet is younger than the run it belongs to. */
async function transactionsOf(node: NodeRpc, wallet: string): Promise<readonly ChainTransaction[]> {
  const latest = Number(await node.call('eth_blockNumber'));
  const found: ChainTransaction[] = [];
  for (let number = latest; ; number -= 1) {
    const block = (await node.call('eth_getBlockByNumber', quantity(number), true)) as ChainBlock | null;
    if (block === null) return found;
    for (const { hash, from, nonce } of block.transactions) {
      if (from.toLowerCase() !== wallet) continue;
      const receipt = (await node.call('eth_getTransactionReceipt', hash)) as Record<string, string>;
      const fee = BigInt(receipt.gasUsed ?? 0) * BigInt(receipt.effectiveGasPrice ?? 0);
      const succeeded = receipt.status === '0x1';
      found.push({ hash, nonce: Number(nonce), block: block.hash, succeeded, fee });
    }
  }
}

function signaturesOf(data: string, epochId: string): Pick<Evidence, 'signatures' | 'earlierSignatures'> {
  const folder = join(data, 'signer');
  const own = `${epochId}.spend.jsonl`;
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.spend.jsonl')) : [];
  const read = (name: string): readonly SpendRecord[] =>
    parseSpendLog(readFileSync(join(folder, name), 'utf8')).records;
  return {
    signatures: names.filter((name) => name === own).flatMap(read),
    earlierSignatures: names.filter((name) => name !== own).flatMap(read),
  };
}

/** Failures that come before anything is sent. */
const neverSent: ReadonlySet<string> = new Set(['RELAY_UNSAFE_URL', 'RELAY_UNSIGNED']);

/** A relay that gave no answer, or a wrong one, may have heard us all the same; a node that refuses has not taken it. */
function handedOutOf(data: string, epochId: string): readonly HandedOut[] {
  return inputsOf(data, epochId, 'submitted', 'bundleSimulated', 'bundleSent').flatMap((input): HandedOut[] => {
    if (input.kind === 'submitted')
      return input.result.kind === 'accepted' ? [{ orderId: input.orderId, to: 'public' }] : [];
    if (input.result.kind === 'failed' && neverSent.has(input.result.code)) return [];
    return input.orderIds.map((orderId) => ({ orderId, to: 'relay' }));
  });
}

function grantsOf(data: string, epochId: string): readonly Grant[] {
  const started = inputsOf(data, epochId, 'started').flatMap(({ strategies }) => strategies.map(({ grant }) => grant));
  const given = inputsOf(data, epochId, 'user').map(({ action }) =>
    action.kind === 'setStrategyMode' ? action.grant : null,
  );
  const all = [...started, ...given].filter((grant) => grant !== null);
  return [...new Map(all.map((grant) => [grant.id, grant])).values()];
}

export async function balanceOf(node: NodeRpc, asset: Asset, owner: string): Promise<bigint> {
  if (asset === 'native') return BigInt(String(await node.call('eth_getBalance', owner, 'latest')));
  const data = `0x70a08231${owner.slice(2).padStart(64, '0')}`;
  return BigInt(String(await node.call('eth_call', { to: asset, data }, 'latest')));
}
