import { expect, it } from 'vitest';
import type { ChartSeries } from '../../app/contract/charts.ts';
import type { OrderRow, TokenRow } from '../../app/contract/panelStream.ts';
import { parseAddress, parseHash } from '../../app/domain/hex.ts';
import { findThings } from './findThings.ts';

const weth = parseAddress(`0xab${'11'.repeat(19)}`);
const pool = parseAddress(`0xab${'22'.repeat(19)}`);
const hash = parseHash(`0xab${'33'.repeat(31)}`);
const searched = {
  tokens: [{ id: weth, symbol: 'WETH', decimals: 18 }] satisfies TokenRow[],
  series: [
    { source: { kind: 'pool', pool }, venue: 'Uniswap V2', symbol: 'LINK / WETH' },
    { source: { kind: 'recorded', series: 1 }, venue: 'binance', symbol: 'WETHUSDT' },
  ] as unknown as ChartSeries[],
  orders: [
    { id: 'o-1', ticketId: 't-1', route: 'WETH–LINK', state: 'landed', transactionHash: hash },
    { id: 'o-2', ticketId: 't-2', route: 'WETH–UNI', state: 'submitted', transactionHash: null },
  ] as unknown as OrderRow[],
};
const found = (text: string): string[] => findThings(text, searched).map(({ id }) => id);

it('finds tokens, pools, orders and transactions by how any of their names begins', () => {
  expect(found('weth')).toEqual([`token ${weth}`, `pool ${pool}`, 'order o-2', 'order o-1']);
  expect(found('0xAB')).toEqual([`token ${weth}`, `pool ${pool}`, `transaction ${hash}`]);
  expect(found(hash.slice(0, 12))).toEqual([`transaction ${hash}`]);
  expect(found('uniswap')).toEqual([`pool ${pool}`]);
  expect(found('o-2')).toEqual(['order o-2']);
  expect(found('eth')).toEqual([]);
});

it('needs two letters, and gives a few of a kind at most', () => {
  expect(found('w')).toEqual([]);
  const orders = Array.from({ length: 50 }, (_, index) => ({ ...searched.orders[0], id: `x-${index}` })) as OrderRow[];
  expect(findThings('x-', { ...searched, orders })).toHaveLength(8);
});

it('a transaction and its order lead to the same ticket', () => {
  expect(findThings(hash, searched)[0]?.subject).toEqual({ kind: 'ticket', id: 't-1' });
});
