import { statSync } from 'node:fs';
import { app } from 'electron';
import type { alertRequests } from '../../app/contract/alerts.ts';
import type { AnalysisName } from '../../app/contract/analyses.ts';
import type { chartMarkRequests } from '../../app/contract/chartMarks.ts';
import type { ChartName } from '../../app/contract/charts.ts';
import type { DiskState } from '../../app/contract/disk.ts';
import type { healthRequests } from '../../app/contract/health.ts';
import type { LiquidityName } from '../../app/contract/liquidity.ts';
import type { RecordedBookName } from '../../app/contract/recordedBook.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { scenarioRequests } from '../../app/contract/scenarios.ts';
import type { settingRequests } from '../../app/contract/settings.ts';
import type { approveRequests, windowRequests } from '../../app/contract/windowCommands.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { onlyTightens } from '../../app/risk/changeLimits.ts';
import { starterWorkspaces } from '../../app/workspace/starters.ts';
import type { ApprovalDesk } from '../approvals/approvalDesk.ts';
import type { ProcessReport } from '../process/processReport.ts';
import type { EngineQuestions } from '../session/engineQuestions.ts';
import type { Session } from '../session/session.ts';
import { alertHandlers } from './alertHandlers.ts';
import { analysisHandlers } from './analysisHandlers.ts';
import { chartHandlers, chartMarkHandlers, ownerOfBars } from './chartHandlers.ts';
import { chooseFile } from './chooseFile.ts';
import { exportReport } from './exportReport.ts';
import { exportTable } from './exportTable.ts';
import { healthHandlers } from './healthHandlers.ts';
import { liquidityHandlers } from './liquidityHandlers.ts';
import { type ProcessRows, processRows } from './processReports.ts';
import { scenarioHandlers } from './scenarioHandlers.ts';
import { settingHandlers } from './settingHandlers.ts';
import type { WindowNeeds } from './windowWork.ts';

/** Whose processes and report a window shows. */
export interface ShownRun {
  readonly questions: EngineQuestions;
  readonly processes: readonly ProcessReport[];
  /** Null where nothing is traded. */
  readonly disk: DiskState | null;
}

type FrameRequests =
  | 'followTheme'
  | 'processes'
  | 'disk'
  | 'stopKey'
  | 'about'
  | 'exportReport'
  | 'chooseImport'
  | 'startImport'
  | 'controlImport'
  | 'importJob'
  | 'keptHistory'
  | 'tradeOnBook'
  | RecordedBookName
  | 'startCalibration'
  | 'controlCalibration'
  | 'calibrationJob'
  | 'calibrationReports'
  | 'workspaces'
  | 'arrange'
  | 'link'
  | 'showDetached'
  | 'exportTable'
  | 'opportunityDetail'
  | 'opportunityTrace'
  | 'sizing'
  | 'performance'
  | 'exposure'
  | keyof typeof scenarioRequests
  | ChartName
  | AnalysisName
  | keyof typeof alertRequests
  | keyof typeof settingRequests
  | LiquidityName
  | keyof typeof healthRequests
  | 'engineHealth'
  | keyof typeof chartMarkRequests;

/** In a replay there is nothing to stop. */
export function followStopKey({ options, run, stopKey }: Pick<WindowNeeds, 'options' | 'run' | 'stopKey'>): void {
  stopKey.follow(options.replayFile === undefined ? run.settings.current.stopKey : 'off');
}

