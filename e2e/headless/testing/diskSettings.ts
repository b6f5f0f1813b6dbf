import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskLimits } from '../../../app/contract/disk.ts';

/** Gives a data folder that was never used settings with these limits, and otherwise as they come. */
export function writeDiskSettings(folder: string, disk: DiskLimits): void {
  mkdirSync(folder, { recursive: true });
  const settings = {
    version: 1,
    strategies: [{ strategy: 'flash-arbitrage', mode: 'approve' }],
    tradingState: 'active',
    tradingStateReason: '',
    disk,
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
}
