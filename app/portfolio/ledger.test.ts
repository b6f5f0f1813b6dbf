import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenAmount, wei } from '../domain/amount.ts';
import { epochMs } from '../domain/clock.ts';
import { BugError } from '../domain/errors.ts';
import { parseAddress, parseHash } from '../domain/hex.ts';
import type { Asset, ChainBalances, LedgerEntry } from '../domain/ledger.ts';
import type { Fill } from '../domain/order.ts';
import { sampleFill, sampleOrder, sampleWeth } from '../store/testing/sampleRecords.ts';
import { compareWithChain } from './compareWithChain.ts';
import { equity } from './equity.ts';
import { figuresByDay, figuresOf, utcDay } from './figures.ts';
import { fillEntry } from './fillEntry.ts';
import { Ledger } from './ledger.ts';
import { openingEntry } from './openingEntry.ts';
import { reversals } from './reversals.ts';
import { toFill } from './toFill.ts';
import { inNativeDown, parValue } from './tokenValue.ts';

const at = epochMs(1_700_000_000_000);
const usdc = parseAddress(`0x${'dc'.repeat(20)}`);
const spam = parseAddress(`0x${'66'.repeat(20)}`);
const hash = (index: number) => parseHash(`0x${index.toString(16).padStart(64, '0')}`);
const ether = 10n ** 18n;

function balances(
  number: number,
  wallet: readonly (readonly [Asset, bigint])[],
  executor: readonly (readonly [Asset, bigint])[] = [],
): ChainBalances {
  return { block: { number, hash: hash(number) }, wallet: new Map(wallet), executor: new Map(executor), nonce: 0 };
}

const opening = balances(
  1,
  [
    ['native', 10n * ether],
    [sampleWeth, 0n],
    [usdc, 500n],
  ],
  [['native', 0n]],
);

function opened(): Ledger {
  const ledger = new Ledger();
  expect(ledger.book(openingEntry(opening, at))).toBeNull();
  return ledger;
}

const tracked = new Set([sampleWeth, usdc]);

