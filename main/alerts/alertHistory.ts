import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { type AlertFiring, alertFiringSchema, mostFiringsShown } from '../../app/contract/alerts.ts';
import { readFileIfPresent, writeFileAtomically } from '../atomicFile.ts';

const mostLines = 4_000;

/** A line of the file: something that fired, or up to where a person has looked. */
const lineSchema = z.union([alertFiringSchema, z.strictObject({ seenThrough: z.int().nonnegative() })]);

/** What fired, newest last, kept over restarts. */
export interface AlertHistory {
  readonly firings: readonly AlertFiring[];
  readonly nextId: number;
  /** On disk when it returns. @throws where the disk does not take it: it is in the list all the same */
  add(firing: AlertFiring): void;
  markSeen(throughId: number): void;
}

/**
 * Opens the history of a data folder, one line each. A line that cannot be read, as a crash may leave the last one, is left
 * out; the oldest go when there are too many.
 */
export function openAlertHistory(path: string): AlertHistory {
  const text = readFileIfPresent(path) ?? '';
  // What a crash left unfinished must not swallow the next line.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n');
  const lines = text.split('\n').flatMap(readLine);
  let seenThrough = Math.max(0, ...lines.map((line) => ('seenThrough' in line ? line.seenThrough : 0)));
  let firings = lines.flatMap((line) => ('id' in line ? [{ ...line, seen: line.id <= seenThrough }] : []));
  let nextId = Math.max(0, seenThrough, ...firings.map(({ id }) => id)) + 1;
  let written = lines.length;
  firings = firings.slice(-mostFiringsShown);
  const append = (line: z.input<typeof lineSchema>): void => {
    written += 1;
    if (written <= mostLines) return appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    const kept = [...firings, { seenThrough }].map((each) => JSON.stringify(each));
    writeFileAtomically(path, `${kept.join('\n')}\n`);
    written = kept.length;
  };
  return {
    get firings() {
      return firings;
    },
    get nextId() {
      return nextId;
    },
    add: (firing) => {
      firings = [...firings, firing].slice(-mostFiringsShown);
      nextId = firing.id + 1;
      append(firing);
    },
    markSeen: (throughId) => {
      if (throughId <= seenThrough) return;
      seenThrough = Math.min(throughId, nextId - 1);
      firings = firings.map((firing) => (firing.id <= seenThrough ? { ...firing, seen: true } : firing));
      append({ seenThrough });
    },
  };
}

function readLine(text: string): z.output<typeof lineSchema>[] {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
