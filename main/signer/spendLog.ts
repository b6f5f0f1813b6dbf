import {
  closeSync,
  existsSync,
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
import { firstChecksum, parseSpendLog, spendLogLine } from '../../app/signing/spendLogText.ts';
import type { SpendRecord } from '../../app/signing/spendRecord.ts';
import { readFileIfPresent, syncFolder } from '../atomicFile.ts';

/** The signer's own memory on disk: append-only files, each up to `segmentBytes`; the first of an epoch is `EPOCH.spend.jsonl`. */
export interface SpendLog {
  /** Whether there are files of this epoch that are too old to be read. */
  readonly isCut: boolean;
  /** What was signed in this epoch, and in other epochs as recently as a grant may reach back; oldest file first, one file in memory. */
  records(): IterableIterator<SpendRecord>;
  /** On disk when it returns. @throws ExpectedError SIGNER_LOG_UNWRITABLE, with nothing recorded */
  append(record: SpendRecord): void;
  close(): void;
}

const suffix = '.spend.jsonl';
/** Some days of trading would be more than one text can hold. */
const usualSegmentBytes = 32 * 1024 * 1024;

/** @throws ExpectedError SIGNER_LOG_CORRUPT, SIGNER_LOG_UNWRITABLE */
export function openSpendLog(
  folder: string,
  epochId: string,
  nowMs: number,
  segmentBytes: number = usualSegmentBytes,
): SpendLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const base = epochId.replace(/[^\w.-]/g, '_');
  const nameOf = (segment: number): string =>
    segment === 1 ? `${base}${suffix}` : `${base}.${String(segment).padStart(6, '0')}${suffix}`;
  let segment = 1;
  while (existsSync(join(folder, nameOf(segment + 1)))) segment += 1;
  let path = join(folder, nameOf(segment));
  const parsed = parseSpendLog(readFileIfPresent(path) ?? '');
  let file = openSync(path, 'a', 0o600);
  // A torn tail must go before the next line is written behind it.
  ftruncateSync(file, parsed.goodBytes);
  fsyncSync(file);
  syncFolder(folder);
  let { lastChecksum, goodBytes } = parsed;
  let broken = false;
  const begin = (next: number): void => {
    const nextPath = join(folder, nameOf(next));
    const nextFile = openSync(nextPath, 'a', 0o600);
    syncFolder(folder);
    closeSync(file);
    [segment, path, file, lastChecksum, goodBytes] = [next, nextPath, nextFile, firstChecksum, 0];
  };
  const own = Array.from({ length: segment }, (_, i) => nameOf(i + 1));
  const isRecent = (name: string): boolean => nowMs - statSync(join(folder, name)).mtimeMs <= longestGrantMs;
  const earlier = own.slice(0, -1);
  return {
    isCut: !earlier.every(isRecent),
    records: function* () {
      const others = readdirSync(folder).filter((name) => name.endsWith(suffix) && !own.includes(name));
      for (const name of [...others, ...earlier].filter(isRecent))
        yield* parseSpendLog(readFileSync(join(folder, name), 'utf8')).records;
      yield* parsed.records;
    },
    append: (record) => {
      if (broken) throw refuse('SIGNER_LOG_UNWRITABLE', 'the spend log could not be repaired after a failed write');
      try {
        if (goodBytes >= segmentBytes) begin(segment + 1);
      } catch (cause) {
        throw refuse('SIGNER_LOG_UNWRITABLE', 'the spend log could not be continued in a new file', { path }, cause);
      }
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
