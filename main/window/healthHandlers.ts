import { homedir } from 'node:os';
import { app, clipboard } from 'electron';
import type { DiskState } from '../../app/contract/disk.ts';
import { type EngineHealth, type healthRequests, mostLogLines } from '../../app/contract/health.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import { readLogs } from '../logging/readLogs.ts';
import { withoutSecrets } from '../logging/withoutSecrets.ts';
import type { OpenRun } from '../run/openRun.ts';
import { diagnosticsText } from './diagnostics.ts';
import type { ProcessRows } from './processReports.ts';

/** Warnings in what is copied: more would bury the newest. */
const copiedWarnings = 60;

export interface DiagnosedRun {
  readonly folder: OpenRun['folder'];
  readonly liveLockedReasons: readonly string[];
  readonly processes: () => ProcessRows;
  readonly disk: () => DiskState | null;
  /** @throws ExpectedError when the engine does not answer */
  readonly engineHealth: () => Promise<EngineHealth>;
}

export function healthHandlers(run: DiagnosedRun): RequestHandlers<typeof healthRequests> {
  const { folder } = run;
  const folders = new Map([
    [folder.root, '<data folder>'],
    [app.getAppPath(), '<application>'],
    [homedir(), '~'],
  ]);
  return {
    logLines: ({ search, least }) => readLogs(folder.logs, { search, least, most: mostLogLines }),
    copyDiagnostics: async () => {
      const { electron, chrome, node } = process.versions;
      const text = diagnosticsText({
        versions: {
          syndicate: app.getVersion(),
          electron,
          chrome,
          node,
          platform: `${process.platform} ${process.arch}`,
        },
        liveLockedReasons: run.liveLockedReasons,
        processes: run.processes(),
        disk: run.disk(),
        engine: await run.engineHealth().catch(() => null),
        warnings: readLogs(folder.logs, { search: '', least: 'warn', most: copiedWarnings }).lines,
      });
      const plain = withoutSecrets(text, folders);
      clipboard.writeText(plain);
      return { characters: plain.length };
    },
  };
}
