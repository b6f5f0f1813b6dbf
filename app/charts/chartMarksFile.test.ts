import { describe, expect, it } from 'vitest';
import { type ChartMarks, type ChartSymbol, mostChartSymbols, noMarks, symbolKey } from '../contract/chartMarks.ts';
import { parseAddress } from '../domain/hex.ts';
import { marksOf, noChartMarks, readChartMarksFile, withSymbolMarks } from './chartMarksFile.ts';

const pool = parseAddress(`0x${'11'.repeat(20)}`);
const symbol: ChartSymbol = { kind: 'pool', pool, inverted: false };
const marks: ChartMarks = {
  studies: [{ study: { convention: 'talib', name: 'rsi', options: [14], columns: ['close'] }, place: 'pane' }],
  drawings: [
    { id: 'a', kind: 'trend', from: { timeS: 1, price: 2 }, to: { timeS: 3, price: 4 } },
    { id: 'b', kind: 'level', price: 7 },
  ],
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
      .replace('"kind":"level"', '"kind":"plain"');
    const read = readChartMarksFile(text);
    expect(read?.notices).toEqual([expect.stringMatching(/^2 of the drawings/)]);
    const mended = read === null ? noMarks : marksOf(read.value, symbol);
    expect(mended).toEqual({ ...marks, drawings: [] });
  });

  it.each(['', '{', '[]', '{"version":3,"symbols":[]}', '{"version":1}'])('%j is no such file', (text) => {
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
