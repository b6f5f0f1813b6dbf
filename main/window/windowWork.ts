import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { approveRequests, windowRequests } from '../../app/contract/windowCommands.ts';
import type { StartArguments } from '../../scripts/arguments.mjs';
import type { AlertDesk } from '../alerts/alertDesk.ts';
import type { CalibrationDesk } from '../calibration/calibrationDesk.ts';
import type { OpenRun } from '../run/openRun.ts';
import type { ComputeDesk } from '../session/computeDesk.ts';
import type { ImportDesk } from '../session/importDesk.ts';
import type { ScenarioStore } from '../settings/scenarioStore.ts';
import type { WorkspaceStore } from '../settings/workspaceStore.ts';
import type { ChartMarksDesk } from './chartMarksDesk.ts';
import type { DetachedWindows } from './detachedWindows.ts';
import type { LinkBroker } from './linkBroker.ts';
import type { PanelPorts } from './panelPorts.ts';
import type { StopKey } from './stopKey.ts';
import type { TerminalWindow } from './terminalWindow.ts';

/** What a window is opened with, whatever it is for. */
export interface WindowNeeds {
  readonly options: StartArguments;
  readonly run: OpenRun;
  readonly terminal: TerminalWindow;
  readonly imports: ImportDesk;
  readonly calibrations: CalibrationDesk;
  readonly compute: ComputeDesk;
  readonly workspaces: WorkspaceStore;
  readonly links: LinkBroker;
  readonly chartMarks: ChartMarksDesk;
  readonly scenarios: ScenarioStore;
  readonly detached: DetachedWindows;
  readonly ports: PanelPorts;
  readonly alerts: AlertDesk;
  readonly stopKey: StopKey;
  readonly bundleFolder: string;
  readonly liveLockedReasons: readonly string[];
  readonly officialBuild: boolean;
}

/** What stands behind a window: a session that trades, or a replay. */
export interface WindowWork {
  readonly panels: RequestHandlers<typeof windowRequests>;
  readonly approve: RequestHandlers<typeof approveRequests>;
  /** F12. */
  halt(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
