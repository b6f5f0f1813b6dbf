import { describe, expect, it } from 'vitest';
import { tokenAmount, wei } from '../domain/amount.ts';
import { type Address, type Hash, parseAddress, parseHash } from '../domain/hex.ts';
import { sampleWeth } from '../store/testing/sampleRecords.ts';
import { keptRivals, Rivals, type TakenRoute } from './rivals.ts';

const address = (index: number): Address => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const hash = (index: number): Hash => parseHash(`0x${index.toString(16).padStart(64, '0')}`);

function taken(sender: number, transaction: number, changes: Partial<TakenRoute> = {}): TakenRoute {
  return {
    how: 'missed',
    taker: {
      sender: address(sender),
      transactionHash: hash(transaction),
      contract: null,
      tipPaid: wei(10n),
      earned: [{ token: sampleWeth, amount: tokenAmount(500n) }],
    },
    route: 'WETH–DAI',
    blockNumber: transaction,
    predictedNet: wei(300n),
    ...changes,
  };
}

describe('rivals', () => {
  it('counts every route, and what a transaction paid and earned once', () => {
    const rivals = new Rivals();
    rivals.add(taken(1, 7));
    rivals.add(taken(1, 7));
    rivals.add(taken(1, 8, { how: 'lost' }));
    expect(rivals.totals).toEqual([
      expect.objectContaining({
        rival: address(1),
        lost: 1,
        missed: 2,
        lostNet: 300n,
        missedNet: 600n,
        transactions: 2,
        tips: 20n,
        earned: new Map([[sampleWeth, 1000n]]),
        earnedUnknown: 0,
        lastBlock: 8,
      }),
    ]);
  });

  it('counts what receipts do not tell as unknown, never as nothing', () => {
    const rivals = new Rivals();
    rivals.add(taken(1, 7, { taker: { sender: address(1), transactionHash: hash(7) } }));
    rivals.add(
      taken(1, 8, { taker: { sender: address(1), transactionHash: hash(8), tipPaid: wei(3n), earned: null } }),
    );
    expect(rivals.totals[0]).toMatchObject({ tips: 3n, tipsUnknown: 1, earnedUnknown: 2, earned: new Map() });
  });

  it('keeps the busy ones apart and puts the others together, losing no figure', () => {
    const rivals = new Rivals();
    for (let turn = 0; turn < 3; turn += 1) rivals.add(taken(1, turn));
    for (let index = 2; index < 2 * keptRivals; index += 1) rivals.add(taken(index, 100 + index));
    const { totals } = rivals;
    expect(totals.length).toBeLessThanOrEqual(keptRivals + 1);
    expect(totals.find(({ rival }) => rival === address(1))?.missed).toBe(3);
    const routes = 3 + 2 * keptRivals - 2;
    expect(totals.reduce((sum, { missed }) => sum + missed, 0)).toBe(routes);
    expect(totals.reduce((sum, { tips }) => sum + tips, 0n)).toBe(10n * BigInt(routes));
  });

  it('goes on from the totals that a journal kept', () => {
    const before = new Rivals();
    const changes = [taken(1, 7), taken(2, 8)].flatMap((route) => before.add(route));
    const after = new Rivals(changes.map(({ rival }) => rival));
    after.add(taken(1, 9));
    expect(after.totals.find(({ rival }) => rival === address(1))).toMatchObject({ missed: 2, transactions: 2 });
  });
});
