import { describe, expect, it } from 'vitest';
import { alertTopicHelp, parseRule } from '../alerts/topics.ts';
import { plainDecimal } from '../domain/condition/plainDecimal.ts';
import { parseAddress } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import { type PriceLevel, priceAlertDraft, priceFieldKinds, priceLevelOf } from './priceRules.ts';

const pool = parseAddress(`0x${'1a'.repeat(20)}`);
const level: PriceLevel = { pool, inverted: false, operator: '>=', price: 0.005 };

describe('rules about one price of a pool', () => {
  it('are read as they were written, to the last bit of the price', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 500; i += 1) {
      const price = (random.next() + 1e-9) * 10 ** Math.floor(random.next() * 60 - 25);
      for (const inverted of [false, true]) {
        const written = priceAlertDraft('LINK / WETH', { ...level, inverted, price });
        expect(parseRule('prices', written.condition)).toMatchObject({ kind: 'and' });
        const read = priceLevelOf(written);
        expect(read).toMatchObject({ pool, inverted, operator: '>=' });
        expect(read?.price).toBe(price);
      }
    }
  });

  it.each([
    [`pool = ${pool} and price crosses 7`, 'crosses'],
    [`POOL = ${pool.toUpperCase().replace('0X', '0x')} and PRICE < 7`, '<'],
  ])('are known however they are written: %s', (condition, operator) => {
    expect(priceLevelOf({ topic: 'prices', condition })).toEqual({ ...level, operator, price: 7 });
  });

  it.each([
    '',
    'price > 7',
    `price > 7 and pool = ${pool}`,
    `pool = ${pool} or price > 7`,
    `pool = ${pool} and price > 7 and trades > 3`,
    `pool = ${pool} and not price > 7`,
    `pool = ${pool} and change > 7`,
    `pool = ${pool} and price = 7`,
    `pool = 0x12 and price > 7`,
    `pool = ${pool} and colour > 7`,
  ])('are not taken for one where they are about more or less: %s', (condition) => {
    expect(priceLevelOf({ topic: 'prices', condition })).toBeNull();
  });

  it('speak of the fields that prices have', () => {
    const fields = alertTopicHelp().find(({ topic }) => topic === 'prices')?.fields ?? [];
    expect(Object.fromEntries(fields.map(({ name, kind }) => [name, kind]))).toEqual(priceFieldKinds);
  });
});

it.each([
  [0.1, '0.1'],
  [1e-7, '0.0000001'],
  [1.25e-9, '0.00000000125'],
  [-2.5e-8, '-0.000000025'],
  [1e21, '1000000000000000000000'],
  [1.5e22, '15000000000000000000000'],
  [123.456, '123.456'],
])('%j is written without an exponent', (value, text) => {
  expect(plainDecimal(value)).toBe(text);
  expect(Number(text)).toBe(value);
});
