import { keccak256, toUtf8Bytes } from 'ethers';
import type { z } from 'zod';
import { type Bundle, bundleBytes, bundleHash } from '../../../app/devnet/builder/bundle.ts';
import type { BundleStory } from '../../../app/devnet/builder/bundlePool.ts';
import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import {
  bundleStatsSchema,
  callBundleSchema,
  cancelBundleSchema,
  cancelPrivateTransactionSchema,
  mostBundleBytes,
  privateTransactionSchema,
  sendBundleSchema,
} from '../../../app/devnet/builder/relayRequest.ts';
import { relaySigner } from '../../../app/devnet/builder/relaySignature.ts';
import type { RpcCall } from '../../../app/devnet/builder/rpcMessage.ts';
import { invalidParams, RpcRefusal, rpcCodes } from '../../../app/devnet/builder/rpcRefusal.ts';
import { quantity } from '../../../app/devnet/builder/transactionView.ts';
import { wei } from '../../../app/domain/amount.ts';
import { nextBaseFee } from '../../../app/domain/baseFee.ts';
import type { Address } from '../../../app/domain/hex.ts';
import type { Rpc } from '../rpc.ts';
import type { BlockBuilder } from './blockBuilder.ts';
import { type SimulatedRun, simulateBundle } from './bundleSimulation.ts';

/** For so many blocks a private transaction is tried where its sender does not say. */
const privateBlocks = 25;
/** A builder is known by a BLS key of 48 bytes; ours is nobody's. */
const builderKey = `0x${keccak256(toUtf8Bytes('syndicate devnet builder')).slice(2)}${'00'.repeat(16)}`;

/**
 * A private relay as Flashbots documents it, in front of our own builder: what it is given is seen by nobody before it is in a
 * block. Source: https://docs.flashbots.net/flashbots-auction/advanced/rpc-endpoint
 */
export class Relay {
  readonly #builder: BlockBuilder;
  readonly #node: Rpc;
  readonly #nowMs: () => number;

  constructor(builder: BlockBuilder, node: Rpc, nowMs: () => number) {
    this.#builder = builder;
    this.#node = node;
    this.#nowMs = nowMs;
  }

  /** @throws RpcRefusal, first of all where the body is not signed by whom the header says */
  async call({ method, params }: RpcCall, signature: string | undefined, body: Uint8Array): Promise<unknown> {
    const signer = relaySigner(signature, body);
    const [request] = params;
    switch (method) {
      case 'eth_sendBundle':
        return { bundleHash: this.#send(read(sendBundleSchema, request), signer) };
      case 'eth_cancelBundle':
        return this.#builder.bundles.cancel(signer, read(cancelBundleSchema, request).replacementUuid) > 0;
      case 'eth_callBundle':
        return this.#simulate(read(callBundleSchema, request));
      case 'flashbots_getBundleStatsV2':
        return this.#stats(read(bundleStatsSchema, request), signer);
      case 'eth_sendPrivateTransaction':
        return this.#sendPrivate(read(privateTransactionSchema, request), signer);
      case 'eth_cancelPrivateTransaction':
        return this.#builder.bundles.cancel(signer, read(cancelPrivateTransactionSchema, request).txHash) > 0;
      default:
        throw new RpcRefusal(rpcCodes.methodNotFound, 'the relay has no such method');
    }
  }

  /** anvil 1.7.1 cannot simulate the creation of a contract. */
  #read(raw: string): PooledTransaction {
    const transaction = this.#builder.read(raw);
    if (transaction.to === null) throw invalidParams('a bundle takes no creation of a contract here');
    return transaction;
  }

  #send(request: z.output<typeof sendBundleSchema>, signer: Address): string {
    const transactions = request.txs.map((raw) => this.#read(raw));
    const bundle: Bundle = {
      hash: bundleHash(transactions),
      transactions,
      firstBlock: request.blockNumber,
      lastBlock: request.blockNumber,
      minTimestampS: request.minTimestamp ?? null,
      maxTimestampS: request.maxTimestamp ?? null,
      mayRevert: new Set(request.revertingTxHashes),
      replacementId: request.replacementUuid ?? null,
      signer,
      receivedAtMs: this.#nowMs(),
    };
    if (bundleBytes(bundle) > mostBundleBytes) throw invalidParams(`a bundle has at most ${mostBundleBytes} bytes`);
    return this.#builder.bundles.add(bundle, this.#builder.head.number).bundle.hash;
  }

