import { appendFileSync, existsSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { ActorTruth } from '../../app/devnet/truth.ts';
import { isDiskFull } from '../diskFull.ts';

const mostBytes = 2 * 1024 * 1024;

/** Appends what actors did to truth.jsonl; a full file becomes truth.1.jsonl, so that the last few megabytes remain. */
export function truthFile(folder: string): (truth: ActorTruth) => void {
  const path = join(folder, 'truth.jsonl');
  let bytes = existsSync(path) ? statSync(path).size : 0;
  return (truth) => {
    const line = `${JSON.stringify(truth)}\n`;
    if (bytes + line.length > mostBytes) {
      renameSync(path, join(folder, 'truth.1.jsonl'));
      bytes = 0;
    }
    try {
      appendFileSync(path, line);
      bytes += line.length;
    } catch (error) {
      // A full disk loses lines, not the chain; and only whole ones.
      if (!isDiskFull(error)) throw error;
      truncateSync(path, bytes);
    }
  };
}
