import { describe, expect, it } from 'vitest';
import { type ChartMarks, type ChartSymbol, mostChartSymbols, noMarks, symbolKey } from '../contract/chartMarks.ts';
import { parseAddress } from '../domain/hex.ts';
import { marksOf, noChartMarks, readChartMarksFile, withSymbolMarks } from './chartMarksFile.ts';
import { PriceWatcher } from './priceWatcher.ts';

const pool = parseAddress(`0x${'11'.repeat(20)}`);
const symbol: ChartSymbol = { kind: 'pool', pool, inverted: false };
const marks: ChartMarks = {
  studies: [{ study: { convention: 'talib', name: 'rsi', options: [14], columns: ['close'] }, place: 'pane' }],
  drawings: [
    { id: 'a', kind: 'trend', from: { timeS: 1, price: 2 }, to: { timeS: 3, price: 4 } },
    { id: 'b', kind: 'level', price: 7 },
  ],
  alerts: [{ id: 'c', name: 'LINK / WETH', price: 9, side: 'above', reached: null }],
  showsProfile: true,
  showsTrades: false,
};

describe('what is kept of charts', () => {
  it('is read as it was written, each symbol and direction apart', () => {
    const other: ChartSymbol = { ...symbol, inverted: true };
    const file = withSymbolMarks(withSymbolMarks(noChartMarks, symbol, marks), other, {
      ...noMarks,
      showsTrades: true,
    });
    expect(readChartMarksFile(JSON.stringify(file))).toEqual({ value: file, notices: [] });
    expect(marksOf(file, symbol)).toEqual(marks);
    expect(marksOf(file, other).drawings).toEqual([]);
    expect(marksOf(file, { kind: 'recorded', venue: 'x', symbol: 'y', inverted: false })).toEqual(noMarks);
  });

  it('leaves out what cannot be read and keeps the rest, and says so', () => {
    const text = JSON.stringify(withSymbolMarks(noChartMarks, symbol, marks))
      .replace('"kind":"trend"', '"kind":"spiral"')
      .replace('"side":"above"', '"side":"beside"');
    const read = readChartMarksFile(text);
    expect(read?.notices).toEqual([expect.stringMatching(/^2 of the drawings/)]);
    const mended = read === null ? noMarks : marksOf(read.value, symbol);
    expect(mended).toEqual({ ...marks, drawings: [marks.drawings[1]], alerts: [] });
  });

  it.each(['', '{', '[]', '{"version":2,"symbols":[]}', '{"version":1}'])('%j is no such file', (text) => {
    expect(readChartMarksFile(text)).toBeNull();
  });

  it('never holds more symbols than it may: the one that was changed longest ago goes', () => {
    let file = noChartMarks;
    const named = (i: number): ChartSymbol => ({ kind: 'recorded', venue: 'v', symbol: `s${i}`, inverted: false });
    for (let i = 0; i < mostChartSymbols + 2; i += 1) file = withSymbolMarks(file, named(i), marks);
    file = withSymbolMarks(file, named(2), { ...marks, showsTrades: true });
    expect(file.symbols).toHaveLength(mostChartSymbols);
    expect(symbolKey(file.symbols[0]?.symbol ?? symbol)).toBe('recorded v s3');
    expect(withSymbolMarks(file, named(3), noMarks).symbols).toHaveLength(mostChartSymbols - 1);
  });
});

describe('waiting for a price', () => {
  const alert = { id: 'c', pool, inverted: false, price: 10, side: 'above' as const };

  it('tells once, at the price or beyond it, of that pool alone', () => {
    const watcher = new PriceWatcher();
    watcher.watch({ alerts: [alert, { ...alert, id: 'd', side: 'below' }] });
    expect(watcher.reached(parseAddress(`0x${'22'.repeat(20)}`), { atMs: 1, price: 99 })).toEqual([]);
    expect(watcher.reached(pool, { atMs: 2, price: 10.5 }).map(({ id }) => id)).toEqual(['c']);
    expect(watcher.reached(pool, { atMs: 3, price: 10 })).toEqual([{ id: 'd', atMs: 3, price: 10 }]);
    expect(watcher.reached(pool, { atMs: 4, price: 10 })).toEqual([]);
    // What is told again because another was set is told no more.
    watcher.watch({ alerts: [alert, { ...alert, id: 'e' }] });
    expect(watcher.reached(pool, { atMs: 5, price: 11 }).map(({ id }) => id)).toEqual(['e']);
    watcher.watch({ alerts: [] });
    expect([...watcher.pools]).toEqual([]);
  });

  it('waits for the price that is shown where the chart is inverted', () => {
    const watcher = new PriceWatcher();
    watcher.watch({ alerts: [{ ...alert, inverted: true }] });
    expect(watcher.reached(pool, { atMs: 1, price: 11 })).toEqual([]);
    expect(watcher.reached(pool, { atMs: 1, price: 0.08 })).toEqual([{ id: 'c', atMs: 1, price: 12.5 }]);
  });
});
