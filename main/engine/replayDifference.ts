import type { FirstDifference } from '../../app/contract/summary.ts';

/** That a replay came to other decisions. */
export interface Differing {
  /** Of the whole recording; null before its end. */
  readonly recordedHash: string | null;
  readonly hash: string;
  readonly first: FirstDifference | null;
}

const longestText = 512;
const longestWhat = 180;

/**
 * Says in words where a replay first differs, and what that means: another version of the program may well decide otherwise; the
 * same one must not.
 * @param recordedBy versions that recorded it, the first one first; empty where that was not noted
 * @param program the version that replays
 */
export function differenceText(
  { recordedHash, hash, first }: Differing,
  recordedBy: readonly string[],
  program: string,
): string {
  const hashes = recordedHash === null ? '' : ` (recorded ${recordedHash.slice(0, 16)}…, now ${hash.slice(0, 16)}…)`;
  const where =
    first === null
      ? ''
      : `, first in record ${first.record}, block ${first.block}: ${shortened(first.what, longestWhat)}`;
  const means = meaning(recordedBy, program);
  return `the decisions are not those that were recorded${hashes}${where}. ${means}`.slice(0, longestText);
}

function meaning(recordedBy: readonly string[], program: string): string {
  if (recordedBy.length === 0)
    return 'It was recorded by an earlier version, which did not note its name and may have decided otherwise, or the file was changed';
  if (recordedBy.every((writer) => writer === program))
    return 'It was recorded by this very version: the file was changed, or a decision hangs on what is not journaled';
  const writers = recordedBy.slice(-3).join(', then ');
  return `It was recorded by version ${shortened(writers, 90)}; this is ${program}, which may decide otherwise`;
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