/** What every window may ask, whatever stands behind it. */
export function frameHandlers(
  needs: WindowNeeds,
  shown: ShownRun,
  reportName: () => string,
): Pick<RequestHandlers<typeof windowRequests>, FrameRequests> {
  const {
    terminal,
    run,
    imports,
    compute,
    calibrations,
    workspaces,
    links,
    chartMarks,
    scenarios,
    detached,
    alerts,
    liveLockedReasons,
    officialBuild,
  } = needs;
  const processes = (): ProcessRows =>
    processRows([...shown.processes, ...imports.processes, ...calibrations.processes, ...compute.processes]);
  return {
    followTheme: (theme) => {
      terminal.applyTheme(theme);
      detached.applyTheme();
      return {};
    },
    processes,
    disk: () => ({ disk: shown.disk }),
    stopKey: () => needs.stopKey.state,
    about: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      officialBuild,
      liveLocked: liveLockedReasons.length > 0,
      liveLockedReasons: [...liveLockedReasons],
      dataFolder: run.folder.root,
    }),
    chooseImport: async () => {
      imports.requireFree();
      const file = await chooseFile(terminal.window);
      if (file !== null) imports.choose(file, statSync(file).size);
      return {};
    },
    startImport: async (order) => {
      await imports.start(order);
      return {};
    },
    controlImport: async ({ action }) => {
      await imports.control(action);
      return {};
    },
    importJob: () => ({ job: imports.job }),
    keptHistory: () => imports.kept(),
    tradeOnBook: (ask) => imports.tradeOnBook(ask),
    bookMoment: (request) => imports.recordedBook('bookMoment', request),
    bookSeries: (request) => imports.recordedBook('bookSeries', request),
    startCalibration: (order) => {
      calibrations.start(order);
      return {};
    },
    controlCalibration: ({ action }) => {
      if (action === 'stop') calibrations.stop();
      else calibrations.dismiss();
      return {};
    },
    calibrationJob: () => ({ job: calibrations.job, reports: calibrations.reports.length }),
    calibrationReports: () => ({ reports: [...calibrations.reports] }),
    workspaces: () => {
      const { arrangement } = workspaces.current;
      detached.follow(arrangement);
      return {
        arrangement,
        starters: [...starterWorkspaces],
        isNew: workspaces.isNew,
        notices: [...workspaces.takeNotices(), ...chartMarks.takeNotices(), ...scenarios.takeNotices()],
      };
    },
    arrange: (arrangement) => {
      workspaces.arrange(arrangement);
      detached.follow(arrangement);
      return {};
    },
    showDetached: ({ panel }) => {
      detached.show(panel);
      return {};
    },
    link: (move) => {
      links.move(terminal.window.webContents, move);
      return {};
    },
    ...chartHandlers(shown.questions, imports),
    opportunityDetail: ({ id }) => shown.questions.opportunityDetail(id),
    opportunityTrace: ({ id, moment }) => shown.questions.opportunityTrace(id, moment),
    ...alertHandlers(alerts),
    ...settingHandlers(
      run.settings,
      terminal.window,
      () => alerts.reread(),
      () => followStopKey(needs),
    ),
    ...analysisHandlers(ownerOfBars(shown.questions, imports), compute),
    sizing: (asked) => compute.call('sizing', asked),
    performance: (settings) => compute.call('performance', { folder: run.folder.root, settings }),
    exposure: () => shown.questions.exposure(),
    ...scenarioHandlers(shown.questions, imports, compute, scenarios),
    exportTable: async ({ name, format, text }) => ({ path: await exportTable(terminal.window, name, format, text) }),
    ...liquidityHandlers(shown.questions),
    engineHealth: () => shown.questions.engineHealth(),
    ...healthHandlers({
      folder: run.folder,
      liveLockedReasons,
      processes,
      disk: () => shown.disk,
      engineHealth: () => shown.questions.engineHealth(),
    }),
    ...chartMarkHandlers(chartMarks, terminal.window.webContents),
    exportReport: async ({ format, scope }) => ({
      path: await exportReport(terminal.window, shown.questions, format, scope, reportName()),
    }),
  };
}

/** What the panels' page may ask. It can stop trading at once, but only propose what starts it. */
export function panelsHandlers(
  needs: WindowNeeds,
  session: Session,
  desk: ApprovalDesk,
): RequestHandlers<typeof windowRequests> {
  const { terminal } = needs;
  return {
    ...frameHandlers(needs, session, () => session.epoch?.id ?? 'run'),
    controlReplay: () => {
      throw new ExpectedError('REPLAY_NOT_RUNNING', 'nothing is being replayed', {
        advice: 'Start the terminal with --replay FILE.',
      });
    },
    setStrategyMode: async ({ strategy, mode }) => {
      await session.setStrategyMode(strategy, mode);
      return {};
    },
    proposeGrant: ({ strategy, budget, minutes }) => {
      desk.proposeGrant(strategy, budget, minutes);
      return {};
    },
    halt: () => {
      session.halt('person', 'halted in the window');
      return {};
    },
    reduceOnly: () => {
      // A halt is the stronger stop: it ends by a confirmed resumption only.
      if (session.permissions.tradingState === 'active')
        session.setTradingState('reduceOnly', 'person', 'set to reduce-only in the window');
      return {};
    },
    changeLimits: async ({ edits }) => {
      const { values } = session.limits;
      // What cannot be set is said here, not in the approve view.
      session.requireLimits(edits);
      const applied = onlyTightens(values, edits);
      if (applied) await session.changeLimits(edits, 'person');
      else desk.proposeLimits(edits, values);
      return { applied };
    },
    proposeResume: () => {
      const { tradingState, tradingStateReason } = session.permissions;
      if (tradingState === 'active')
        throw new ExpectedError('TRADING_ACTIVE', 'trading is active', { advice: 'There is nothing to resume.' });
      desk.proposeResume(tradingStateReason);
      return {};
    },
    reviseTicket: async (revision) => {
      await session.reviseTicket(revision);
      return {};
    },
    selectTicket: ({ ticketId }) => {
      desk.select(ticketId);
      return {};
    },
    placeApproveView: ({ bounds }) => {
      if (terminal.placeApproveView(bounds)) desk.moved();
      return {};
    },
  };
}

/** What the approve view may ask: yes or no to the card on show. */
export function approveHandlers(desk: ApprovalDesk): RequestHandlers<typeof approveRequests> {
  return {
    approve: async ({ digest }) => {
      await desk.approve(digest);
      return {};
    },
    reject: async ({ digest, because }) => {
      await desk.reject(digest, because);
      return {};
    },
  };
}
