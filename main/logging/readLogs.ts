import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LogLine } from '../../app/contract/health.ts';

/** Read of each log, from its end. */
const tailBytes = 512 * 1024;
const mostText = 2_048;
const logName = /^[A-Za-z0-9-]{1,58}\.log$/;
const levels = ['info', 'warn', 'error'] as const;

export interface LogSearch {
  /** Lines that contain it, whatever the case; all where it is empty. */
  readonly search: string;
  readonly least: LogLine['level'];
  readonly most: number;
}

/** The newest lines of every log in a folder, newest first. A log that cannot be read is passed over: it may be rotated right now. */
export function readLogs(
  folder: string,
  { search, least, most }: LogSearch,
): { readonly lines: LogLine[]; readonly searchedBytes: number } {
  const words = search.toLowerCase();
  const lines: LogLine[] = [];
  let searchedBytes = 0;
  for (const name of readdirSync(folder).filter((each) => logName.test(each))) {
    const text = tailOf(join(folder, name));
    searchedBytes += text.length;
    for (const line of text.split('\n')) {
      if (line === '' || !line.toLowerCase().includes(words)) continue;
      const read = readLine(basename(name, '.log'), line);
      if (levels.indexOf(read.level) >= levels.indexOf(least)) lines.push(read);
    }
  }
  lines.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return { lines: lines.slice(0, most), searchedBytes };
}

/** Whole lines only: the first of a tail may be cut. */
function tailOf(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString('utf8', 0, read);
    return size > tailBytes ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    closeSync(file);
  }
}

const numbers: Readonly<Record<string, LogLine['level']>> = { '40': 'warn', '50': 'error', '60': 'error' };
const control = /[\p{Cc}\p{Cf}]/gu;

/** main writes JSON with a number for the level; what children write follows a time, and is JSON where they know about levels. */
function readLine(process: string, line: string): LogLine {
  const own = /^\{"level":(\d+),"time":"([^"]{1,32})"/.exec(line);
  const others = /^(\S{1,32}Z) (.*)$/.exec(line);
  const said = /^\{"level":"(info|warn|error)"/.exec(others?.[2] ?? '')?.[1] as LogLine['level'] | undefined;
  const level = own === null ? (said ?? 'info') : (numbers[own[1] ?? ''] ?? 'info');
  const text = (others?.[2] ?? line).replace(control, ' ').slice(0, mostText);
  return { process, at: own?.[2] ?? others?.[1] ?? '', level, text };
}
