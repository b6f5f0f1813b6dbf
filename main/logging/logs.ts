import { join } from 'node:path';
import { pino } from 'pino';
import type { OutputListener } from '../process/processHost.ts';
import { type LineSink, rotatingFile } from './rotatingFile.ts';

export type Logger = Pick<ReturnType<typeof pino>, 'info' | 'warn' | 'error' | 'fatal'>;

export interface Logs {
  /** main's own log. */
  readonly main: Logger;
  /** What the children write to their standard output and error, one file each. */
  readonly onOutput: OutputListener;
  close(): void;
}

/** Fields that never reach a file, wherever somebody puts them by mistake. */
const secretFields = ['privateKey', 'passphrase', 'mnemonic', 'secret', 'sealed'];

/** Opens the logs of a run under `folder`: main.log by pino, NAME.log for each child. Nothing goes to the console. */
export function openLogs(folder: string): Logs {
  const sinks = new Map<string, LineSink>();
  const sinkOf = (name: string): LineSink => {
    const sink = sinks.get(name) ?? rotatingFile(join(folder, `${name}.log`));
    sinks.set(name, sink);
    return sink;
  };
  const main = pino(
    {
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[withheld]' },
    },
    sinkOf('main'),
  );
  return {
    main,
    onOutput: (name, line) => sinkOf(name).write(`${new Date().toISOString()} ${line}\n`),
    close: () => {
      for (const sink of sinks.values()) sink.close();
    },
  };
}
