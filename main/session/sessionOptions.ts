import type { AlertSighting, WatchedRule } from '../../app/contract/alerts.ts';
import type { engineNotices } from '../../app/contract/engine.ts';
import type { NoticeHandlers } from '../../app/contract/requests.ts';
import type { ExpectedError } from '../../app/domain/errors.ts';
import type { Address } from '../../app/domain/hex.ts';
import type { TradingMode } from '../../app/domain/mode.ts';
import type { DataFolder } from '../dataFolder.ts';
import type { KeyVault } from '../keys/keyVault.ts';
import type { Logger } from '../logging/logs.ts';
import type { ChildHandle, ProcessHost } from '../process/processHost.ts';
import type { ProcessRecord } from '../process/processRecord.ts';
import type { Timers } from '../process/timers.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { RunningDevnet } from './devnetLink.ts';

export interface SessionEvents {
  readonly onApprovalWanted: NoticeHandlers<typeof engineNotices>['approvalWanted'];
  readonly onApprovalWithdrawn: NoticeHandlers<typeof engineNotices>['approvalWithdrawn'];
  readonly onStatus: NoticeHandlers<typeof engineNotices>['status'];
  /** A (new) engine runs: windows are to be connected to it. */
  readonly onEngineRunning: (child: ChildHandle) => void;
  /** Nothing that was proposed to a person is valid any more. */
  readonly onEngineGone: () => void;
  /** Trading state, modes or epoch changed. */
  readonly onChanged: () => void;
  /** Something that a person should see to; trading goes on, or the halt comes on its own. */
  readonly onWarning: (text: string) => void;
  /** A process keeps dying: trading was halted. */
  readonly onFailed: (error: ExpectedError) => void;
}

export interface SessionOptions {
  readonly folder: DataFolder;
  readonly host: ProcessHost;
  readonly timers: Timers;
  readonly record: ProcessRecord;
  readonly settings: SettingsStore;
  readonly vault: KeyVault;
  readonly log: Logger;
  readonly nowMs: () => number;
  /** Room on the disk of the data folder. */
  readonly freeBytes: () => Promise<number>;
  readonly seed: number;
  readonly blockTimeMs: number;
  /** Of the devnet's crowd, as a multiple of its usual pace. */
  readonly intensity: number;
  /** Of each strength on the devnet; one where absent. */
  readonly rivals?: number;
  /** The devnet of another session, in place of one of its own. It must outlive this one. */
  readonly borrowed?: RunningDevnet;
  readonly liveUnlocked: boolean;
  /** On paper: accounts whose transactions are left out of the blocks that ours are judged in. */
  readonly twins?: () => readonly Address[];
  /** On paper nothing is signed or sent: there is no signer then, and every figure says so. */
  readonly mode: TradingMode;
  /** What the engine watches for; nothing where absent. */
  readonly alerts?: { readonly engineRules: readonly WatchedRule[]; take(sighting: AlertSighting): void };
  readonly events: SessionEvents;
}
