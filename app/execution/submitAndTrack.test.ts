import { describe, expect, it } from 'vitest';
import { parseAddress, parseBytes, parseHash } from '../domain/hex.ts';
import { sampleOrder, sampleWallet, sampleWeth } from '../store/testing/sampleRecords.ts';
import { attribute } from './attribute.ts';
import { executorInterface } from './executorCalldata.ts';
import { submitTransaction } from './submit.ts';
import { fakeRpc, noAnswer, nodeError } from './testing/fakeRpc.ts';
import { readReceipts } from './track.ts';

const raw = parseBytes('0x02aa');
const word = (value: bigint | string) =>
  parseHash(`0x${(typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0')}`);
const hash = word(77n);

function refusing(error: Error, known: unknown = null) {
  return fakeRpc({
    eth_sendRawTransaction: () => {
      throw error;
    },
    eth_getTransactionByHash: () => known,
  });
}

describe('submitTransaction', () => {
  it('is accepted by a node that takes it', async () => {
    const rpc = fakeRpc({ eth_sendRawTransaction: () => hash });
    expect(await submitTransaction(rpc, raw, hash)).toEqual({ kind: 'accepted' });
    expect(rpc.calls).toEqual([{ method: 'eth_sendRawTransaction', params: [raw] }]);
  });

  it.each(['already known', 'transaction already imported', 'AlreadyKnown'])(
    'counts "%s" as accepted',
    async (words) => {
      expect(await submitTransaction(refusing(nodeError(words)), raw, hash)).toEqual({ kind: 'accepted' });
    },
  );

  it.each([
    ['nonce too low', 'nonceTooLow'],
    ['replacement transaction underpriced', 'underpriced'],
    ['Insufficient funds for gas * price + value', 'insufficientFunds'],
    ['max fee per gas less than block base fee', 'feeTooLow'],
    ['Failed to decode transaction', 'malformed'],
    ['the pool is on holiday', 'other'],
  ])('sorts "%s"', async (error, cause) => {
    expect(await submitTransaction(refusing(nodeError(error)), raw, hash)).toEqual({ kind: 'refused', cause, error });
  });

  it('is accepted when the nonce was used by this very transaction', async () => {
    expect(await submitTransaction(refusing(nodeError('nonce too low'), { hash }), raw, hash)).toEqual({
      kind: 'accepted',
    });
  });

  it('does not know when nobody answered, unless the node has it', async () => {
    expect(await submitTransaction(refusing(noAnswer()), raw, hash)).toMatchObject({ kind: 'unknown' });
    expect(await submitTransaction(refusing(noAnswer(), { hash }), raw, hash)).toEqual({ kind: 'accepted' });
  });
});

const transferTopic = word('0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef');
const stranger = parseAddress(`0x${'99'.repeat(20)}`);
const transfer = (from: string, to: string, amount: bigint, address: string = sampleWeth) => ({
  address,
  topics: [transferTopic, word(from), word(to)],
  data: word(amount),
});
const receiptReply = (index: number, changes: object = {}) => ({
  transactionHash: word(BigInt(index)),
  blockHash: word(500n),
  blockNumber: '0x5',
  transactionIndex: `0x${index.toString(16)}`,
  from: stranger,
  status: '0x1',
  gasUsed: '0x5208',
  effectiveGasPrice: '0x77359400',
  logs: [],
  ...changes,
});

