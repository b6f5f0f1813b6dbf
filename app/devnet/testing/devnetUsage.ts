import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestDevnet } from './startDevnet.ts';

/** What a running devnet takes at one moment. */
export interface DevnetUsage {
  readonly minute: number;
  readonly block: number;
  /** Resident and swapped, as all of these. */
  readonly nodeMb: number;
  readonly devnetMb: number;
  readonly diskBytes: number;
}

export async function usageOf(devnet: TestDevnet, beganMs: number): Promise<DevnetUsage> {
  return {
    minute: Math.round((performance.now() - beganMs) / 6_000) / 10,
    block: (await devnet.builder.status()).head,
    nodeMb: memoryMb(devnet.nodePid),
    devnetMb: memoryMb(devnet.devnetPid),
    diskBytes: bytesIn(devnet.folder),
  };
}

function memoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  return Math.round((of('VmRSS') + of('VmSwap')) * 10) / 10;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    // A full file of truth is renamed meanwhile.
    return sum + (entry.isDirectory() ? bytesIn(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  }, 0);
}

/** Least squares. */
export function nodeMbPerThousandBlocks(looks: readonly DevnetUsage[]): number {
  const mean = (of: (look: DevnetUsage) => number): number =>
    looks.reduce((sum, look) => sum + of(look), 0) / looks.length;
  const [block, megabytes] = [mean((look) => look.block), mean((look) => look.nodeMb)];
  const shared = mean((look) => (look.block - block) * (look.nodeMb - megabytes));
  return (1000 * shared) / mean((look) => (look.block - block) ** 2);
}

/** One line a look, with a head. */
export function usageTable(looks: readonly DevnetUsage[]): string {
  const first = looks[0]?.block ?? 0;
  const rows = looks.map(({ minute, block, nodeMb, devnetMb, diskBytes }) =>
    [minute.toFixed(1), block - first, nodeMb.toFixed(1), devnetMb.toFixed(1), (diskBytes / 1e6).toFixed(1)].join('\t'),
  );
  return ['minute\tblock\tnode MB\tdevnet MB\tdisk MB', ...rows].join('\n');
}
