import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { isDiskFull } from '../diskFull.ts';

/** Something that takes whole lines of text. */
export interface LineSink {
  write(text: string): void;
  close(): void;
}

/**
 * Appends to a file of at most `mostBytes`; when it is full it becomes `path.1`, the one before that `path.2`, and the
 * third is dropped, so a log never takes more than three times `mostBytes`. A full disk loses lines, not the process.
 */
export function rotatingFile(path: string, mostBytes = 4 * 1024 * 1024): LineSink {
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  const rotate = (): void => {
    closeSync(file);
    renameIfPresent(`${path}.1`, `${path}.2`);
    renameIfPresent(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    size = 0;
  };
  return {
    write: (text) => {
      try {
        if (size + text.length > mostBytes && size > 0) rotate();
        size += writeSync(file, text);
      } catch (error) {
        if (!isDiskFull(error)) throw error;
      }
    },
    close: () => closeSync(file),
  };
}

function renameIfPresent(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