describe('ledger', () => {
  it('opens with what the chain shows and is equal to it', () => {
    const ledger = opened();
    expect(ledger.opened).toBe(true);
    expect(compareWithChain(ledger, opening, at)).toEqual({ kind: 'equal' });
    expect(ledger.balance('opening', 'native')).toBe(-10n * ether);
  });

  it('books profit against trading and gas against gas, and then equals the chain', () => {
    const ledger = opened();
    const fill = sampleFill(2);
    expect(ledger.book(fillEntry(ledger, fill, tracked, at))).toBeNull();
    expect(ledger.balance('trading', sampleWeth)).toBe(-(10n ** 16n));
    expect(ledger.balance('gas', 'native')).toBe(fill.gasPaid);
    const chain = balances(
      2,
      [
        ['native', 10n * ether - fill.gasPaid],
        [sampleWeth, 10n ** 16n],
        [usdc, 500n],
      ],
      [['native', 0n]],
    );
    expect(compareWithChain(ledger, chain, at)).toEqual({ kind: 'equal' });
  });

  it('refuses a doubled fill, and finds it in the balances where it came under another id', () => {
    const ledger = opened();
    const entry = fillEntry(ledger, sampleFill(2), tracked, at);
    ledger.book(entry);
    expect(ledger.book(fillEntry(ledger, sampleFill(2), tracked, at))).toMatchObject({
      code: 'LEDGER_DUPLICATE_ENTRY',
    });
    const chain = balances(2, [...ledger.holdings('wallet')], []);
    expect(compareWithChain(ledger, chain, at)).toEqual({ kind: 'equal' });
    ledger.book({ ...entry, id: 'fill:again' });
    expect(compareWithChain(ledger, chain, at)).toMatchObject({
      kind: 'unexplained',
      differences: [{ account: 'wallet', asset: sampleWeth, books: 2n * 10n ** 16n, chain: 10n ** 16n }],
    });
  });

  it('books as external what a token that nobody vouches for takes back, and halts on any other', () => {
    const ledger = opened();
    const held = ledger.balance('wallet', usdc);
    const shrunk = balances(
      2,
      [...ledger.holdings('wallet')].map(([asset, amount]) => [asset, asset === usdc ? amount - 1n : amount]),
      [],
    );
    expect(compareWithChain(ledger, shrunk, at)).toMatchObject({ kind: 'unexplained' });
    const comparison = compareWithChain(ledger, shrunk, at, (asset) => asset === usdc);
    if (comparison.kind !== 'external') throw new Error(comparison.kind);
    expect(ledger.book(comparison.entry)).toBeNull();
    expect(ledger.balance('wallet', usdc)).toBe(held - 1n);
    expect([...ledger.holdings('trading')]).toEqual([]);
    const silent = balances(
      3,
      [...ledger.holdings('wallet')].filter(([asset]) => asset !== usdc),
      [],
    );
    expect(compareWithChain(ledger, silent, at, (asset) => asset === usdc)).toEqual({ kind: 'equal' });
  });

  it('books what strangers send as external, once, and never as profit', () => {
    const ledger = opened();
    const dusted = balances(
      3,
      [
        ['native', 10n * ether + 1n],
        [sampleWeth, 5n],
        [usdc, 500n],
      ],
      [['native', 7n]],
    );
    const comparison = compareWithChain(ledger, dusted, at);
    if (comparison.kind !== 'external') throw new Error(comparison.kind);
    expect(ledger.book(comparison.entry)).toBeNull();
    expect(compareWithChain(ledger, dusted, at)).toEqual({ kind: 'equal' });
    expect(ledger.balance('external', 'native')).toBe(-8n);
    expect([...ledger.holdings('trading')]).toEqual([]);
  });

  it.each([
    [
      'a wei is missing',
      balances(3, [
        ['native', 10n * ether - 1n],
        [usdc, 500n],
      ]),
    ],
    [
      'a token is missing while another came in',
      balances(3, [
        ['native', 11n * ether],
        [usdc, 499n],
      ]),
    ],
    ['a held token was not read', balances(3, [['native', 10n * ether]])],
  ])('halts when %s', (_name, chain) => {
    const ledger = opened();
    const comparison = compareWithChain(ledger, chain, at);
    expect(comparison).toMatchObject({ kind: 'unexplained', message: expect.stringContaining('block 3') });
    if (comparison.kind === 'unexplained') expect(comparison.differences).toHaveLength(1);
  });

  it('takes back orphaned blocks, and lets the same fill land again', () => {
    const ledger = opened();
    const fill = sampleFill(2);
    const first = fillEntry(ledger, fill, tracked, at);
    ledger.book(first);
    const back = reversals(ledger, [hash(1), hash(2)], at);
    expect(back.map((entry) => entry.id)).toEqual([`reversal:${first.id}`]);
    for (const entry of back) expect(ledger.book(entry)).toBeNull();
    expect(compareWithChain(ledger, opening, at)).toEqual({ kind: 'equal' });
    expect(reversals(ledger, [hash(2)], at)).toEqual([]);

    const second = fillEntry(ledger, fill, tracked, at);
    expect(second.id).toBe(`${first.id}~1`);
    expect(ledger.book(second)).toBeNull();
    expect(ledger.book(fillEntry(ledger, fill, tracked, at))).toMatchObject({ code: 'LEDGER_DUPLICATE_ENTRY' });
    for (const entry of reversals(ledger, [hash(2)], at)) expect(ledger.book(entry)).toBeNull();
    expect(fillEntry(ledger, fill, tracked, at).id).toBe(`${first.id}~2`);
    expect(ledger.balance('wallet', sampleWeth)).toBe(0n);
  });

  it('leaves out tokens that nobody compares and books other ones as external', () => {
    const ledger = opened();
    const fill = sampleFill(2);
    const tokenDeltas = [
      ...fill.receipt.tokenDeltas,
      { token: spam, amount: tokenAmount(9n) },
      { token: usdc, amount: tokenAmount(3n) },
    ];
    ledger.book(fillEntry(ledger, { ...fill, receipt: { ...fill.receipt, tokenDeltas } }, tracked, at));
    expect(ledger.balance('wallet', spam)).toBe(0n);
    expect(ledger.balance('external', usdc)).toBe(-3n);
    expect(ledger.balance('trading', usdc)).toBe(0n);
  });

  it('forgets what no reorg can reach: balances stay, and so does what lies above', () => {
    const ledger = new Ledger([openingEntry(opening, at)]);
    const dust = (number: number): LedgerEntry => ({
      id: `external:${number}`,
      kind: 'external',
      block: { number, hash: hash(number) },
      atMs: at,
      memo: '',
      postings: [
        { account: 'wallet', asset: usdc, amount: 1n },
        { account: 'external', asset: usdc, amount: -1n },
      ],
    });
    for (const number of [5, 6, 7]) expect(ledger.book(dust(number))).toBeNull();
    ledger.forgetBelow(6);
    expect(ledger.balance('wallet', usdc)).toBe(503n);
    expect(ledger.opened).toBe(true);
    expect(ledger.standingBlocksAbove(0).map(({ number }) => number)).toEqual([1, 7]);
    expect(ledger.book(dust(7))?.code).toBe('LEDGER_DUPLICATE_ENTRY');
  });

  it('treats postings that do not sum to zero as a bug', () => {
    const entry: LedgerEntry = {
      ...fillEntry(opened(), sampleFill(2), tracked, at),
      postings: [{ account: 'wallet', asset: usdc, amount: 1n }],
    };
    expect(() => opened().book(entry)).toThrowError(BugError);
  });

  it('comes back from its entries, whatever happened, and every asset sums to zero over all accounts', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ fill: fc.integer({ min: 2, max: 6 }) }),
        fc.record({ reorg: fc.integer({ min: 2, max: 6 }) }),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const ledger = opened();
        const entries = [openingEntry(opening, at)];
        for (const step of list) {
          const made =
            'fill' in step
              ? [fillEntry(ledger, sampleFill(step.fill), tracked, at)]
              : reversals(ledger, [hash(step.reorg)], at);
          for (const entry of made) if (ledger.book(entry) === null) entries.push(entry);
        }
        const again = new Ledger(entries);
        const accounts = ['wallet', 'executor', 'trading', 'gas', 'opening', 'external'] as const;
        for (const account of accounts) expect(again.holdings(account)).toEqual(ledger.holdings(account));
        for (const asset of ['native', sampleWeth, usdc] as const) {
          expect(accounts.reduce((sum, account) => sum + ledger.balance(account, asset), 0n)).toBe(0n);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('figures', () => {
  it('makes a fill from a receipt alone', () => {
    const { receipt } = sampleFill(1);
    const order = sampleOrder(1, { transactionHash: receipt.transactionHash });
    expect(toFill(order, receipt, parValue)).toEqual(sampleFill(1));
    const reverted = { ...receipt, succeeded: false, tokenDeltas: [] };
    expect(toFill(order, reverted, parValue)).toMatchObject({ realised: { amount: 0n }, net: -(4n * 10n ** 14n) });
    expect(() => toFill(sampleOrder(1), receipt, parValue)).toThrowError(BugError);
  });

  it('values tokens by an exact fraction, rounded towards minus infinity', () => {
    const third = { weiNumerator: 1n, weiDenominator: 3n };
    expect([5n, -5n, 6n, -6n].map((amount) => inNativeDown(amount, third))).toEqual([1n, -2n, 2n, -2n]);
  });

  it('adds up fills, and by the UTC day', () => {
    const loss: Fill = {
      ...sampleFill(3),
      realised: { token: usdc, amount: tokenAmount(0n) },
      net: wei(-5n),
      gasPaid: wei(5n),
    };
    const total = figuresOf([sampleFill(1), sampleFill(2), loss]);
    expect(total).toEqual({
      fills: 3,
      grossByToken: new Map([[sampleWeth, 2n * 10n ** 16n]]),
      gas: 8n * 10n ** 14n + 5n,
      net: 192n * 10n ** 14n - 5n,
    });
    const days = figuresByDay([
      { fill: loss, atMs: epochMs(Date.UTC(2025, 0, 2)) },
      { fill: sampleFill(1), atMs: epochMs(Date.UTC(2025, 0, 2) - 1) },
    ]);
    expect([...days].map(([day, figures]) => [day, figures.net])).toEqual([
      ['2025-01-01', 96n * 10n ** 14n],
      ['2025-01-02', -5n],
    ]);
    expect(utcDay(epochMs(0))).toBe('1970-01-01');
  });

  it('values what is owned and names what has no price', () => {
    const priced = (asset: Asset) => (asset === 'native' ? parValue : null);
    expect(equity(opened(), priced)).toEqual({ total: 10n * ether, unpriced: [usdc] });
  });
});
