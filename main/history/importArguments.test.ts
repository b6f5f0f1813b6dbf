import { describe, expect, it } from 'vitest';
import { readImportArguments } from './importArguments.ts';

const read = (line: string) => readImportArguments(line.split(' '));

describe('the arguments of an import', () => {
  it('name a file, whose it is and what it holds', () => {
    expect(read('a.csv --venue kraken --candles 1m --symbol XBTUSD --data /tmp/d')).toEqual({
      kind: 'job',
      job: {
        file: 'a.csv',
        content: { kind: 'candles', interval: '1m' },
        venue: 'kraken',
        symbol: 'XBTUSD',
        columns: undefined,
      },
      dataFolder: '/tmp/d',
    });
    expect(read('--trades --columns time,price,size a.csv --venue kraken')).toMatchObject({
      kind: 'job',
      job: { file: 'a.csv', content: { kind: 'trades' }, columns: ['time', 'price', 'size'] },
    });
  });

  it.each([
    ['--venue kraken --trades', 'Name one file, not 0.'],
    ['a b --venue kraken --trades', 'Name one file, not 2.'],
    ['a --trades', 'Say whose file it is: --venue NAME.'],
    ['a --venue kraken', 'Say what it holds: --candles INTERVAL or --trades.'],
    ['a --venue kraken --trades --candles 1m', 'Say what it holds: --candles INTERVAL or --trades.'],
    ['a --venue kraken --candles 2m', '--candles 2m: not an interval that is kept.'],
    ['a --venue', '--venue needs a value.'],
    ['a --venue --trades', '--venue needs a value.'],
    ['a --venue k --venue k --trades', '--venue is given twice.'],
    ['a --venu k', 'Unknown argument --venu.'],
  ])('%s: %s', (line, message) => {
    expect(read(line)).toEqual({ kind: 'wrong', message });
  });
});
