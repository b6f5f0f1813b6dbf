import { randomUUID } from 'node:crypto';
import { AbiCoder, id, Transaction } from 'ethers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from '../../../app/domain/hex.ts';
import type { Account } from '../account.ts';
import { type BuiltChain, gwei, postJson, startBuiltChain } from '../testing/builtChain.ts';

let built: BuiltChain;
let names = 0;

beforeAll(async () => {
  built = await startBuiltChain();
  // Pays what it is given to the block's producer; fails with what Solidity's require("no") says.
  await built.call('anvil_setCode', payer, '0x600060006000600034415af100');
  await built.call('anvil_setCode', reverter, `0x6064600c60003960646000fd${reason.slice(2)}`);
});
afterEach(() => expect(built.broken).toEqual([]));
afterAll(() => built.stop());

async function person(): Promise<Account> {
  names += 1;
  return built.account(`bundle ${names}`);
}

const bid = (tip: bigint): { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } => ({
  maxFeePerGas: 500n * gwei,
  maxPriorityFeePerGas: tip * gwei,
});
const payer = parseAddress('0x00000000000000000000000000000000000c0de0');
const reverter = parseAddress('0x00000000000000000000000000000000000c0de1');
const payProducer = { to: payer, gasLimit: 100_000 };
const revert = { to: reverter, gasLimit: 100_000 };
const reason = `0x08c379a0${AbiCoder.defaultAbiCoder().encode(['string'], ['no']).slice(2)}`;
const hex = (value: number): string => `0x${value.toString(16)}`;

async function nextBlock(): Promise<number> {
  return (await built.head()).number + 1;
}

async function sendBundle(signer: Account, txs: readonly string[], more: object = {}): Promise<string> {
  const request = { txs, blockNumber: hex(await nextBlock()), ...more };
  return ((await built.relay(signer, 'eth_sendBundle', request)) as { bundleHash: string }).bundleHash;
}

