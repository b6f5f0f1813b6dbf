import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../account.ts';
import { type BuiltChain, gwei, startBuiltChain } from '../testing/builtChain.ts';

let built: BuiltChain;
let names = 0;
const usualBaseFee = `0x${(9n * gwei).toString(16)}`;

beforeAll(async () => {
  built = await startBuiltChain();
});
beforeEach(async () => {
  await built.builder.tell('builder_reprice', { baseFeePerGas: usualBaseFee });
  await built.mine();
});
afterEach(() => expect(built.broken).toEqual([]));
afterAll(() => built.stop());

/** Fresh ones for each test: their nonces begin at 0. */
function people<const Count extends number>(count: Count): Promise<readonly Account[]> {
  names += 1;
  return Promise.all(Array.from({ length: count }, (_, index) => built.account(`${names} ${index}`)));
}

function fees(maxFee: bigint, tip: bigint): { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } {
  return { maxFeePerGas: maxFee * gwei, maxPriorityFeePerGas: tip * gwei };
}

async function send(raw: string): Promise<string> {
  return String(await built.call('eth_sendRawTransaction', raw));
}

describe('the public pool', () => {
  it('orders a block by effective tip, not by fee cap, with each sender in the order of its nonces', async () => {
    const [a, b, c, d] = (await people(4)) as [Account, Account, Account, Account];
    const capped = await send(await built.sign(a, 0, fees(500n, 1n)));
    const generous = await send(await built.sign(b, 0, fees(60n, 5n)));
    const later = await send(await built.sign(b, 1, fees(60n, 2n)));
    // A cap that leaves less than the tip it names.
    const squeezed = await send(await built.sign(c, 0, { maxFeePerGas: 12n * gwei, maxPriorityFeePerGas: 12n * gwei }));
    const same = await send(await built.sign(d, 0, fees(70n, 2n)));
    await built.builder.tell('builder_reprice', { baseFeePerGas: usualBaseFee });
    const pending = (await built.call('eth_getBlockByNumber', 'pending', false)) as { transactions: string[] };
    await built.mine();
    // 12 gwei at a base fee of 9 leaves 3.
    expect((await built.head()).transactions).toEqual([generous, squeezed, later, same, capped]);
    expect(pending.transactions).toEqual([generous, squeezed, later, same, capped]);
  });

  it('keeps what the base fee passes, and includes it when the fee has come down', async () => {
    const [a] = (await people(1)) as [Account];
    await built.builder.tell('builder_reprice', { baseFeePerGas: '0x174876e800' });
    const hash = await send(await built.sign(a, 0, fees(50n, 1n)));
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
    expect(await built.call('eth_getTransactionByHash', hash)).toMatchObject({ hash, blockHash: null });
    await built.builder.tell('builder_reprice', { baseFeePerGas: usualBaseFee });
    await built.mine();
    expect((await built.head()).transactions).toEqual([hash]);
  });

  it('takes a replacement that outbids by a tenth, and no less', async () => {
    const [a] = (await people(1)) as [Account];
    const first = await send(await built.sign(a, 0, fees(50n, 10n)));
    const tooLittle = built.sign(a, 0, { maxFeePerGas: 54n * gwei, maxPriorityFeePerGas: 11n * gwei });
    await expect(send(await tooLittle)).rejects.toThrow('replacement transaction underpriced');
    const second = await send(await built.sign(a, 0, fees(55n, 11n)));
    expect(await built.call('eth_getTransactionByHash', first)).toBeNull();
    expect(await built.call('eth_getTransactionCount', a.address, 'pending')).toBe('0x1');
    await built.mine();
    expect((await built.head()).transactions).toEqual([second]);
  });

  it('refuses in the words of nodes', async () => {
    const [a] = (await people(1)) as [Account];
    const raw = await built.sign(a, 0, fees(50n, 1n));
    await send(raw);
    await expect(send(raw)).rejects.toThrow('already known');
    await built.mine();
    await expect(send(await built.sign(a, 0, fees(60n, 1n)))).rejects.toThrow('nonce too low');
    await expect(send(await built.sign(a, 1, fees(50n, 1n), { value: 10n ** 22n }))).rejects.toThrow(
      'insufficient funds',
    );
    await expect(send(await built.sign(a, 1, fees(50n, 1n), { gasLimit: 20_000 }))).rejects.toThrow('intrinsic gas');
    await expect(send(await built.sign(a, 1, fees(50n, 1n), { gasLimit: 9_000_000 }))).rejects.toThrow(
      'exceeds block gas limit',
    );
    const foreign = await a.wallet.signTransaction({
      type: 2,
      chainId: 1,
      nonce: 1,
      gasLimit: 21_000,
      ...fees(50n, 1n),
    });
    await expect(send(foreign)).rejects.toThrow('invalid chain id');
    await expect(send(`${raw.slice(0, -6)}000000`)).rejects.toThrow();
    await expect(send('0x02zz')).rejects.toThrow('decode');
    await expect(built.call('eth_sendRawTransaction', { evil: true })).rejects.toThrow('invalid');
  });

  it('holds back what lies behind a gap, and shows it as queued', async () => {
    const [a] = (await people(1)) as [Account];
    const second = await send(await built.sign(a, 1, fees(50n, 1n)));
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
    expect(await built.call('txpool_contentFrom', a.address)).toMatchObject({
      pending: {},
      queued: { '1': { hash: second } },
    });
    const first = await send(await built.sign(a, 0, fees(50n, 1n)));
    expect(await built.call('eth_getTransactionCount', a.address, 'pending')).toBe('0x2');
    await built.mine();
    expect((await built.head()).transactions).toEqual([first, second]);
  });

  it('forgets what its sender can no longer pay, and keeps what came behind it', async () => {
    const [a, b] = (await people(2)) as [Account, Account];
    const dear = await send(await built.sign(a, 0, fees(60n, 3n), { to: b.address, value: 10n ** 20n }));
    const behind = await send(await built.sign(a, 1, fees(60n, 3n)));
    const other = await send(await built.sign(b, 0, fees(60n, 1n)));
    await built.call('anvil_setBalance', a.address, `0x${(10n ** 18n).toString(16)}`);
    await built.mine();
    expect((await built.head()).transactions).toEqual([other]);
    expect(await built.call('eth_getTransactionByHash', dear)).toBeNull();
    expect(await built.call('eth_getTransactionByHash', behind)).toMatchObject({ blockHash: null });
    const again = await send(await built.sign(a, 0, fees(60n, 1n)));
    await built.mine();
    expect((await built.head()).transactions).toEqual([again, behind]);
    expect((await built.builder.status()).unexplainedOmissions).toBe(0);
  });

  it('answers calls at pending behind what waits', async () => {
    const [a, b] = (await people(2)) as [Account, Account];
    await send(await built.sign(a, 0, fees(50n, 1n), { to: b.address, value: 5n * 10n ** 18n }));
    const balance = BigInt(String(await built.call('eth_getBalance', b.address, 'pending')));
    expect(balance).toBe(1_005n * 10n ** 18n);
    expect(BigInt(String(await built.call('eth_getBalance', b.address, 'latest')))).toBe(1_000n * 10n ** 18n);
    await built.mine();
  });

  it('fills a block up to its gas limit and keeps the rest', async () => {
    const [a, b] = (await people(2)) as [Account, Account];
    // Creation code that only burns: an endless loop takes all its gas.
    const endless = { to: null, data: '0x5b600056', gasLimit: 5_000_000 };
    const best = await send(await built.sign(a, 0, fees(50n, 9n), endless));
    const next = await send(await built.sign(b, 0, fees(50n, 8n), endless));
    await built.mine();
    expect((await built.head()).transactions).toEqual([best]);
    await built.mine();
    expect((await built.head()).transactions).toEqual([next]);
  });
});

