import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wei } from '../../domain/amount.ts';
import { orderByEffectiveTip } from './blockOrder.ts';
import type { PooledTransaction } from './pooledTransaction.ts';
import { pooled } from './testing/pooled.ts';

const roomy = { transactions: 1_000, gas: 1_000_000_000 };

/** Some senders with a chain of nonces each, in small numbers so that ties are frequent. */
const queues = fc
  .array(fc.array(fc.record({ maxFee: fc.nat(12), tip: fc.nat(6), gasLimit: fc.nat(5) }), { maxLength: 5 }), {
    maxLength: 6,
  })
  .map((senders) =>
    senders.map((chain, sender) =>
      chain.map(({ gasLimit, ...fees }, nonce) => pooled(sender, nonce, fees, { gasLimit })),
    ),
  );
const baseFee = fc.nat(8).map((fee) => wei(BigInt(fee)));

function tipOf({ maxFeePerGas, maxPriorityFeePerGas }: PooledTransaction, base: bigint): bigint {
  const room = maxFeePerGas - base;
  return room < maxPriorityFeePerGas ? room : maxPriorityFeePerGas;
}

/** The definition, read aloud: of all that could come next, the best; again and again. */
function byDefinition(
  senders: readonly (readonly PooledTransaction[])[],
  base: bigint,
  limits: { readonly transactions: number; readonly gas: number },
): readonly PooledTransaction[] {
  const rest = senders.map((queue) => [...queue]);
  const order: PooledTransaction[] = [];
  let room = limits.gas;
  while (order.length < limits.transactions) {
    const heads = rest.flatMap((queue) => queue.slice(0, 1)).filter((head) => tipOf(head, base) >= 0n);
    const [best] = heads.sort((a, b) => Number(tipOf(b, base) - tipOf(a, base)) || a.arrival - b.arrival);
    const queue = rest.find(([head]) => head === best);
    if (best === undefined || queue === undefined) break;
    if (best.gasLimit > room) {
      queue.length = 0;
      continue;
    }
    room -= best.gasLimit;
    order.push(best);
    queue.shift();
  }
  return order;
}

describe('the order of a block', () => {
  it('is what its definition says, for any senders, fees and limits', () => {
    fc.assert(
      fc.property(queues, baseFee, fc.nat(20), fc.nat(40), (senders, base, transactions, gas) => {
        const limits = { transactions, gas };
        expect(orderByEffectiveTip(senders, base, limits)).toEqual(byDefinition(senders, base, limits));
      }),
    );
  });

  it("keeps each sender's nonces in order, and has nothing that the base fee passes", () => {
    fc.assert(
      fc.property(queues, baseFee, (senders, base) => {
        const order = orderByEffectiveTip(senders, base, roomy);
        for (const queue of senders) {
          const own = order.filter(({ from }) => from === queue[0]?.from);
          expect(own.map(({ nonce }) => nonce)).toEqual(own.map((_, index) => index));
        }
        expect(order.every(({ maxFeePerGas }) => maxFeePerGas >= base)).toBe(true);
      }),
    );
  });

  it('never falls in tip but where a nonce held something better back', () => {
    const [low, high] = [pooled(1, 0, { maxFee: 9, tip: 1 }), pooled(1, 1, { maxFee: 9, tip: 5 })];
    const other = pooled(2, 0, { maxFee: 9, tip: 3 });
    expect(orderByEffectiveTip([[low, high], [other]], wei(1n), roomy)).toEqual([other, low, high]);
  });

  it('goes by what is paid, not by the cap', () => {
    const capped = pooled(1, 0, { maxFee: 1_000, tip: 1 });
    const paying = pooled(2, 0, { maxFee: 12, tip: 2 });
    expect(orderByEffectiveTip([[capped], [paying]], wei(10n), roomy)).toEqual([paying, capped]);
  });
});
