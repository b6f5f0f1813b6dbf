import { type BookVenue, bookVenues } from '../../app/book/venue.ts';
import { type Interval, isInterval } from '../../app/candles/interval.ts';
import type { Retention } from '../../app/history/retention.ts';
import { type ImportContent, type ImportJob, venueOfChain } from '../../app/imports/importJob.ts';

export const historyUsage = `Usage: npm run history -- COMMAND [options] [--data DIR]

  import FILE [--venue NAME] [--symbol NAME]
                what the file tells of itself by its first rows; what it does not tell has to be said:
  import FILE --venue NAME (--candles INTERVAL | --trades) [--symbol NAME] [--columns A,B,...]
                a file, CSV (plain, gzip or zip) or Parquet, of candles of 1s, 5s, 1m, 5m, 15m, 1h, 4h or 1d, or of single trades.
                --symbol: the market, where the file does not say; the only one to take, where it names several.
                --columns: names of the columns in order, for a file without a header.
                Stopped or killed, the same command goes on where it was. What was skipped and why is printed at the end.
  import FILE --blocks CHAIN [--venue NAME]
                traces, receipts and headers of blocks of the EVM chain with this id (1 is Ethereum), as JSON (plain or gzip): answers of a
                node, or one record in each line. Swaps of V2 and V3 pools in them become trades of the pool, token1 for one token0 in
                smallest units, under the venue evm-CHAIN.
  import FILE --stream PROTOCOL [--venue NAME] [--symbol NAME] [--with FILE,...]
                what the streams of binance, bybit, coinbase, kraken, hyperliquid or okx sent, a message a line, plain or gzip, with or without the
                recorder's times: order books, rebuilt by the venue's rules, and trades. --with: further files of the same recording, such as answers
                to requests. --venue: under which name it is kept (default: the protocol's), such as binance-futures.
  import FILE --books --venue NAME [--symbol NAME] [--with FILE,...]
                a table of order books, plain or gzip: levels with is_snapshot, snapshots of N levels, best quotes (as Tardis writes them), or
                Binance's diffs with their ids. What it says is read as the messages that would say it.
  paper ORDERS.json [--json FILE]
                orders of ours sent into a recorded order book, on paper: our place in the queue, parts, what our own taking removes, fees, and latencies as
                they were measured. ORDERS.json: { "venue", "symbol", "makerPpm", "takerPpm", "queueRule": "conservative" | "proportional", "seed",
                "orders": [{ "side": "buy" | "sell", "kind": "limit" | "postOnly" | "ioc" | "market", "price": "1.5" | null, "size": "1",
                "atMs": milliseconds since 1970, "cancelAfterMs": milliseconds | null }] }. --json: the whole report, every fill in it.
  list          what is kept
  check         reads every block and names what is damaged
  backup DIR    a whole copy in a new folder
  export DIR    Parquet files in Hive's layout, for other databases (docs/scale-out.md)
  forget --days N [--candles INTERVAL | --blocks CHAIN]
                single trades older than N days, once candles are made of them; or candles of that interval, or blocks of that chain
  --data DIR    the data folder (default: the system's application data)
`;

/** An import as it is asked for; what is not said (content: null, venue: '') the file itself has to tell. */
export type AskedImport = Omit<ImportJob, 'content'> & { readonly content: ImportContent | null };

export type HistoryTask =
  | { readonly kind: 'import'; readonly job: AskedImport }
  | { readonly kind: 'paper'; readonly file: string; readonly jsonFile: string | undefined }
  | { readonly kind: 'list' }
  | { readonly kind: 'check' }
  | { readonly kind: 'backup' | 'export'; readonly target: string }
  | { readonly kind: 'forget'; readonly retention: Retention };

