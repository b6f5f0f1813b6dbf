import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { parseHash } from '../domain/hex.ts';
import { type BundleCandidate, composeBundle, leaveToRevert } from './composeBundle.ts';

const hash = (index: number) => parseHash(`0x${index.toString(16).padStart(64, '0')}`);
const candidate = (index: number, net: number, gasLimit = 10): BundleCandidate => ({
  transactionHash: hash(index),
  net: wei(BigInt(net)),
  gasPrice: wei(1n),
  gasLimit,
});
const ran = (index: number, gasUsed = 10) => ({ transactionHash: hash(index), gasUsed, error: '' });
const failed = (index: number, gasUsed = 10) => ({ transactionHash: hash(index), gasUsed, error: 'Expired' });

describe('composeBundle', () => {
  it.each([
    ['all that run', [5, 5], [ran(0), ran(1)], 2, []],
    ['nothing where the only one fails', [5], [failed(0)], 0, []],
    ['what stands before a failing last one', [5, 5], [ran(0), failed(1)], 1, []],
    ['a failing one that those behind it pay for', [5, 11], [failed(0), ran(1)], 2, [hash(0)]],
    ['not a failing one that those behind it do not pay for', [5, 10], [failed(0), ran(1)], 0, []],
    ['no further than it pays', [20, 5, 8], [ran(0), failed(1), ran(2)], 1, []],
    ['one that brings nothing, behind those that do', [5, 0], [ran(0), ran(1)], 2, []],
    ['one alone whose net is gone but that runs', [-3], [ran(0)], 1, []],
    ['nothing behind one that was not reported on', [5, 5, 5], [ran(0), ran(2)], 1, []],
  ] as const)('takes %s', (_, nets, results, length, reverting) => {
    const plan = composeBundle(
      nets.map((net, index) => candidate(index, net)),
      results,
    );
    expect(plan).toEqual({ length, reverting });
  });

  it('is the best of all beginnings that end with one that runs, by trying each', () => {
    const member = fc.record({ net: fc.integer({ min: 0, max: 30 }), gas: fc.nat(30), fails: fc.boolean() });
    fc.assert(
      fc.property(fc.array(member, { maxLength: 8 }), (members) => {
        const plan = composeBundle(
          members.map(({ net }, index) => candidate(index, net)),
          members.map(({ gas, fails }, index) => (fails ? failed(index, gas) : ran(index, gas))),
        );
        const worthOf = (length: number): number =>
          members.slice(0, length).reduce((sum, { net, gas, fails }) => sum + (fails ? -gas : net), 0);
        const lengths = members.flatMap(({ fails }, index) => (fails ? [] : [index + 1]));
        expect(worthOf(plan.length)).toBe(Math.max(0, ...lengths.map(worthOf)));
        expect(plan.length === 0 || lengths.includes(plan.length)).toBe(true);
        expect(plan.reverting).toEqual(
          members.slice(0, plan.length).flatMap(({ fails }, index) => (fails ? [hash(index)] : [])),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('leaveToRevert', () => {
  it.each([
    ['nobody who is alone', [[50, 10]], [], []],
    [
      'all but the best, where it pays for them',
      [
        [50, 10],
        [30, 10],
        [20, 10],
      ],
      [],
      [1, 2],
    ],
    [
      'the cheapest first, as far as the best pays',
      [
        [20, 17],
        [25, 12],
        [19, 9],
      ],
      [],
      [2],
    ],
    [
      'none where one revert costs what the best brings',
      [
        [10, 10],
        [8, 10],
      ],
      [],
      [],
    ],
    [
      'those known to fail, which come out of what the best brings',
      [
        [40, 30],
        [35, 10],
        [5, 4],
      ],
      [0],
      [0, 2],
    ],
    ['nobody more where nothing runs', [[40, 30]], [0], [0]],
  ] as const)('gives it to %s', (_, members, failing, expected) => {
    const candidates = members.map(([net, gasLimit], index) => candidate(index, net, gasLimit));
    expect(leaveToRevert(candidates, failing.map(hash)).toSorted()).toEqual(expected.map(hash));
  });

  it('never lets a bundle cost more than it brings, whichever of those with leave revert', () => {
    const member = fc.record({ net: fc.integer({ min: 0, max: 60 }), gasLimit: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 6 }), fc.nat(63), (members, mask) => {
        const leave = leaveToRevert(members.map(({ net, gasLimit }, index) => candidate(index, net, gasLimit)));
        expect(leave.length).toBeLessThan(members.length);
        const worth = members.reduce((sum, { net, gasLimit }, index) => {
          const reverts = leave.includes(hash(index)) && (mask & (1 << index)) !== 0;
          return sum + (reverts ? -gasLimit : net);
        }, 0);
        if (leave.length > 0) expect(worth).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
