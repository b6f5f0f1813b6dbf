import { describe, expect, it } from 'vitest';
import { readHistoryArguments } from './historyArguments.ts';

const read = (line: string) => readHistoryArguments(line.split(' '));

describe('the arguments of the history command', () => {
  it('name a file, whose it is and what it holds', () => {
    expect(read('import a.csv --venue kraken --candles 1m --symbol XBTUSD --data elsewhere')).toEqual({
      kind: 'task',
      task: {
        kind: 'import',
        job: {
          file: 'a.csv',
          content: { kind: 'candles', interval: '1m' },
          venue: 'kraken',
          symbol: 'XBTUSD',
          columns: undefined,
        },
      },
      dataFolder: 'elsewhere',
    });
    expect(read('import --trades --columns time,price,size a.csv --venue kraken')).toMatchObject({
      task: { job: { file: 'a.csv', content: { kind: 'trades' }, columns: ['time', 'price', 'size'] } },
    });
  });

  it('name the chain of a file of blocks', () => {
    expect(read('import b.json.gz --blocks 1')).toMatchObject({
      task: { job: { file: 'b.json.gz', content: { kind: 'blocks', chain: 1 }, venue: 'evm-1' } },
    });
    expect(read('import b.json --blocks 8453 --venue base')).toMatchObject({
      task: { job: { content: { kind: 'blocks', chain: 8453 }, venue: 'base' } },
    });
  });

  it('name the protocol of a recording, and its other files', () => {
    expect(read('import s.txt.gz --stream kraken')).toMatchObject({
      task: { job: { content: { kind: 'recording', protocol: 'kraken' }, venue: 'kraken', beside: undefined } },
    });
    expect(read('import s.txt --stream binance --venue binance-futures --with a.txt,b.txt --symbol X')).toMatchObject({
      task: { job: { venue: 'binance-futures', beside: ['a.txt', 'b.txt'], symbol: 'X' } },
    });
  });

  it('name a table of order books', () => {
    expect(read('import b.csv --books --venue deribit --symbol X')).toMatchObject({
      task: { job: { content: { kind: 'books' }, venue: 'deribit', symbol: 'X' } },
    });
  });

  it('leave to the file what is not said', () => {
    expect(read('import a')).toMatchObject({ task: { job: { content: null, venue: '' } } });
    expect(read('import a --venue kraken --with b')).toMatchObject({
      task: { job: { content: null, venue: 'kraken', beside: ['b'] } },
    });
  });

  it('name the other tasks', () => {
    expect(read('check')).toEqual({ kind: 'task', task: { kind: 'check' }, dataFolder: undefined });
    expect(read('backup copy --data d')).toEqual({
      kind: 'task',
      task: { kind: 'backup', target: 'copy' },
      dataFolder: 'd',
    });
    expect(read('forget --days 30')).toMatchObject({ task: { retention: { tradesDays: 30, candlesDays: {} } } });
    expect(read('forget --days 9 --candles 1s')).toMatchObject({
      task: { retention: { tradesDays: null, candlesDays: { '1s': 9 } } },
    });
    expect(read('forget --days 9 --blocks 1')).toMatchObject({
      task: { retention: { tradesDays: null, candlesDays: {}, blocksDays: { 1: 9 } } },
    });
    expect(read('list --help')).toEqual({ kind: 'help' });
  });

  it.each([
    ['remove', 'There is no command remove.'],
    ['import --venue kraken --trades', 'Name one file, not 0.'],
    ['import a b --venue kraken --trades', 'Name one file, not 2.'],
    ['import a --trades', 'Say whose file it is: --venue NAME.'],
    [
      'import a --venue kraken --trades --candles 1m',
      'Say one thing that it holds: --candles INTERVAL, --trades, --books, --blocks CHAIN or --stream PROTOCOL.',
    ],
    ['import a --venue kraken --candles 2m', '--candles 2m: not an interval that is kept.'],
    [
      'import a --blocks 1 --trades',
      'Say one thing that it holds: --candles INTERVAL, --trades, --books, --blocks CHAIN or --stream PROTOCOL.',
    ],
    ['import a --stream ftx', '--stream ftx: not one of binance, bybit, coinbase, kraken, hyperliquid, okx.'],
    ['import a --venue v --trades --with b', '--with goes with --stream or --books.'],
    ['import a --blocks mainnet', '--blocks mainnet: not the id of a chain.'],
    ['import a --venue', '--venue needs a value.'],
    ['import a --venue --trades', '--venue needs a value.'],
    ['import a --venue k --venue k --trades', '--venue is given twice.'],
    ['import a --venu k', 'Unknown argument --venu.'],
    ['list it', 'list takes no name.'],
    ['check --venue k', 'Unknown argument --venue.'],
    ['backup', 'Name one folder, not 0.'],
    ['forget', 'Say what is too old: --days N.'],
    ['forget --days -3', 'Say what is too old: --days N.'],
    ['forget --days 3 --candles 1s --blocks 1', 'Name candles or blocks, not both.'],
    ['forget --days 3 --blocks eth', '--blocks eth: not the id of a chain.'],
  ])('%s: %s', (line, message) => {
    expect(read(line)).toEqual({ kind: 'wrong', message });
  });
});
