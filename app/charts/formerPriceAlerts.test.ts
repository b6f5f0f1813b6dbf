import { describe, expect, it } from 'vitest';
import { alertRuleSchema } from '../contract/alerts.ts';
import { priceLevelOf } from '../contract/priceRules.ts';
import { parseAddress } from '../domain/hex.ts';
import { formerPriceAlerts } from './formerPriceAlerts.ts';

const pool = parseAddress(`0x${'11'.repeat(20)}`);
const marks = { studies: [], drawings: [], showsProfile: false, showsTrades: false };
const alert = { id: 'c0ffee-1', name: 'LINK / WETH · UniV2', price: 0.0052, side: 'above', reached: null };
const text = (version: number, symbol: object, alerts: readonly unknown[]): string =>
  JSON.stringify({ version, symbols: [{ symbol, marks: { ...marks, alerts } }] });
const symbol = { kind: 'pool', pool, inverted: false };

describe('price alerts of an earlier version', () => {
  it('become rules that wait for the same, once, and those that were reached are off', () => {
    const reached = { ...alert, id: 'd', side: 'below', reached: { atMs: 5, price: 0.0051 } };
    const rules = formerPriceAlerts(text(1, symbol, [alert, reached]));
    expect(rules.map((rule) => alertRuleSchema.parse(rule))).toEqual(rules);
    expect(rules.map(({ id, name, enabled, once }) => [id, name, enabled, once])).toEqual([
      ['was-c0ffee-1', alert.name, true, true],
      ['was-d', alert.name, false, true],
    ]);
    expect(rules.map(priceLevelOf)).toEqual([
      { pool, inverted: false, operator: '>=', price: 0.0052 },
      { pool, inverted: false, operator: '<=', price: 0.0052 },
    ]);
  });

  it('wait for the price that was shown where the chart was inverted', () => {
    const [rule] = formerPriceAlerts(text(1, { ...symbol, inverted: true }, [alert]));
    expect(rule === undefined ? null : priceLevelOf(rule)).toMatchObject({ inverted: true });
  });

  it('are left out where nothing could ever reach them or they cannot be read, and are moved once', () => {
    expect(formerPriceAlerts(text(1, symbol, [{ ...alert, side: 'beside' }, 7]))).toEqual([]);
    expect(formerPriceAlerts(text(1, { kind: 'recorded', venue: 'v', symbol: 's', inverted: false }, [alert]))).toEqual(
      [],
    );
    expect(formerPriceAlerts(text(2, symbol, [alert]))).toEqual([]);
    expect(formerPriceAlerts(JSON.stringify({ version: 1, symbols: [{ symbol, marks }, null] }))).toEqual([]);
    expect(formerPriceAlerts('{')).toEqual([]);
  });
});