describe('told to misbehave', () => {
  it('loses, censors, and pauses', async () => {
    const [a, b] = (await people(2)) as [Account, Account];
    await built.builder.tell('builder_dropTransactions', { from: [a.address] });
    const lost = await send(await built.sign(a, 0, fees(50n, 1n)));
    expect(await built.call('eth_getTransactionByHash', lost)).toBeNull();
    await built.builder.tell('builder_dropTransactions', {});
    await built.builder.tell('builder_censor', { to: [b.address] });
    const censored = await send(await built.sign(a, 0, fees(50n, 1n), { to: b.address }));
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
    expect(await built.call('eth_getTransactionByHash', censored)).not.toBeNull();
    await built.builder.tell('builder_censor', {});
    await built.mine();
    expect((await built.head()).transactions).toEqual([censored]);
  });

  it('prices the next blocks, and goes on from there by EIP-1559', async () => {
    await built.builder.tell('builder_reprice', { factor: 3, blocks: 2 });
    const fee = async (): Promise<number> => {
      const block = (await built.call('eth_getBlockByNumber', 'latest', false)) as { baseFeePerGas: string };
      return Number(block.baseFeePerGas);
    };
    const before = await fee();
    await built.mine();
    const once = await fee();
    await built.mine();
    const twice = await fee();
    await built.mine();
    const after = await fee();
    expect(once / before).toBeCloseTo(3 * 0.875, 3);
    expect(twice / once).toBeCloseTo(3 * 0.875, 3);
    expect(after / twice).toBeCloseTo(0.875, 3);
  });

  it('lags and loses frames for those outside', async () => {
    const listener = await built.listen();
    await listener.call('eth_subscribe', 'newHeads');
    await built.builder.tell('builder_setLag', { headsMs: 300 });
    await built.mine();
    expect(listener.pushed).toHaveLength(0);
    await expect.poll(() => listener.pushed.length, { timeout: 3_000 }).toBe(1);
    await built.builder.tell('builder_setLag', {});
    await built.builder.tell('builder_dropFrames', { count: 2 });
    await built.mine(3);
    await listener.call('eth_blockNumber');
    expect(listener.pushed).toHaveLength(2);
    await built.builder.tell('builder_dropFrames', { share: 1 });
    await built.mine(2);
    await built.builder.tell('builder_dropFrames', {});
    await listener.call('eth_blockNumber');
    expect(listener.pushed).toHaveLength(2);
    expect((await built.builder.status()).framesLost).toBeGreaterThanOrEqual(4);
    listener.close();
  });
});

