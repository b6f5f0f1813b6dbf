import { journal } from './0001Journal.ts';
import { profit } from './0002Profit.ts';
import { sealed } from './0003Sealed.ts';
import { checkpoints } from './0004Checkpoints.ts';
import { kept } from './0005Kept.ts';

export interface Migration {
  /** Counts from 1 without gaps; the file's `user_version` is the last one applied. */
  readonly number: number;
  readonly sql: string;
}

/** In order, forward only. A released migration is never edited: a change of the schema is a new one. */
export const migrations: readonly Migration[] = [
  { number: 1, sql: journal },
  { number: 2, sql: profit },
  { number: 3, sql: sealed },
  { number: 4, sql: checkpoints },
  { number: 5, sql: kept },
];
