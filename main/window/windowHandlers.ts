import { app } from 'electron';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { approveRequests, windowRequests } from '../../app/contract/windowCommands.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { ApprovalDesk } from '../approvals/approvalDesk.ts';
import type { Session } from '../session/session.ts';
import { type EngineReports, exportReport } from './exportReport.ts';
import { processRows } from './processReports.ts';
import type { TerminalWindow } from './terminalWindow.ts';

export interface WindowNeeds {
  readonly session: Session;
  readonly desk: ApprovalDesk;
  readonly terminal: TerminalWindow;
  readonly reports: EngineReports;
  readonly dataFolder: string;
  readonly liveLockedReasons: readonly string[];
  readonly officialBuild: boolean;
}

/** What the panels' page may ask. It can stop trading at once, but only propose what starts it. */
export function panelsHandlers({
  session,
  desk,
  terminal,
  reports,
  dataFolder,
  liveLockedReasons,
  officialBuild,
}: WindowNeeds): RequestHandlers<typeof windowRequests> {
  return {
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
    proposeResume: () => {
      const { tradingState, tradingStateReason } = session.permissions;
      if (tradingState === 'active')
        throw new ExpectedError('TRADING_ACTIVE', 'trading is active', { advice: 'There is nothing to resume.' });
      desk.proposeResume(tradingStateReason);
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
    followTheme: (theme) => {
      terminal.applyTheme(theme);
      return {};
    },
    processes: () => processRows(session.processes),
    about: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      officialBuild,
      liveLocked: liveLockedReasons.length > 0,
      liveLockedReasons: [...liveLockedReasons],
      dataFolder,
    }),
    exportReport: async ({ format }) => ({
      path: await exportReport(terminal.window, reports, format, session.epoch?.id ?? 'run'),
    }),
  };
}

/** What the approve view may ask: yes or no to the card on show. */
export function approveHandlers(desk: ApprovalDesk): RequestHandlers<typeof approveRequests> {
  return {
    approve: async ({ digest }) => {
      await desk.approve(digest);
      return {};
    },
    reject: async ({ digest }) => {
      await desk.reject(digest);
      return {};
    },
  };
}
