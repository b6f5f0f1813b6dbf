import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { parseHash } from '../domain/hex.ts';
import { type BundleCandidate, composeBundle } from './composeBundle.ts';

const hash = (index: number) => parseHash(`0x${index.toString(16).padStart(64, '0')}`);
const candidate = (index: number, net: number): BundleCandidate => ({
  transactionHash: hash(index),
  net: wei(BigInt(net)),
  gasPrice: wei(1n),
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