describe('readReceipts', () => {
  it('sums what came to the wallet and left it, per token', async () => {
    const logs = [
      transfer(stranger, sampleWallet, 10n),
      transfer(sampleWallet, stranger, 4n),
      transfer(stranger, stranger, 999n),
      transfer(sampleWallet, sampleWallet, 50n),
      transfer(stranger, sampleWallet, 7n, stranger),
      { address: stranger, topics: [transferTopic, word(stranger), word(sampleWallet), word(1n)], data: '0x' },
      { ...transfer(stranger, sampleWallet, 3n), topics: [word(3n), word(stranger), word(sampleWallet)] },
    ];
    const rpc = fakeRpc({ eth_getTransactionReceipt: () => receiptReply(77, { logs, transactionIndex: '0x2' }) });
    const receipts = await readReceipts(rpc, [hash], sampleWallet);
    expect(receipts.get(hash)).toEqual({
      transactionHash: hash,
      block: { number: 5, hash: word(500n) },
      transactionIndex: 2,
      succeeded: true,
      gasUsed: 21_000,
      effectiveGasPrice: 2_000_000_000n,
      tokenDeltas: [
        { token: sampleWeth, amount: 6n },
        { token: stranger, amount: 7n },
      ],
    });
  });

  it('is null for a transaction that is not included, and for a receipt of another one', async () => {
    for (const reply of [null, receiptReply(78)]) {
      const receipts = await readReceipts(fakeRpc({ eth_getTransactionReceipt: () => reply }), [hash], sampleWallet);
      expect(receipts.get(hash)).toBeNull();
    }
  });

  it('refuses a receipt that is none', async () => {
    const rpc = fakeRpc({ eth_getTransactionReceipt: () => ({ ...receiptReply(77), gasUsed: 'many' }) });
    await expect(readReceipts(rpc, [hash], sampleWallet)).rejects.toMatchObject({ code: 'RPC_MALFORMED_REPLY' });
  });
});

describe('attribute', () => {
  const pools = [parseAddress(`0x${'a1'.repeat(20)}`), parseAddress(`0x${'a2'.repeat(20)}`)];
  const [first, second] = pools.map((address) => ({ address, topics: [], data: '0x' }));
  const order = sampleOrder(1, { transactionHash: word(9n), rawTransaction: raw, state: 'reverted' });
  const lost = {
    order,
    wallet: sampleWallet,
    routePools: pools,
    block: { number: 5, hash: word(500n) },
    transactionIndex: 9,
    market: {
      wrappedNative: sampleWeth,
      tokens: new Set([sampleWeth]),
      pools: new Set(pools),
    },
  };
  const gwei = (amount: number): string => `0x${(BigInt(amount) * 1_000_000_000n).toString(16)}`;
  const block = {
    eth_getBlockByHash: () => ({ baseFeePerGas: gwei(1) }),
    debug_traceTransaction: () => ({ output: executorInterface.encodeErrorResult('MinProfit', [1n, 2n]) }),
  };
  const own = receiptReply(9, { from: sampleWallet, status: '0x0', effectiveGasPrice: gwei(3), logs: [] });

  it('names who touched most of the route before us, with what they paid more', async () => {
    const receipts = [
      own,
      receiptReply(3, { logs: [first], effectiveGasPrice: gwei(50) }),
      receiptReply(4, { logs: [first, second], effectiveGasPrice: gwei(8) }),
      receiptReply(5, { logs: [first, second], effectiveGasPrice: gwei(7) }),
      receiptReply(2, { from: sampleWallet, logs: [first, second] }),
      receiptReply(10, { logs: [first, second], effectiveGasPrice: gwei(2) }),
    ];
    const result = await attribute(fakeRpc({ ...block, eth_getBlockReceipts: () => receipts }), lost);
    expect(result).toEqual({
      lostTo: expect.objectContaining({ sender: stranger, transactionHash: word(4n), tipAbove: 5_000_000_000n }),
      revertReason: 'MinProfit profit=1 minProfit=2',
    });
  });

  it('names nobody where nobody was before us', async () => {
    const result = await attribute(fakeRpc({ ...block, eth_getBlockReceipts: () => [own] }), lost);
    expect(result.lostTo).toBeNull();
  });

  it('measures against our bid where we were not included', async () => {
    const receipts = [receiptReply(0, { logs: [first], effectiveGasPrice: gwei(8) })];
    const rpc = fakeRpc({ ...block, eth_getBlockReceipts: () => receipts });
    const result = await attribute(rpc, { ...lost, transactionIndex: Number.MAX_SAFE_INTEGER });
    expect(result).toEqual({
      lostTo: expect.objectContaining({ sender: stranger, transactionHash: word(0n), tipAbove: 5_000_000_000n }),
      revertReason: '',
    });
  });

  it('replays where the node keeps no traces, and says that it did', async () => {
    const rpc = fakeRpc({
      ...block,
      eth_getBlockReceipts: () => [own],
      debug_traceTransaction: () => {
        throw nodeError('Method not found', -32601);
      },
      eth_call: () => {
        throw nodeError('execution reverted', 3, executorInterface.encodeErrorResult('Expired', []));
      },
    });
    expect((await attribute(rpc, lost)).revertReason).toBe('Expired (replayed)');
  });
});
