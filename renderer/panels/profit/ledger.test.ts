import { expect, test } from 'vitest';
import { ether, sampleEquity, sampleLedger, sampleTokens } from '../../testing/sampleRows.ts';
import { assetFacts } from './Books.tsx';
import { equityColumns } from './equityData.ts';
import { ownChanges } from './Ledger.tsx';

test('an entry changes for us what its postings on our accounts add up to', () => {
  const entry = sampleLedger(1, '0.02');
  expect(ownChanges(entry).map(({ amount }) => amount)).toEqual([ether('0.02'), ether('-0.0061')]);
  const cancelled = {
    postings: [...entry.postings, { account: 'executor', asset: 'native', amount: ether('0.0061') }],
  };
  expect(ownChanges(cancelled).map(({ amount }) => amount)).toEqual([ether('0.02')]);
});

test('native currency and tokens have their own decimals', () => {
  const tokens = new Map(sampleTokens.map((token) => [token.id as string, token]));
  expect(assetFacts('native', tokens, 'ETH')).toEqual({ symbol: 'ETH', decimals: 18 });
  expect(assetFacts(sampleTokens[2]?.id ?? '', tokens, 'ETH').decimals).toBe(6);
});

test('the equity line is in order of time', () => {
  expect(equityColumns([sampleEquity(2, '0.02'), sampleEquity(1, '-0.01'), sampleEquity(3, '0.005')])).toEqual([
    [1_700_000_001, 1_700_000_002, 1_700_000_003],
    [-0.01, 0.02, 0.005],
    [-0.01, 0, -0.015],
  ]);
});
