import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type RunSummary, runSummarySchema } from '../../../app/contract/summary.ts';
import type { StagedBundles } from './stagedBundles.ts';

export interface ReplayEnd {
  readonly status: number | null;
  readonly output: string;
  readonly summary: RunSummary;
}

/** Replays a journal as `npm start -- --headless --replay FILE` does, on this or another Node, to its end. */
export async function replayFile(
  bundles: StagedBundles,
  file: string,
  options: {
    readonly node?: string;
    readonly args?: readonly string[];
    /** Called with its data folder while it runs. */
    readonly meanwhile?: (data: string) => Promise<void>;
  } = {},
): Promise<ReplayEnd> {
  const data = mkdtempSync(join(tmpdir(), 'syndicate-replay-'));
  const json = join(data, 'summary.json');
  const { node = process.execPath, args = ['--speed', 'max'], meanwhile = async () => undefined } = options;
  const child = spawn(
    node,
    [bundles.headless, '--headless', '--replay', file, '--data', data, '--json', json, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  await meanwhile(data);
  const status = await closed;
  try {
    if (!existsSync(json)) throw new Error(`no summary was written\n${output}`);
    return { status, output, summary: runSummarySchema.parse(JSON.parse(readFileSync(json, 'utf8'))) };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** A copy of a journal that nobody writes any more, changed by `change`. */
export function copyJournal(file: string, folder: string, change: (database: Database.Database) => void): string {
  const copy = join(mkdtempSync(join(folder, 'copy-')), 'journal.sqlite');
  copyFileSync(file, copy);
  const database = new Database(copy);
  try {
    change(database);
  } finally {
    database.close();
  }
  return copy;
}

export function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Changes a line of the built engine, in a staged copy.
 * @throws Error where the line is not there any more, so that no plant is ever planted in nothing
 */
export function plant(bundles: StagedBundles, line: string, planted: string): void {
  const folder = join(bundles.headless, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  let found = 0;
  for (const name of files) {
    const text = readFileSync(join(folder, name), 'utf8');
    if (!text.includes(line)) continue;
    found += 1;
    writeFileSync(join(folder, name), text.replaceAll(line, planted));
  }
  if (found === 0) throw new Error(`the line to plant in is not in the bundles: ${line}`);
}
