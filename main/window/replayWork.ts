import { resolve } from 'node:path';
import { app, dialog } from 'electron';
import { ExpectedError } from '../../app/domain/errors.ts';
import { systemTimers } from '../process/timers.ts';
import { utilityHost } from '../process/utilityHost.ts';
import { ReplaySession } from '../session/replaySession.ts';
import { countNewTrial, trialFolderOf } from '../trials/countTrial.ts';
import { frameHandlers } from './windowHandlers.ts';
import type { WindowNeeds, WindowWork } from './windowWork.ts';

/** A window over a journal: it can be paused, stepped and scrubbed, and nothing in it trades or asks for approval. */
export function replayWork(needs: WindowNeeds, replayFile: string): WindowWork {
  const { options, run, terminal, ports, bundleFolder } = needs;
  const session = new ReplaySession({
    host: utilityHost(bundleFolder, run.logs.onOutput),
    timers: systemTimers,
    record: run.record,
    log: run.logs.main,
    nowMs: () => Date.now(),
    file: resolve(replayFile),
    epoch: options.epoch ?? null,
    speed: options.speed,
    events: {
      onStatus: () => undefined,
      onEngineRunning: (child) => ports.connect(child),
      onEnded: ({ inputs, elapsedMs }) => run.logs.main.info({ inputs, elapsedMs }, 'the replay came to its end'),
      onFailed: (error) => void leaveWith(error),
    },
  });

  ports.followEngine(() => session.engineChild);
  const leaveWith = async (error: ExpectedError): Promise<void> => {
    run.logs.main.error({ code: error.code, advice: error.advice }, error.message);
    process.stderr.write(`${error.message}. ${error.advice}\n`);
    await dialog.showMessageBox(terminal.window, {
      type: 'error',
      title: 'Syndicate',
      message: 'This cannot be replayed',
      detail: `${error.message}.\n\n${error.advice}`,
    });
    await session.stop();
    run.close();
    app.exit(1);
  };
  const done = (): Record<string, never> => ({});
  return {
    panels: {
      ...frameHandlers(needs, session, () => `replay-${session.epochId ?? 'run'}`),
      controlReplay: async (action) => {
        await session.control(action);
        return {};
      },
      setStrategyMode: refuse,
      proposeGrant: refuse,
      proposeResume: refuse,
      changeLimits: refuse,
      reviseTicket: refuse,
      // Stopping never fails: nothing is sent from here.
      halt: done,
      reduceOnly: done,
      selectTicket: done,
      placeApproveView: done,
    },
    approve: { approve: refuse, reject: refuse },
    halt: () => undefined,
    start: () =>
      session
        .start()
        .then(() =>
          countNewTrial(trialFolderOf(options, process.env), 'replay', session.epochId ?? '', {
            file: resolve(replayFile),
          }),
        )
        .catch((error: unknown) => {
          if (!(error instanceof ExpectedError)) throw error;
          return leaveWith(error);
        }),
    stop: async () => {
      await session.stop();
    },
  };
}

function refuse(): never {
  throw new ExpectedError('REPLAY_TRADES_NOTHING', 'this is a replay: nothing is traded', {
    advice: 'Start the terminal without --replay to trade.',
  });
}
