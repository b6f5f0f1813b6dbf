import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import type { BuildFacts } from './liveLock.ts';

/** The packager writes this into the package's own package.json when it packed the official Electron. */
const packageSchema = z.object({ syndicateElectron: z.string().optional() });

export function readBuildFacts(): BuildFacts {
  return {
    packaged: app.isPackaged,
    officialElectron: app.isPackaged && packagedElectron() === `official ${process.versions.electron}`,
    sandboxed: !app.commandLine.hasSwitch('no-sandbox'),
    root: process.getuid?.() === 0,
  };
}

/** What the launcher says of the Electron it starts: for the about panel only, it unlocks nothing. */
export function launchedFromOfficial(env: NodeJS.ProcessEnv): boolean {
  return env.SYNDICATE_ELECTRON_OFFICIAL === '1';
}

function packagedElectron(): string {
  const text = readFileSync(join(app.getAppPath(), 'package.json'), 'utf8');
  return packageSchema.parse(JSON.parse(text)).syndicateElectron ?? '';
}
