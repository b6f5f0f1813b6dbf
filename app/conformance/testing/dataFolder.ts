import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExpectedError } from '../../domain/errors.ts';

const beside = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../../shared/data');

/**
 * The folder of recorded market data: SYNDICATE_DATA, else ../shared/data beside the repository, else null.
 * @throws ExpectedError DATA_EMPTY when a folder was named that holds nothing
 */
export function recordedDataFolder(): string | null {
  const named = process.env.SYNDICATE_DATA;
  if (named === undefined || named === '') return existsSync(beside) ? beside : null;
  if (!existsSync(named) || readdirSync(named).length === 0) {
    throw new ExpectedError('DATA_EMPTY', 'SYNDICATE_DATA names a folder without data', {
      advice: 'Point it at the recorded data, or leave it unset.',
      facts: { folder: named },
    });
  }
  return named;
}
