import { sha256, toUtf8Bytes } from 'ethers';
import { refuse } from './refuse.ts';
import { type SpendRecord, spendRecordSchema, spendRecordText } from './spendRecord.ts';

/** Each line is `CHECKSUM JSON`; the checksum covers the line before too, so no line can be changed, moved or taken out. */
export interface SpendLogText {
  readonly records: readonly SpendRecord[];
  /** Checksum that the next line continues from. */
  readonly lastChecksum: string;
  /** Bytes up to the end of the last good line; what lies beyond is a write that a crash tore off. */
  readonly goodBytes: number;
}

export const firstChecksum = '0'.repeat(32);

/** One line of the log, with its line end. */
export function spendLogLine(record: SpendRecord, lastChecksum: string): { line: string; checksum: string } {
  const text = spendRecordText(record);
  const checksum = checksumOf(lastChecksum, text);
  return { line: `${checksum} ${text}\n`, checksum };
}

/**
 * Reads a log. Only its end may be broken, and only in a way that a torn write can leave it: that signature was never
 * given to anybody. A whole line under a checksum that does not fit was changed, or one before it was taken out.
 * @throws ExpectedError SIGNER_LOG_CORRUPT
 */
export function parseSpendLog(text: string): SpendLogText {
  const records: SpendRecord[] = [];
  let lastChecksum = firstChecksum;
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    if (end === -1) break;
    const line = text.slice(at, end);
    const record = parseLine(line, lastChecksum);
    if (record === null) {
      if (end + 1 === text.length && !wholeLine.test(line)) break;
      throw refuse('SIGNER_LOG_CORRUPT', `line ${records.length + 1} of the spend log is not as it was written`);
    }
    records.push(record);
    lastChecksum = line.slice(0, firstChecksum.length);
    at = end + 1;
  }
  return { records, lastChecksum, goodBytes: new TextEncoder().encode(text.slice(0, at)).length };
}

const wholeLine = /^[0-9a-f]{32} \{.*\}$/;

function parseLine(line: string, lastChecksum: string): SpendRecord | null {
  const text = line.slice(firstChecksum.length + 1);
  if (line !== `${checksumOf(lastChecksum, text)} ${text}`) return null;
  return spendRecordSchema.parse(JSON.parse(text));
}

function checksumOf(lastChecksum: string, text: string): string {
  return sha256(toUtf8Bytes(`${lastChecksum} ${text}`)).slice(2, 2 + firstChecksum.length);
}