describe('bundles', () => {
  it('stand first, those that pay more per gas before the others, whatever the public bids', async () => {
    const [a, b, c] = [await person(), await person(), await person()];
    const open = await built.sign(c, 0, bid(50n));
    const publicHash = await built.call('eth_sendRawTransaction', open);
    const poor = await sendBundle(a, [await built.sign(a, 0, bid(1n)), await built.sign(a, 1, bid(1n))]);
    const rich = await sendBundle(b, [await built.sign(b, 0, bid(0n), { ...payProducer, value: 10n ** 17n })]);
    await built.mine();
    const { transactions, number } = await built.head();
    expect(transactions).toHaveLength(4);
    expect(transactions[3]).toBe(publicHash);
    const senders = await Promise.all(
      transactions.map(async (hash) => ((await built.call('eth_getTransactionByHash', hash)) as { from: string }).from),
    );
    expect(senders).toEqual([b.address, a.address, a.address, c.address]);
    const stats = async (signer: Account, bundleHash: string): Promise<unknown> =>
      built.relay(signer, 'flashbots_getBundleStatsV2', { bundleHash, blockNumber: hex(number) });
    expect(await stats(a, poor)).toMatchObject({
      isHighPriority: true,
      isSimulated: true,
      simulatedAt: expect.stringMatching(/^\d{4}-/),
      receivedAt: expect.stringMatching(/^\d{4}-/),
      consideredByBuildersAt: [{ pubkey: expect.stringMatching(/^0x[0-9a-f]{96}$/) }],
      sealedByBuildersAt: [{ timestamp: expect.stringMatching(/^\d{4}-/) }],
    });
    await expect(stats(a, rich)).rejects.toThrow('no such bundle of this signer');
  });

  it('that fail are left out and cost nothing', async () => {
    const a = await person();
    const before = await built.call('eth_getBalance', a.address, 'latest');
    const good = await built.sign(a, 0, bid(3n));
    const bad = await built.sign(a, 1, bid(3n), revert);
    const bundleHash = await sendBundle(a, [good, bad]);
    const { failed } = (await built.builder.status()).bundles;
    await built.mine();
    const { transactions, number } = await built.head();
    expect(transactions).toEqual([]);
    expect(await built.call('eth_getBalance', a.address, 'latest')).toBe(before);
    expect((await built.builder.status()).bundles.failed).toBe(failed + 1);
    expect(await built.relay(a, 'flashbots_getBundleStatsV2', { bundleHash, blockNumber: hex(number) })).toMatchObject({
      isSimulated: true,
      consideredByBuildersAt: [],
      sealedByBuildersAt: [],
    });
  });

  it('may hold one that fails if they say so', async () => {
    const a = await person();
    const good = await built.sign(a, 0, bid(3n));
    const bad = await built.sign(a, 1, bid(3n), revert);
    const { hash: badHash } = Transaction.from(bad);
    await sendBundle(a, [good, bad], { revertingTxHashes: [badHash] });
    await built.mine();
    expect((await built.head()).transactions).toHaveLength(2);
  });

  it('that pay the same nonce: only the better one', async () => {
    const a = await person();
    await sendBundle(a, [await built.sign(a, 0, bid(1n))]);
    const better = await built.sign(a, 0, bid(9n));
    await sendBundle(a, [better]);
    await built.call('eth_sendRawTransaction', await built.sign(a, 0, bid(4n)));
    await built.mine();
    const { transactions } = await built.head();
    expect(transactions).toEqual([Transaction.from(better).hash]);
    expect(await built.call('txpool_contentFrom', a.address)).toEqual({ pending: {}, queued: {} });
  });

  it('stand in their own block or in none', async () => {
    const a = await person();
    const raw = await built.sign(a, 0, bid(3n));
    const target = (await nextBlock()) + 1;
    await built.relay(a, 'eth_sendBundle', { txs: [raw], blockNumber: hex(target) });
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
    await built.mine();
    expect(await built.head()).toMatchObject({ number: target, transactions: [expect.any(String)] });
    const late = await built.sign(a, 1, bid(3n));
    await sendBundle(a, [late], { minTimestamp: Math.floor(Date.now() / 1000) + 3_600 });
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
    await expect(
      built.relay(a, 'eth_sendBundle', { txs: [late], blockNumber: hex((await built.head()).number) }),
    ).rejects.toThrow('has passed');
  });

  it('are replaced and cancelled by their id, by their signer alone', async () => {
    const [a, b] = [await person(), await person()];
    const replacementUuid = randomUUID();
    await sendBundle(a, [await built.sign(a, 0, bid(3n))], { replacementUuid });
    const second = await built.sign(a, 0, bid(2n));
    await sendBundle(a, [second], { replacementUuid });
    expect(await built.relay(b, 'eth_cancelBundle', { replacementUuid })).toBe(false);
    await built.mine();
    expect((await built.head()).transactions).toEqual([Transaction.from(second).hash]);
    await sendBundle(a, [await built.sign(a, 1, bid(3n))], { replacementUuid });
    expect(await built.relay(a, 'eth_cancelBundle', { replacementUuid })).toBe(true);
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
  });

  it('are seen by nobody before they are mined', async () => {
    const a = await person();
    const listener = await built.listen();
    await listener.call('eth_subscribe', 'newPendingTransactions');
    await listener.call('eth_subscribe', 'newPendingTransactions', true);
    const raw = await built.sign(a, 0, bid(3n));
    const hash = String(Transaction.from(raw).hash);
    await sendBundle(a, [raw]);
    let looked = 0;
    let seen = 0;
    let looking = true;
    const look = (async () => {
      while (looking) {
        const found = (await listener.call('eth_getTransactionByHash', hash)) as { blockHash: unknown } | null;
        looked += 1;
        if (found !== null && found.blockHash === null) seen += 1;
      }
    })();
    expect(await built.call('eth_getTransactionCount', a.address, 'pending')).toBe('0x0');
    expect(JSON.stringify(await built.call('txpool_content'))).not.toContain(hash);
    expect(await built.call('eth_getBlockByNumber', 'pending', false)).toMatchObject({ transactions: [] });
    await built.mine(3);
    looking = false;
    await look;
    expect(looked).toBeGreaterThan(0);
    expect(seen).toBe(0);
    expect(listener.pushed).toEqual([]);
    const open = await built.call('eth_sendRawTransaction', await built.sign(a, 1, bid(3n)));
    await listener.call('eth_blockNumber');
    expect(listener.pushed.map(({ result }) => result)).toEqual([open, expect.objectContaining({ hash: open })]);
    await built.mine();
    listener.close();
  });

  it('of one private transaction: in the next block that has it, never where it fails', async () => {
    const a = await person();
    const failing = await built.sign(a, 0, bid(3n), revert);
    const txHash = await built.relay(a, 'eth_sendPrivateTransaction', { tx: failing });
    await built.mine(2);
    expect(await built.call('eth_getTransactionReceipt', txHash)).toBeNull();
    expect(await built.relay(a, 'eth_cancelPrivateTransaction', { txHash })).toBe(true);
    const fine = await built.relay(a, 'eth_sendPrivateTransaction', { tx: await built.sign(a, 0, bid(3n)) });
    await built.mine();
    expect((await built.head()).transactions).toEqual([fine]);
  });
});

