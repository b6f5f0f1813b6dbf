import { tokenAmount, wei } from '../../domain/amount.ts';
import { chainId } from '../../domain/chain.ts';
import { epochMs, monotonicNs } from '../../domain/clock.ts';
import type { EngineInput } from '../../domain/engineInput.ts';
import { parseAddress, parseBytes, parseHash } from '../../domain/hex.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { Fill, Order } from '../../domain/order.ts';
import type { Epoch } from '../../domain/run.ts';

/** Plausible records for tests of the store, reports and portfolio; each is told apart by its number. */

const address = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const hash = (index: number) => parseHash(`0x${index.toString(16).padStart(64, '0')}`);

export const sampleWallet = address(0xa11ce);
export const sampleWeth = address(0xee);

export function sampleEpoch(id: string): Epoch {
  return {
    id,
    mode: 'DEVNET',
    wallet: sampleWallet,
    startedAtMs: epochMs(1_700_000_000_000),
    chain: {
      chainId: chainId(31_337),
      name: 'devnet',
      mode: 'DEVNET',
      nativeSymbol: 'ETH',
      wrappedNative: sampleWeth,
      multicall3: address(0xca11),
      endpoints: ['ws://127.0.0.1:1'],
      blockTimeMs: 1000,
      dexes: [],
      relays: [],
      lenders: [],
      profitTokens: [sampleWeth],
      executor: address(0xe8ec),
    },
  };
}

export function sampleBlock(number: number): Extract<EngineInput, { kind: 'block' }> {
  return {
    kind: 'block',
    atMs: epochMs(1_700_000_000_000 + number * 1000),
    seenNs: monotonicNs(number * 17),
    head: {
      number,
      hash: hash(number),
      parentHash: hash(number - 1),
      timestampS: 1_700_000_000 + number,
      baseFeePerGas: wei(1_000_000_000n),
      gasUsed: 1_000_000,
      gasLimit: 30_000_000,
    },
    events: [
      { kind: 'v2Sync', pool: address(77), transactionHash: hash(5), logIndex: 0, reserve0: 2n ** 111n, reserve1: 1n },
    ],
  };
}

export function sampleOrder(index: number, changes: Partial<Order> = {}): Order {
  return {
    id: `o-${index}`,
    ticketId: `t-${index}`,
    kind: 'execute',
    plan: {
      chainId: chainId(31_337),
      to: address(0xe8ec),
      value: wei(0n),
      data: parseBytes('0x1234'),
      gasLimit: 300_000,
      maxFeePerGas: wei(4_000_000_000n),
      maxPriorityFeePerGas: wei(2_000_000_000n),
      submission: { kind: 'public' },
      planHash: hash(1000 + index),
    },
    authority: { kind: 'grant', grantId: 'g-1' },
    nonce: index,
    route: 'WETH–USDC–WETH',
    routePools: [address(77), address(78)],
    predicted: { gross: tokenAmount(10n ** 16n), profitToken: sampleWeth, net: wei(9n * 10n ** 15n) },
    createdAtMs: epochMs(1_700_000_000_000),
    deadlineS: 1_700_000_100,
    state: 'intended',
    transactionHash: null,
    rawTransaction: null,
    submittedAt: null,
    resolvedAt: null,
    lostTo: null,
    reason: null,
    ...changes,
  };
}

export function sampleFill(index: number, blockNumber = index): Fill {
  const block = { number: blockNumber, hash: hash(blockNumber) };
  return {
    orderId: `o-${index}`,
    block,
    receipt: {
      transactionHash: hash(2000 + index),
      block,
      transactionIndex: 1,
      succeeded: true,
      gasUsed: 200_000,
      effectiveGasPrice: wei(2_000_000_000n),
      tokenDeltas: [{ token: sampleWeth, amount: tokenAmount(10n ** 16n) }],
    },
    realised: { token: sampleWeth, amount: tokenAmount(10n ** 16n) },
    gasPaid: wei(4n * 10n ** 14n),
    net: wei(96n * 10n ** 14n),
  };
}

export function sampleEntry(index: number): LedgerEntry {
  return {
    id: `fill:o-${index}:${hash(index)}`,
    kind: 'fill',
    block: { number: index, hash: hash(index) },
    atMs: epochMs(1_700_000_000_000 + index * 1000),
    memo: `order o-${index} landed`,
    postings: [
      { account: 'wallet', asset: sampleWeth, amount: 10n ** 16n },
      { account: 'trading', asset: sampleWeth, amount: -(10n ** 16n) },
    ],
  };
}
