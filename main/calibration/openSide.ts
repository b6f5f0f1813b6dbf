import type { Address } from '../../app/domain/hex.ts';
import type { TradingMode } from '../../app/domain/mode.ts';
import { freeBytesOf } from '../freeBytes.ts';
import { openKeyVault } from '../keys/keyVault.ts';
import type { ProcessHost } from '../process/processHost.ts';
import { systemTimers } from '../process/timers.ts';
import { type OpenRun, openRun } from '../run/openRun.ts';
import type { RunningDevnet } from '../session/devnetLink.ts';
import { Session } from '../session/session.ts';
import type { CalibrationOptions } from './calibrationOptions.ts';

/** One of the two engines: a session with a wallet, a data folder and processes of its own. */
export interface OpenSide {
  readonly session: Session;
  readonly run: OpenRun;
  readonly host: ProcessHost;
  readonly failures: readonly string[];
}

/** Where a side's processes come from: forks of a command, utility processes of a window. */
export type HostOfRun = (run: OpenRun) => ProcessHost;

export function openSide(
  options: CalibrationOptions,
  side: {
    readonly folder: string;
    readonly hostOf: HostOfRun;
    readonly mode: TradingMode;
    readonly borrowed?: RunningDevnet;
    readonly twins?: () => readonly Address[];
    readonly onStatus: (text: string) => void;
    readonly onWarning: (text: string) => void;
    readonly onFailed: () => void;
  },
): OpenSide {
  const run = openRun(side.folder);
  const host = side.hostOf(run);
  const failures: string[] = [];
  const nothing = (): void => undefined;
  const session = new Session({
    folder: run.folder,
    host,
    timers: systemTimers,
    record: run.record,
    settings: run.settings,
    vault: openKeyVault(run.folder.root, null),
    log: run.logs.main,
    nowMs: () => Date.now(),
    freeBytes: freeBytesOf(run.folder.root),
    seed: options.seed,
    blockTimeMs: options.blockTimeMs,
    intensity: options.intensity,
    rivals: options.rivals,
    liveUnlocked: false,
    mode: side.mode,
    ...(side.borrowed === undefined ? {} : { borrowed: side.borrowed }),
    ...(side.twins === undefined ? {} : { twins: side.twins }),
    events: {
      onApprovalWanted: nothing,
      onApprovalWithdrawn: nothing,
      onStatus: ({ text }) => side.onStatus(text),
      onEngineRunning: nothing,
      onEngineGone: nothing,
      onChanged: nothing,
      onWarning: side.onWarning,
      onFailed: (error) => {
        failures.push(`${side.mode}: ${error.message}`);
        side.onFailed();
      },
    },
  });
  return { session, run, host, failures };
}
