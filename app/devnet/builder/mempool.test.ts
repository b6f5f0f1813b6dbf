import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mempool, mempoolLimits } from './mempool.ts';
import { sizeOf } from './pooledTransaction.ts';
import { pooled } from './testing/pooled.ts';

const rich = { nonce: 0, balance: 10n ** 30n };

describe('the public pool', () => {
  it('takes a replacement only for a tenth more of both fees', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.nat(1_000), fc.nat(1_200), fc.nat(1_200), (fee, tip, f, t) => {
        const pool = new Mempool();
        const first = pooled(1, 0, { maxFee: fee, tip });
        const second = pooled(1, 0, { maxFee: f, tip: t });
        pool.add(first, rich);
        const enough = f > fee && t > tip && 10 * f >= 11 * fee && 10 * t >= 11 * tip;
        if (enough) pool.add(second, rich);
        else expect(() => pool.add(second, rich)).toThrow('replacement transaction underpriced');
        expect(pool.queueOf(first.from)).toEqual([enough ? second : first]);
      }),
    );
  });

  it('counts what it holds, whatever comes and goes', () => {
    const action = fc.record({
      from: fc.nat(3),
      nonce: fc.nat(5),
      fee: fc.integer({ min: 1, max: 40 }),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const pool = new Mempool({ ...mempoolLimits, transactions: 8, bytes: 1_000, perSender: 4 });
        for (const { from, nonce, fee, remove } of actions) {
          const one = pooled(from, nonce, { maxFee: fee, tip: fee });
          if (remove) pool.remove(pool.queueOf(one.from)[0]?.hash ?? one.hash);
          else
            try {
              pool.add(one, rich);
            } catch {
              // Refused: the counts are what matters here.
            }
          const all = pool.senders().flatMap((sender) => pool.queueOf(sender));
          expect(pool.size).toBe(all.length);
          expect(pool.bytes).toBe(all.reduce((sum, transaction) => sum + sizeOf(transaction), 0));
          expect(pool.size).toBeLessThanOrEqual(8);
          expect(pool.bytes).toBeLessThanOrEqual(1_000);
          for (const sender of pool.senders()) {
            const nonces = pool.queueOf(sender).map((transaction) => transaction.nonce);
            expect(nonces).toEqual(nonces.toSorted((a, b) => a - b));
            expect(new Set(nonces).size).toBe(nonces.length);
          }
        }
      }),
    );
  });

  it('makes room for who pays more, at the end of the queue that pays least', () => {
    const pool = new Mempool({ ...mempoolLimits, transactions: 3 });
    const [a0, a1] = [pooled(1, 0, { maxFee: 9, tip: 1 }), pooled(1, 1, { maxFee: 2, tip: 1 })];
    const b0 = pooled(2, 0, { maxFee: 5, tip: 1 });
    for (const one of [a0, a1, b0]) pool.add(one, rich);
    expect(() => pool.add(pooled(3, 0, { maxFee: 2, tip: 1 }), rich)).toThrow('txpool is full');
    const c0 = pooled(3, 0, { maxFee: 3, tip: 1 });
    pool.add(c0, rich);
    expect(pool.get(a1.hash)).toBeNull();
    expect([a0, b0, c0].every(({ hash }) => pool.get(hash) !== null)).toBe(true);
  });

  it('knows what can be executed, from any nonce of the chain on', () => {
    const pool = new Mempool();
    for (const nonce of [3, 4, 6]) pool.add(pooled(1, nonce, { maxFee: 9, tip: 1 }), rich);
    const [sender] = pool.senders();
    if (sender === undefined) throw new Error('no sender');
    const executable = (nonce: number): readonly number[] => pool.executable(sender, nonce).map((one) => one.nonce);
    expect(executable(2)).toEqual([]);
    expect(executable(3)).toEqual([3, 4]);
    expect(executable(4)).toEqual([4]);
    expect(executable(6)).toEqual([6]);
    expect(pool.pendingNonce(sender, 3)).toBe(5);
  });

  it('forgets after a while, and what the chain has overtaken', () => {
    const pool = new Mempool({ ...mempoolLimits, lifetimeMs: 100 });
    const old = pooled(1, 0, { maxFee: 9, tip: 1 }, { arrivedAtMs: 1_000 });
    const young = pooled(1, 1, { maxFee: 9, tip: 1 }, { arrivedAtMs: 1_050 });
    for (const one of [old, young]) pool.add(one, rich);
    expect(pool.expire(1_101)).toBe(1);
    expect(pool.get(young.hash)).toBe(young);
    pool.overtaken(young.from, 2);
    expect(pool.size).toBe(0);
  });

  it('refuses in the words of nodes what its sender cannot pay or has used', () => {
    const pool = new Mempool();
    const one = pooled(1, 2, { maxFee: 10, tip: 1 }, { value: 5n });
    expect(() => pool.add(one, { nonce: 3, balance: 10n ** 18n })).toThrow('nonce too low');
    expect(() => pool.add(one, { nonce: 0, balance: 210_004n })).toThrow('insufficient funds');
    expect(() => pool.add(pooled(1, 5_000, { maxFee: 1, tip: 1 }), rich)).toThrow('nonce too high');
    pool.add(one, { nonce: 0, balance: 210_005n });
    expect(() => pool.add(one, rich)).toThrow('already known');
  });
});
