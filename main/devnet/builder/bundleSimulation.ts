import { AbiCoder, Transaction } from 'ethers';
import { z } from 'zod';
import type { BundleOutcome } from '../../../app/devnet/builder/bundle.ts';
import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import { quantity } from '../../../app/devnet/builder/transactionView.ts';
import type { Wei } from '../../../app/domain/amount.ts';
import { effectiveTip } from '../../../app/domain/effectiveTip.ts';
import { type Address, type Hash, zeroAddress } from '../../../app/domain/hex.ts';
import type { Rpc } from '../rpc.ts';

/** The block in which the bundle would stand, on top of `state`. */
export interface BundleSetting {
  /** A quantity, or "latest". */
  readonly state: string;
  readonly number: number;
  readonly timestampS: number;
  readonly baseFeePerGas: Wei;
  readonly producer: Address;
  readonly multicall3: Address;
}

export interface TransactionOutcome {
  readonly transaction: PooledTransaction;
  readonly gasUsed: bigint;
  readonly gasPrice: bigint;
  readonly gasFees: bigint;
  readonly coinbaseDiff: bigint;
  readonly returnData: string;
  /** The reason of a revert where it gave one, an empty text where not; null where it succeeded. */
  readonly revert: string | null;
}

export interface SimulatedRun {
  readonly transactions: readonly TransactionOutcome[];
  /** Why it could not be run at all: a wrong nonce, not enough ether. */
  readonly refusal: string | null;
}

const replySchema = z
  .array(z.object({ calls: z.array(z.object({ status: z.string(), returnData: z.string(), gasUsed: z.string() })) }))
  .length(1);

/**
 * Runs a bundle on a past state without touching the chain (eth_simulateV1), with the producer's balance read between its
 * transactions. anvil does not look at nonces there, so they are compared here.
 */
export async function simulateBundle(
  node: Rpc,
  transactions: readonly PooledTransaction[],
  setting: BundleSetting,
): Promise<SimulatedRun> {
  const wrong = await nonceProblem(node, transactions, setting.state);
  if (wrong !== null) return { transactions: [], refusal: wrong };
  const probe = {
    from: zeroAddress,
    to: setting.multicall3,
    input: `0x4d2301cc${setting.producer.slice(2).padStart(64, '0')}`,
    gas: quantity(100_000),
  };
  const calls = [probe, ...transactions.flatMap((transaction) => [asCall(transaction), probe])];
  const { number, timestampS, baseFeePerGas, producer } = setting;
  const blockOverrides = {
    number: quantity(number),
    time: quantity(timestampS),
    baseFeePerGas: quantity(baseFeePerGas),
    feeRecipient: producer,
  };
  let reply: unknown;
  try {
    reply = await node.call(
      'eth_simulateV1',
      { blockStateCalls: [{ blockOverrides, calls }], validation: false, traceTransfers: false },
      setting.state,
    );
  } catch (thrown) {
    return { transactions: [], refusal: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  const [block] = replySchema.parse(reply);
  const answers = block?.calls ?? [];
  const balance = (place: number): bigint => BigInt(answers[place]?.returnData ?? '0x0');
  return {
    refusal: null,
    transactions: transactions.map((transaction, index) => {
      const answer = answers[2 * index + 1] ?? { status: '0x0', returnData: '0x', gasUsed: '0x0' };
      const gasUsed = BigInt(answer.gasUsed);
      const tip = effectiveTip(transaction, baseFeePerGas);
      return {
        transaction,
        gasUsed,
        gasPrice: tip,
        gasFees: gasUsed * tip,
        coinbaseDiff: balance(2 * index + 2) - balance(2 * index),
        returnData: answer.returnData,
        revert: answer.status === '0x1' ? null : reasonOf(answer.returnData),
      };
    }),
  };
}

/** What a run means for a bundle that allows some of its transactions to fail. */
export function outcomeOf(run: SimulatedRun, mayRevert: ReadonlySet<Hash>, baseFeePerGas: Wei): BundleOutcome {
  const sum = (of: (one: TransactionOutcome) => bigint): bigint =>
    run.transactions.reduce((total, one) => total + of(one), 0n);
  const reverted = run.transactions.find(
    ({ revert, transaction }) => revert !== null && !mayRevert.has(transaction.hash),
  );
  const tooLow = run.transactions.find(({ transaction }) => transaction.maxFeePerGas < baseFeePerGas);
  const failure =
    run.refusal ??
    (tooLow === undefined ? null : 'max fee per gas less than block base fee') ??
    (reverted === undefined ? null : `a transaction reverts: ${reverted.revert}`);
  return { failure, gasUsed: sum(({ gasUsed }) => gasUsed), paidWei: sum(({ coinbaseDiff }) => coinbaseDiff) };
}

async function nonceProblem(
  node: Rpc,
  transactions: readonly PooledTransaction[],
  state: string,
): Promise<string | null> {
  const next = new Map<Address, number>();
  for (const sender of new Set(transactions.map(({ from }) => from)))
    next.set(sender, Number(await node.call('eth_getTransactionCount', sender, state)));
  for (const { from, nonce } of transactions) {
    const expected = next.get(from);
    if (expected !== nonce) return `nonce too ${nonce < (expected ?? 0) ? 'low' : 'high'}`;
    next.set(from, nonce + 1);
  }
  return null;
}

function asCall(pooled: PooledTransaction): Readonly<Record<string, unknown>> {
  const transaction = Transaction.from(pooled.raw);
  const fees =
    transaction.maxFeePerGas === null
      ? { gasPrice: quantity(pooled.maxFeePerGas) }
      : {
          maxFeePerGas: quantity(pooled.maxFeePerGas),
          maxPriorityFeePerGas: quantity(pooled.maxPriorityFeePerGas),
        };
  return {
    from: pooled.from,
    to: pooled.to,
    value: quantity(pooled.value),
    input: transaction.data,
    gas: quantity(pooled.gasLimit),
    nonce: quantity(pooled.nonce),
    ...fees,
    ...(transaction.accessList === null ? {} : { accessList: transaction.accessList }),
  };
}

const errorSelector = '0x08c379a0';

/** The text of a Solidity Error(string), cut; its selector for any other; empty for none. */
function reasonOf(returnData: string): string {
  if (!returnData.startsWith(errorSelector)) return returnData.slice(0, 10).replace(/^0x$/, '');
  try {
    const [reason] = AbiCoder.defaultAbiCoder().decode(['string'], `0x${returnData.slice(10)}`);
    return String(reason).slice(0, 256);
  } catch {
    return errorSelector;
  }
}