describe('a reorg', () => {
  it.each([1, 2, 5, 10])(
    'of %d: removed logs newest first, then the new branch; transactions wait again',
    async (depth) => {
      const [a] = (await people(1)) as [Account];
      const listener = await built.listen();
      const heads = String(await listener.call('eth_subscribe', 'newHeads'));
      const logs = String(await listener.call('eth_subscribe', 'logs', {}));
      // Creation code that logs one topic: every block of the branch has a log of its own.
      const hashes: string[] = [];
      for (let nonce = 0; nonce < depth; nonce += 1) {
        const raw = await built.sign(a, nonce, fees(50n, 1n), {
          to: null,
          data: `0x7f${(nonce + 1).toString(16).padStart(64, '0')}60006000a100`,
          gasLimit: 100_000,
        });
        hashes.push(await send(raw));
        await built.mine();
      }
      await listener.call('eth_blockNumber');
      expect(listener.pushed.filter(({ subscription }) => subscription === logs)).toHaveLength(depth);
      const before = await built.head();
      const begun = listener.pushed.length;
      const branch = await built.builder.reorg(depth);
      await listener.call('eth_blockNumber');
      expect(branch).toHaveLength(depth);
      expect((await built.head()).number).toBe(before.number);
      expect((await built.head()).hash).toBe(branch.at(-1));
      const seen = listener.pushed.slice(begun);
      const removed = seen.slice(0, depth).map(({ result }) => result as Record<string, unknown>);
      expect(removed.map((log) => [log.removed, log.transactionHash])).toEqual(
        hashes.toReversed().map((hash) => [true, hash]),
      );
      const after = seen
        .slice(depth)
        .map(({ subscription, result }) => [subscription, (result as { hash: string }).hash]);
      expect(after).toEqual(branch.map((hash) => [heads, hash]));
      // Nothing of it is on the chain, all of it waits, and the next block has it again.
      expect(await built.call('eth_getTransactionReceipt', hashes[0])).toBeNull();
      expect(await built.call('eth_getTransactionCount', a.address, 'pending')).toBe(`0x${depth.toString(16)}`);
      await built.mine();
      expect((await built.head()).transactions).toEqual(hashes);
      listener.close();
    },
  );

  it('makes other blocks, also of empty ones of the same second', async () => {
    for (let round = 0; round < 5; round += 1) {
      await built.mine(3);
      const { number, hash } = await built.head();
      const branch = await built.builder.reorg(3);
      expect((await built.head()).number).toBe(number);
      expect(branch).not.toContain(hash);
      const [first] = branch;
      const again = await built.builder.reorg(3);
      expect(again).not.toContain(first);
    }
  });

  it('can keep the transactions in the new branch, or forget them', async () => {
    const [a] = (await people(1)) as [Account];
    const hash = await send(await built.sign(a, 0, fees(50n, 1n)));
    await built.mine(2);
    await built.builder.reorg(2, 'again');
    const { number } = await built.head();
    const block = (await built.call('eth_getBlockByNumber', `0x${(number - 1).toString(16)}`, false)) as {
      transactions: string[];
    };
    expect(block.transactions).toEqual([hash]);
    await built.builder.reorg(2, 'never');
    await built.mine();
    expect((await built.head()).transactions).toEqual([]);
    expect(await built.call('eth_getTransactionByHash', hash)).toBeNull();
    await expect(built.builder.reorg(32)).resolves.toHaveLength(32);
    await expect(built.call('builder_reorg', { depth: 33 })).rejects.toThrow('depth');
  });
});

