import { describe, expect, test } from 'vitest';
import { rejection } from '../../app/domain/rejection.ts';
import { sampleTokens } from '../testing/sampleRows.ts';
import { factWords } from './rejectionFacts.ts';

const usdc = sampleTokens[2] as (typeof sampleTokens)[number];
const words = (...given: Parameters<typeof rejection>): readonly string[] =>
  factWords(rejection(...given), usdc, 'ETH').map(({ label, value }) => `${label} ${value}`);

describe('the facts behind a rejection', () => {
  test('amounts are in the unit of their token', () => {
    expect(words('DETECT_BELOW_COST', { gross: 1_234_567n, gasWei: 6_132_560_000_000_000n })).toEqual([
      'gross 1.2346 USDC',
      'gas 0.00613 ETH',
    ]);
    expect(words('POLICY_BELOW_MINIMUM', { net: 4n * 10n ** 16n, minimum: 5n * 10n ** 16n })).toEqual([
      'net 0.04000 ETH',
      'minimum 0.05000 ETH',
    ]);
    expect(words('STATE_MOVED', { minimum: 2_000_000n, got: -1_500_000n })).toEqual([
      'minimum 2.0000 USDC',
      'got −1.5000 USDC',
    ]);
  });

  test('what is no number stays as it is', () => {
    expect(words('STATE_MOVED', { minimum: 1n, got: 'MinProfit profit=1' })[1]).toBe('got MinProfit profit=1');
    expect(words('POLICY_CONFLICT', { heldBy: '7-1 7-2', netBehind: 10n ** 18n })).toEqual([
      'held by 7-1 7-2',
      'net behind them 1.0000 ETH',
    ]);
    expect(words('TOKEN_UNTRUSTED', { constructor: '12' })).toEqual(['constructor 12']);
  });

  test('a check is said with its limit, tips in gwei, deadlines as times', () => {
    expect(words('RISK_GAS_PRICE', { check: 'gas price wei', value: 3n * 10n ** 11n, limit: 2n * 10n ** 11n })).toEqual(
      ['gas price 300.0 gwei of 200.0 gwei'],
    );
    expect(words('RISK_TOKEN_NOT_ALLOWED', { value: 'watch', limit: 'watch' })).toEqual(['value watch', 'limit watch']);
    expect(words('LANDING_LOST', { by: '0xaa', tipAbove: 12n * 10n ** 9n })).toEqual([
      'by 0xaa',
      'tip above ours 12.0 gwei',
    ]);
    const [deadline] = factWords(rejection('LANDING_DROPPED', { deadline: 1_700_000_000 }), usdc, 'ETH');
    expect(deadline?.title).toBe('1700000000 s');
  });
});