  /** Alone in a bundle that may stand in any of the next blocks: it is never included where it fails. */
  #sendPrivate(request: z.output<typeof privateTransactionSchema>, signer: Address): string {
    const transaction = this.#read(request.tx);
    const head = this.#builder.head.number;
    this.#builder.bundles.add(
      {
        hash: bundleHash([transaction]),
        transactions: [transaction],
        firstBlock: head + 1,
        lastBlock: request.maxBlockNumber ?? head + privateBlocks,
        minTimestampS: null,
        maxTimestampS: null,
        mayRevert: new Set(),
        replacementId: transaction.hash,
        signer,
        receivedAtMs: this.#nowMs(),
      },
      head,
    );
    return transaction.hash;
  }

  async #simulate(request: z.output<typeof callBundleSchema>): Promise<unknown> {
    const transactions = request.txs.map((raw) => this.#read(raw));
    const { run, stateBlock, baseFeePerGas } = await this.#builder.gate.read(async () => {
      const setting = this.#builder.setting();
      const head = this.#builder.head.number;
      const stateBlock = request.stateBlockNumber === 'latest' ? head : request.stateBlockNumber;
      if (stateBlock > head) throw invalidParams('stateBlockNumber lies ahead');
      const baseFeePerGas = stateBlock === head ? setting.baseFeePerGas : await this.#baseFeeAfter(stateBlock);
      const run = await simulateBundle(this.#node, transactions, {
        ...setting,
        state: quantity(stateBlock),
        number: request.blockNumber,
        timestampS: request.timestamp ?? setting.timestampS,
        baseFeePerGas,
      });
      return { run, stateBlock, baseFeePerGas };
    });
    if (run.refusal !== null) throw new RpcRefusal(rpcCodes.refused, `err: ${run.refusal}`);
    const tooLow = transactions.find(({ maxFeePerGas }) => maxFeePerGas < baseFeePerGas);
    if (tooLow !== undefined)
      throw new RpcRefusal(rpcCodes.refused, `err: max fee per gas less than block base fee: ${tooLow.hash}`);
    return { bundleHash: bundleHash(transactions), stateBlockNumber: stateBlock, ...report(run) };
  }

  async #baseFeeAfter(block: number): Promise<ReturnType<typeof wei>> {
    const reply = (await this.#node.call('eth_getBlockByNumber', quantity(block), false)) as Readonly<
      Record<string, string>
    > | null;
    if (reply === null) throw invalidParams('the state of stateBlockNumber is not kept');
    return nextBaseFee({
      baseFeePerGas: wei(BigInt(reply.baseFeePerGas ?? 0)),
      gasUsed: Number(reply.gasUsed),
      gasLimit: Number(reply.gasLimit),
    });
  }

  #stats(request: z.output<typeof bundleStatsSchema>, signer: Address): unknown {
    const story = this.#builder.bundles.story(signer, request.bundleHash, request.blockNumber);
    if (story === null) throw new RpcRefusal(rpcCodes.refused, 'there is no such bundle of this signer');
    return statsOf(story);
  }
}

function statsOf({ bundle, simulatedAtMs, consideredAtMs, sealedAtMs }: BundleStory): unknown {
  const at = (timeMs: number): string => new Date(timeMs).toISOString();
  const by = (timesMs: readonly number[]): unknown =>
    timesMs.map((timeMs) => ({ pubkey: builderKey, timestamp: at(timeMs) }));
  return {
    isHighPriority: true,
    isSimulated: simulatedAtMs !== null,
    ...(simulatedAtMs === null ? {} : { simulatedAt: at(simulatedAtMs) }),
    receivedAt: at(bundle.receivedAtMs),
    consideredByBuildersAt: by(consideredAtMs),
    sealedByBuildersAt: by(sealedAtMs),
  };
}

/** Amounts in wei as decimal texts, gas as numbers. */
function report({ transactions }: SimulatedRun): Readonly<Record<string, unknown>> {
  const sum = (of: (one: SimulatedRun['transactions'][number]) => bigint): bigint =>
    transactions.reduce((total, one) => total + of(one), 0n);
  const gasUsed = sum((one) => one.gasUsed);
  const coinbaseDiff = sum((one) => one.coinbaseDiff);
  const gasFees = sum((one) => one.gasFees);
  return {
    bundleGasPrice: String(gasUsed === 0n ? 0n : coinbaseDiff / gasUsed),
    coinbaseDiff: String(coinbaseDiff),
    ethSentToCoinbase: String(coinbaseDiff - gasFees),
    gasFees: String(gasFees),
    totalGasUsed: Number(gasUsed),
    results: transactions.map((one) => ({
      txHash: one.transaction.hash,
      fromAddress: one.transaction.from,
      toAddress: one.transaction.to,
      gasUsed: Number(one.gasUsed),
      gasPrice: String(one.gasUsed === 0n ? 0n : one.coinbaseDiff / one.gasUsed),
      gasFees: String(one.gasFees),
      coinbaseDiff: String(one.coinbaseDiff),
      ethSentToCoinbase: String(one.coinbaseDiff - one.gasFees),
      ...(one.revert === null ? { value: one.returnData } : { error: 'execution reverted', revert: one.revert }),
    })),
  };
}

function read<T>(schema: z.ZodType<T>, request: unknown): T {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidParams(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim().slice(0, 300));
}