describe('a long run', () => {
  // PUSH1 n NUMBER SUB BLOCKHASH, returned.
  const hashBack = (blocks: number): Promise<unknown> =>
    built.call('eth_call', { data: `0x60${blocks.toString(16).padStart(2, '0')}43034060005260206000f3` }, 'latest');

  it('makes the node forget old hashes, unseen by anybody', async () => {
    const [a, b] = (await people(2)) as [Account, Account];
    const first = await send(await built.sign(a, 0, fees(60n, 1n), { to: b.address, value: 5n }));
    const { blocks } = await built.builder.status();
    const tidyAt = 512 - (blocks % 512);
    await built.mine(tidyAt - 1);
    const before = await built.head();
    const waiting = await send(await built.sign(a, 2, fees(60n, 1n)));
    const gap = await send(await built.sign(a, 1, fees(60n, 1n)));
    const listener = await built.listen();
    await listener.call('eth_subscribe', 'newHeads');
    await built.mine();
    const tidied = await built.head();
    expect(tidied).toMatchObject({ number: before.number + 1, transactions: [gap, waiting] });
    await built.mine(3);
    const heads = listener.pushed.map(({ result }) => result as { number: string; hash: string; parentHash: string });
    expect(heads.map(({ number }) => Number(number) - before.number)).toEqual([1, 2, 3, 4]);
    expect(heads.map(({ parentHash }) => parentHash)).toEqual([
      before.hash,
      ...heads.slice(0, -1).map(({ hash }) => hash),
    ]);
    for (const back of [1, 5, 255]) {
      const { number } = await built.head();
      const block = await built.call('eth_getBlockByNumber', `0x${(number - back).toString(16)}`, false);
      expect(await hashBack(back)).toBe((block as { hash: string }).hash);
    }
    expect(await built.call('eth_getTransactionReceipt', first)).toMatchObject({ status: '0x1' });
    expect(await built.call('eth_getBalance', b.address, `0x${before.number.toString(16)}`)).toBe(
      '0x3635c9adc5dea00005',
    );
    await built.builder.reorg(8);
    expect((await built.head()).number).toBe(before.number + 4);
    expect((await built.builder.status()).unexplainedOmissions).toBe(0);
  });

  it('makes the node forget old headers and slots set to zero, and nothing else', async () => {
    const [a] = (await people(1)) as [Account];
    const keeper = a.address;
    const slot = (place: number): string => `0x${place.toString(16).padStart(64, '0')}`;
    const store = (place: number, value: number): Promise<unknown> =>
      built.call('anvil_setStorageAt', keeper, slot(place), slot(value));
    const stored = async (place: number, block = 'latest'): Promise<number> =>
      Number(await built.call('eth_getStorageAt', keeper, slot(place), block));
    const header = async (number: number): Promise<{ hash: string } | null> =>
      (await built.call('eth_getBlockByNumber', `0x${number.toString(16)}`, false)) as { hash: string } | null;
    const setUpLogs = async (): Promise<number> =>
      ((await built.call('eth_getLogs', { fromBlock: '0x0', toBlock: '0x40' })) as unknown[]).length;
    const first = (await built.head()).number;
    await built.mine(600);
    await store(1, 7);
    await store(2, 8);
    await built.mine(3);
    await store(2, 0);
    const sent = await send(await built.sign(a, 0, fees(60n, 1n)));
    await built.mine(2);
    const waiting = await send(await built.sign(a, 1, fees(60n, 1n)));
    const before = await built.head();
    const logs = await setUpLogs();
    const slots = await slotsOf(keeper);
    expect(slots).toHaveLength(2);
    await built.builder.tell('builder_tidy', {});

    expect(await built.head()).toEqual(before);
    expect(await slotsOf(keeper)).toEqual([slot(1)]);
    expect([await stored(1), await stored(2)]).toEqual([7, 0]);
    expect(await stored(2, `0x${(before.number - 3).toString(16)}`)).toBe(8);
    expect(await header(first + 20)).toBeNull();
    expect(await header(before.number - 500)).not.toBeNull();
    expect(await setUpLogs()).toBe(logs);
    expect(await built.call('eth_getTransactionReceipt', sent)).toMatchObject({ status: '0x1' });
    const history = '0x0000f90827f1c53a10cb7a02335b175320002935';
    expect(await built.call('eth_getCode', history, 'latest')).toBe('0x');
    await built.mine();
    const next = await built.head();
    expect(next).toMatchObject({ number: before.number + 1, transactions: [waiting] });
    for (const back of [1, 2, 255]) expect(await hashBack(back)).toBe((await header(next.number - back))?.hash);
    // To before the tidying, and over it again.
    await built.builder.reorg(5);
    expect([await stored(1), await stored(2)]).toEqual([7, 8]);
    await built.builder.tell('builder_tidy', {});
    await expect(built.builder.reorg(32)).resolves.toHaveLength(32);
    expect((await built.head()).number).toBe(next.number);
  });

  it('goes on making blocks while the node writes its state down, without transactions, and puts back no state that was changed', async () => {
    const [a] = (await people(1)) as [Account];
    const slot = (place: number): string => `0x${place.toString(16).padStart(64, '0')}`;
    const store = (place: number, value: number): Promise<unknown> =>
      built.call('anvil_setStorageAt', a.address, slot(place), slot(value));
    await built.mine(600);
    await store(1, 7);
    await store(2, 8);
    await store(2, 0);
    const waiting = await send(await built.sign(a, 0, fees(60n, 1n)));
    const before = await built.head();
    const spoilt = built.builder.tell('builder_tidy', {});
    await store(3, 9);
    await spoilt;
    expect(await slotsOf(a.address)).toEqual([slot(1), slot(2), slot(3)]);

    let isTidied = false;
    const tidied = built.builder.tell('builder_tidy', {}).then(() => {
      isTidied = true;
    });
    await built.mine(2);
    const meanwhile = await built.head();
    // Both were made before the state was put back, if it is not yet.
    if (!isTidied) expect(meanwhile).toMatchObject({ number: before.number + 2, transactions: [] });
    await tidied;
    expect(await slotsOf(a.address)).toEqual([slot(1), slot(3)]);
    await built.mine();
    expect(await built.call('eth_getTransactionReceipt', waiting)).toMatchObject({ status: '0x1' });
    expect((await built.builder.status()).unexplainedOmissions).toBe(0);
    await expect(built.builder.reorg(8)).resolves.toHaveLength(8);
  });
});

/** The storage slots that the node holds of an account, zero or not. */
async function slotsOf(address: string): Promise<readonly string[]> {
  const dump = String(await built.node.call('anvil_dumpState'));
  const { accounts } = JSON.parse(gunzipSync(Buffer.from(dump.slice(2), 'hex')).toString()) as {
    accounts: Record<string, { storage: Record<string, string> }>;
  };
  return Object.keys(accounts[address]?.storage ?? {});
}
