import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { mempoolRequests, mostPendingShown } from '../../app/contract/mempool.ts';
import { type Hash, parseHash } from '../../app/domain/hex.ts';
import { dai, ScriptedWorld, wallet, weth } from '../../app/engine/testing/scriptedWorld.ts';
import { MempoolWatch } from './mempoolWatch.ts';

const hashOf = (n: number): Hash => parseHash(`0x${n.toString(16).padStart(64, '0')}`);
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const abi = new Interface(['function swapExactTokensForTokens(uint256,uint256,address[],address,uint256)']);
const input = abi.encodeFunctionData('swapExactTokensForTokens', [5n * 10n ** 18n, 1n, [weth, dai], wallet, 9n]);

function transaction(hash: Hash, more: object = {}): object {
  const numbers = { value: '0x0', gas: '0x5208', nonce: '0x1', maxFeePerGas: '0x3', maxPriorityFeePerGas: '0x2' };
  return { hash, from: weth, to: dai, input, ...numbers, blockNumber: null, ...more };
}

/** A node that answers what the test says; everything else it does not know. */
function watched(answer: (method: string, params: readonly unknown[]) => unknown) {
  const asked: string[] = [];
  const clock = { nowMs: 1_000 };
  const rpc = {
    call: async (method: string, params: readonly unknown[]) => {
      asked.push(method);
      return answer(method, params);
    },
  };
  const { kernel } = new ScriptedWorld('watch').start();
  const watch = new MempoolWatch(kernel, rpc, () => clock.nowMs);
  return { watch, asked, clock, list: () => watch.answer() };
}

describe('MempoolWatch', () => {
  it('asks the node for nothing until somebody looks, and no more some time after', async () => {
    const { watch, asked, clock, list } = watched((_, [hash]) => transaction(hash as Hash));
    watch.seen(hashOf(1));
    watch.headed({ number: 7, hash: hashOf(70) });
    await settled();
    expect(asked).toEqual([]);
    expect(list().rows).toEqual([]);
    await settled();
    expect(list().rows).toMatchObject([
      { id: hashOf(1), state: 'pending', method: 'swapExactTokensForTokens', reading: { amountIn: 5n * 10n ** 18n } },
    ]);
    clock.nowMs += 10_001;
    watch.seen(hashOf(2));
    await settled();
    expect(asked).toHaveLength(1);
  });

  it('keeps a bounded list, newest first, that the contract takes', async () => {
    const { watch, list } = watched((_, [hash]) => transaction(hash as Hash));
    list();
    for (let n = 1; n <= mostPendingShown + 40; n += 1) watch.seen(hashOf(n));
    for (let turns = 0; turns < 400; turns += 1) await settled();
    const answer = list();
    expect(answer.rows).toHaveLength(mostPendingShown);
    expect(answer.rows[0]?.id).toBe(hashOf(mostPendingShown + 40));
    expect(answer.seen).toBe(mostPendingShown + 40);
    expect(mempoolRequests.mempool.response.safeParse(answer).success).toBe(true);
  });

  it('says what a block took, and what left before it was looked at', async () => {
    const { watch, list } = watched((method, [hash]) =>
      method === 'eth_getBlockByHash'
        ? { transactions: [hashOf(1)] }
        : hash === hashOf(2)
          ? null
          : transaction(hash as Hash),
    );
    list();
    watch.seen(hashOf(1));
    watch.seen(hashOf(2));
    await settled();
    watch.headed({ number: 8, hash: hashOf(80) });
    await settled();
    expect(list().rows).toMatchObject([{ id: hashOf(1), state: 'included', blockNumber: 8 }]);
  });

  it('asks again about what still waits after a while, when nobody had looked at its block', async () => {
    let blockNumber: string | null = null;
    const { watch, list, clock } = watched((_, [hash]) => transaction(hash as Hash, { blockNumber }));
    list();
    watch.seen(hashOf(1));
    await settled();
    expect(list().rows).toMatchObject([{ state: 'pending' }]);
    blockNumber = '0x9';
    clock.nowMs += 20_000;
    list();
    await settled();
    expect(list().rows).toMatchObject([{ state: 'included', blockNumber: 9 }]);
  });

  it('survives a node that lies, fails and writes at length', async () => {
    const answers: unknown[] = [
      { hash: 'x' },
      transaction(hashOf(2), { input: `0x${'ff'.repeat(60_000)}` }),
      transaction(hashOf(3), { from: '<script>' }),
      transaction(hashOf(4), { to: null, input: '0x' }),
    ];
    const { watch, list } = watched((_, [hash]) => {
      const answer = answers[Number(BigInt(String(hash))) - 1];
      if (answer === undefined) throw new Error('down');
      return answer;
    });
    list();
    for (let n = 1; n <= 5; n += 1) watch.seen(hashOf(n));
    for (let turns = 0; turns < 10; turns += 1) await settled();
    const { rows, unread } = list();
    expect(unread).toBe(3);
    expect(rows.map(({ method, reading }) => [method, reading])).toEqual([
      ['transfer of native currency', null],
      ['0xffffffff', null],
    ]);
  });
});
