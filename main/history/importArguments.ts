import { isInterval } from '../../app/candles/interval.ts';
import type { ImportJob } from '../../app/imports/importIntoHistory.ts';

export const importUsage = `Usage: npm run import -- FILE --venue NAME (--candles INTERVAL | --trades) [options]

  FILE                 CSV, plain or gzip, or Parquet
  --venue NAME         whose file it is, such as binance
  --candles INTERVAL   it holds candles of 1s, 5s, 1m, 5m, 15m, 1h, 4h or 1d
  --trades             it holds single trades
  --symbol NAME        the market, where the file does not say; the only one to take, where it names several
  --columns A,B,...    names of the columns in order, for a file without a header
  --data DIR           the data folder (default: the system's application data)

Stopped or killed, the same command goes on where it was. What was skipped and why is printed at the end.
`;

export type ImportArguments =
  | { readonly kind: 'job'; readonly job: ImportJob; readonly dataFolder: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Reads the command's arguments, strictly: what is not understood is said. */
export function readImportArguments(args: readonly string[]): ImportArguments {
  const given = new Map<string, string>();
  const files: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const name = args[i] ?? '';
    if (!name.startsWith('--')) {
      files.push(name);
      continue;
    }
    if (name === '--help') return { kind: 'help' };
    if (given.has(name)) return wrong(`${name} is given twice.`);
    if (name === '--trades') {
      given.set(name, '');
      continue;
    }
    if (!['--venue', '--candles', '--symbol', '--columns', '--data'].includes(name))
      return wrong(`Unknown argument ${name}.`);
    const value = args[i + 1];
    if (value === undefined || value === '' || value.startsWith('--')) return wrong(`${name} needs a value.`);
    given.set(name, value);
    i += 1;
  }
  const [file] = files;
  if (file === undefined || files.length > 1) return wrong(`Name one file, not ${files.length}.`);
  const venue = given.get('--venue');
  if (venue === undefined) return wrong('Say whose file it is: --venue NAME.');
  const interval = given.get('--candles');
  if ((interval === undefined) === !given.has('--trades'))
    return wrong('Say what it holds: --candles INTERVAL or --trades.');
  if (interval !== undefined && !isInterval(interval))
    return wrong(`--candles ${interval}: not an interval that is kept.`);
  const content = interval === undefined ? ({ kind: 'trades' } as const) : ({ kind: 'candles', interval } as const);
  const columns = given.get('--columns')?.split(',');
  return {
    kind: 'job',
    job: { file, content, venue, symbol: given.get('--symbol'), columns },
    dataFolder: given.get('--data'),
  };
}

function wrong(message: string): ImportArguments {
  return { kind: 'wrong', message };
}
