import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../app/signing/refuse.ts';
import { longestGrantMs } from '../../app/signing/signingState.ts';
import { parseSpendLog, spendLogLine } from '../../app/signing/spendLogText.ts';
import type { SpendRecord } from '../../app/signing/spendRecord.ts';
import { readFileIfPresent, syncFolder } from '../atomicFile.ts';

/** The signer's own memory on disk: one append-only file per epoch. */
export interface SpendLog {
  /** What was signed in this epoch, and in other epochs as recently as a grant may reach back. */
  readonly records: readonly SpendRecord[];
  /** On disk when it returns. @throws ExpectedError SIGNER_LOG_UNWRITABLE, with nothing recorded */
  append(record: SpendRecord): void;
  close(): void;
}

const suffix = '.spend.jsonl';

/** @throws ExpectedError SIGNER_LOG_CORRUPT, SIGNER_LOG_UNWRITABLE */
export function openSpendLog(folder: string, epochId: string, nowMs: number): SpendLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = `${epochId.replace(/[^\w.-]/g, '_')}${suffix}`;
  const path = join(folder, own);
  const parsed = parseSpendLog(readFileIfPresent(path) ?? '');
  const file = openSync(path, 'a', 0o600);
  // A torn tail must go before the next line is written behind it.
  ftruncateSync(file, parsed.goodBytes);
  fsyncSync(file);
  syncFolder(folder);
  let { lastChecksum, goodBytes } = parsed;
  let broken = false;
  return {
    records: [...recordsOfOthers(folder, own, nowMs), ...parsed.records],
    append: (record) => {
      if (broken) throw refuse('SIGNER_LOG_UNWRITABLE', 'the spend log could not be repaired after a failed write');
      const { line, checksum } = spendLogLine(record, lastChecksum);
      const bytes = Buffer.from(line);
      try {
        writeAll(file, bytes);
        fsyncSync(file);
      } catch (cause) {
        broken = !takeBack(file, goodBytes);
        throw refuse('SIGNER_LOG_UNWRITABLE', 'the spend log could not be written', { path }, cause);
      }
      lastChecksum = checksum;
      goodBytes += bytes.length;
    },
    close: () => closeSync(file),
  };
}

function recordsOfOthers(folder: string, own: string, nowMs: number): SpendRecord[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(suffix) && name !== own)
    .map((name) => join(folder, name))
    .filter((path) => nowMs - statSync(path).mtimeMs <= longestGrantMs)
    .flatMap((path) => parseSpendLog(readFileSync(path, 'utf8')).records);
}

function writeAll(file: number, bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) at += writeSync(file, bytes, at);
}

function takeBack(file: number, goodBytes: number): boolean {
  try {
    ftruncateSync(file, goodBytes);
    fsyncSync(file);
    return true;
  } catch {
    return false;
  }
}