describe('eth_callBundle', () => {
  it('says what a bundle would pay, and the chain then pays just that', async () => {
    const [a, b] = [await person(), await person()];
    const txs = [await built.sign(a, 0, bid(2n)), await built.sign(b, 0, bid(1n), { ...payProducer, value: 12_345n })];
    const target = await nextBlock();
    const producer = String(((await built.call('eth_getBlockByNumber', 'latest', false)) as { miner: string }).miner);
    const balance = async (): Promise<bigint> => BigInt(String(await built.call('eth_getBalance', producer, 'latest')));
    const said = (await built.relay(a, 'eth_callBundle', {
      txs,
      blockNumber: hex(target),
      stateBlockNumber: 'latest',
    })) as Record<string, unknown> & { results: Record<string, unknown>[] };
    const before = await balance();
    const bundleHash = await sendBundle(a, txs);
    await built.mine();
    expect((await balance()) - before).toBe(BigInt(String(said.coinbaseDiff)));
    expect(said).toMatchObject({ bundleHash, ethSentToCoinbase: '12345', stateBlockNumber: target - 1 });
    const { transactions } = await built.head();
    for (const [index, hash] of transactions.entries()) {
      const receipt = (await built.call('eth_getTransactionReceipt', hash)) as { gasUsed: string };
      expect(said.results[index]).toMatchObject({ txHash: hash, gasUsed: Number(receipt.gasUsed) });
    }
    expect(said.results[0]).toMatchObject({
      fromAddress: a.address,
      toAddress: a.address,
      gasFees: String(21_000n * 2n * gwei),
      ethSentToCoinbase: '0',
      value: '0x',
    });
  });

  it('names what fails, and why', async () => {
    const a = await person();
    const call = (raw: string, more: object = {}): Promise<unknown> =>
      built.relay(a, 'eth_callBundle', { txs: [raw], blockNumber: '0xffffff', stateBlockNumber: 'latest', ...more });
    expect(await call(await built.sign(a, 0, bid(1n), revert))).toMatchObject({
      results: [{ error: 'execution reverted', revert: 'no' }],
    });
    await expect(call(await built.sign(a, 7, bid(1n)))).rejects.toThrow('nonce too high');
    await expect(call(await built.sign(a, 0, bid(1n), { value: 10n ** 24n }))).rejects.toThrow(/insufficient funds/i);
    await expect(call(await built.sign(a, 0, bid(1n)), { stateBlockNumber: '0xffffff' })).rejects.toThrow('ahead');
  });
});

describe('the relay refuses', () => {
  const body = '{"jsonrpc":"2.0","id":1,"method":"eth_cancelBundle","params":[]}';

  it('whatever is not signed by whom it says', async () => {
    const [a, b] = [await person(), await person()];
    const signature = await a.wallet.signMessage(id(body));
    const ask = async (headers: Record<string, string>): Promise<string | undefined> =>
      (await postJson(built.chain.relayUrl, body, headers)).error?.message;
    expect(await ask({})).toContain('is missing');
    expect(await ask({ 'x-flashbots-signature': 'nonsense' })).toContain('is not address:signature');
    expect(await ask({ 'x-flashbots-signature': `${b.address}:${signature}` })).toContain('is not of its address');
    expect(await ask({ 'x-flashbots-signature': `${a.address}:0x${'00'.repeat(65)}` })).toContain('is not of its');
    const other = await a.wallet.signMessage(id(`${body} `));
    expect(await ask({ 'x-flashbots-signature': `${a.address}:${other}` })).toContain('is not of its address');
    expect(await ask({ 'x-flashbots-signature': `${a.address}:${signature}` })).not.toContain('Flashbots');
  });

  it('what the node behind it cannot simulate: the creation of a contract', async () => {
    const a = await person();
    const raw = await built.sign(a, 0, bid(1n), { to: null, data: '0x00' });
    await expect(sendBundle(a, [raw])).rejects.toThrow('no creation of a contract');
    await expect(built.relay(a, 'eth_sendPrivateTransaction', { tx: raw })).rejects.toThrow('no creation');
  });

  it('malformed bundles and unknown methods', async () => {
    const a = await person();
    const raw = await built.sign(a, 0, bid(1n));
    const bundle = { txs: [raw], blockNumber: '0xffffff' };
    const wrong = [
      { ...bundle, txs: [] },
      { ...bundle, txs: Array(101).fill(raw) },
      { ...bundle, txs: ['0x1234'] },
      { ...bundle, txs: 7 },
      { ...bundle, blockNumber: 'latest' },
      { ...bundle, replacementUuid: 'me' },
      { ...bundle, unknown: true },
      { ...bundle, minTimestamp: -1 },
    ];
    for (const request of wrong) await expect(built.relay(a, 'eth_sendBundle', request)).rejects.toThrow();
    await expect(built.relay(a, 'eth_sendBundle', bundle)).rejects.toThrow('ahead');
    await expect(built.relay(a, 'eth_sendBundle')).rejects.toThrow();
    await expect(built.relay(a, 'eth_blockNumber')).rejects.toThrow('no such method');
    const stats = { bundleHash: `0x${'00'.repeat(32)}`, blockNumber: '0x1' };
    await expect(built.relay(a, 'flashbots_getBundleStatsV2', stats)).rejects.toThrow('no such bundle');
  });
});
