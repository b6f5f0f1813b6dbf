import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BugError } from '../../app/domain/errors.ts';

/** The folder that holds package.json and resources/, seen from the sources and from a bundle alike. */
export function applicationRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'resources'))) return folder;
    if (folder === dirname(folder)) throw new BugError('the application folder was not found', { from });
  }
}
