import { systemTimers } from '../process/timers.ts';
import { ReportKeeper } from '../reports/reportKeeper.ts';
import { TailDesk } from '../session/tailDesk.ts';
import { approveHandlers, panelsHandlers } from './windowHandlers.ts';
import { openWindowSession } from './windowSession.ts';
import type { WindowNeeds, WindowWork } from './windowWork.ts';

const oldestBarMs = 3 * 86_400_000;

/** A window that trades: a session, and the desk where it asks for approval. */
export function tradingWork(needs: WindowNeeds): WindowWork {
  const liveUnlocked = needs.liveLockedReasons.length === 0;
  const { session, desk } = openWindowSession({ ...needs, liveUnlocked });
  needs.alerts.follow(session);
  const log = needs.run.logs.main;
  const reports = new ReportKeeper({
    schedule: () => needs.run.settings.current.reports,
    run: {
      get epoch() {
        return session.epoch;
      },
      report: (...asked) => session.questions.report(...asked),
    },
    timers: systemTimers,
    nowMs: () => Date.now(),
    log,
  });
  reports.start();
  const tails = new TailDesk({
    exposure: () => session.questions.exposure(),
    history: needs.imports,
    compute: needs.compute,
    tell: (figures) => session.setValueAtRisk(figures),
    // Prices of the embedded chain follow recorded ones of any time.
    oldestMs: () => (session.epoch?.mode === 'LIVE' ? Date.now() - oldestBarMs : null),
    timers: systemTimers,
    nowMs: () => Date.now(),
    log,
  });
  tails.start();
  return {
    panels: panelsHandlers(needs, session, desk),
    approve: approveHandlers(desk),
    halt: () => session.halt('person', 'halted by F12'),
    // A process that keeps dying was reported, and halted trading, when it was given up.
    start: () =>
      session.start().catch((error: unknown) => log.error({ error: String(error) }, 'the run could not start')),
    stop: async () => {
      needs.alerts.stop();
      reports.stop();
      tails.stop();
      await session.stop(2_000);
      desk.dispose();
    },
  };
}