export type HistoryArguments =
  | { readonly kind: 'task'; readonly task: HistoryTask; readonly dataFolder: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const optionsOf: Readonly<Record<HistoryTask['kind'], readonly string[]>> = {
  import: ['--venue', '--candles', '--symbol', '--columns', '--trades', '--blocks', '--stream', '--books', '--with'],
  paper: ['--json'],
  list: [],
  check: [],
  backup: [],
  export: [],
  forget: ['--days', '--candles', '--blocks'],
};
const named = new Map<HistoryTask['kind'], string>([
  ['import', 'file'],
  ['paper', 'file'],
  ['backup', 'folder'],
  ['export', 'folder'],
]);

const flags = ['--trades', '--books'];

class Wrong extends Error {}

/** Reads the command's arguments, strictly: what is not understood is said. */
export function readHistoryArguments(args: readonly string[]): HistoryArguments {
  if (args.length === 0 || args.includes('--help')) return { kind: 'help' };
  try {
    const [kind = '', ...rest] = args;
    if (!isTask(kind)) throw new Wrong(`There is no command ${kind}.`);
    const { names, options } = split(rest, [...optionsOf[kind], '--data']);
    const wanted = named.get(kind);
    if (names.length !== (wanted === undefined ? 0 : 1))
      throw new Wrong(wanted === undefined ? `${kind} takes no name.` : `Name one ${wanted}, not ${names.length}.`);
    const task = taskOf(kind, names[0] ?? '', options);
    return { kind: 'task', task, dataFolder: options.get('--data') };
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', message: error.message };
    throw error;
  }
}

function isTask(text: string): text is HistoryTask['kind'] {
  return Object.hasOwn(optionsOf, text);
}

function split(args: readonly string[], known: readonly string[]): { names: string[]; options: Map<string, string> } {
  const options = new Map<string, string>();
  const names: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const name = args[i] ?? '';
    if (!name.startsWith('--')) {
      names.push(name);
      continue;
    }
    if (!known.includes(name)) throw new Wrong(`Unknown argument ${name}.`);
    if (options.has(name)) throw new Wrong(`${name} is given twice.`);
    const value = flags.includes(name) ? '' : args[i + 1];
    if (value === undefined || value.startsWith('--')) throw new Wrong(`${name} needs a value.`);
    options.set(name, value);
    if (!flags.includes(name)) i += 1;
  }
  return { names, options };
}

function taskOf(kind: HistoryTask['kind'], name: string, options: ReadonlyMap<string, string>): HistoryTask {
  const interval = intervalOf(options.get('--candles'));
  if (kind === 'list' || kind === 'check') return { kind };
  if (kind === 'paper') return { kind, file: name, jsonFile: options.get('--json') };
  if (kind === 'backup' || kind === 'export') return { kind, target: name };
  if (kind === 'forget') {
    const text = options.get('--days') ?? '';
    if (!/^\d{1,5}$/.test(text)) throw new Wrong('Say what is too old: --days N.');
    const days = Number(text);
    return { kind, retention: retentionOf(days, interval, options.get('--blocks')) };
  }
  return { kind, job: jobOf(name, interval, options) };
}

function retentionOf(days: number, interval: Interval | null, chain: string | undefined): Retention {
  if (interval !== null && chain !== undefined) throw new Wrong('Name candles or blocks, not both.');
  if (interval !== null) return { tradesDays: null, candlesDays: { [interval]: days } };
  if (chain === undefined) return { tradesDays: days, candlesDays: {} };
  return { tradesDays: null, candlesDays: {}, blocksDays: { [chainOf(chain)]: days } };
}

function chainOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Wrong(`--blocks ${text}: not the id of a chain.`);
  return Number(text);
}

function jobOf(file: string, interval: Interval | null, options: ReadonlyMap<string, string>): AskedImport {
  const chain = options.get('--blocks');
  const stream = options.get('--stream');
  const beside = options.get('--with')?.split(',');
  const isTable = options.has('--books');
  const given = [interval !== null, options.has('--trades'), chain !== undefined, stream !== undefined, isTable];
  const named = options.get('--venue');
  const said = given.filter(Boolean).length;
  if (named === undefined && chain === undefined && stream === undefined && said > 0)
    throw new Wrong('Say whose file it is: --venue NAME.');
  if (said > 1)
    throw new Wrong(
      'Say one thing that it holds: --candles INTERVAL, --trades, --books, --blocks CHAIN or --stream PROTOCOL.',
    );
  if (beside !== undefined && said > 0 && stream === undefined && !isTable)
    throw new Wrong('--with goes with --stream or --books.');
  const content = said === 0 ? null : isTable ? ({ kind: 'books' } as const) : contentOf(interval, chain, stream);
  const symbol = options.get('--symbol');
  return {
    file,
    beside,
    content,
    venue: named ?? venueOf(content),
    symbol,
    columns: options.get('--columns')?.split(','),
  };
}

function venueOf(content: ImportContent | null): string {
  if (content === null) return '';
  return content.kind === 'blocks' ? venueOfChain(content.chain) : content.kind === 'recording' ? content.protocol : '';
}

function isProtocol(text: string): text is BookVenue {
  return (bookVenues as readonly string[]).includes(text);
}

function contentOf(interval: Interval | null, chain: string | undefined, stream: string | undefined): ImportContent {
  if (interval !== null) return { kind: 'candles', interval };
  if (stream !== undefined) {
    if (!isProtocol(stream)) throw new Wrong(`--stream ${stream}: not one of ${bookVenues.join(', ')}.`);
    return { kind: 'recording', protocol: stream };
  }
  if (chain === undefined) return { kind: 'trades' };
  return { kind: 'blocks', chain: chainOf(chain) };
}

function intervalOf(text: string | undefined): Interval | null {
  if (text === undefined) return null;
  if (!isInterval(text)) throw new Wrong(`--candles ${text}: not an interval that is kept.`);
  return text;
}
