import { randomInt } from 'node:crypto';
import { dialog } from 'electron';
import { channels } from '../../app/contract/channels.ts';
import { secondStepAbove } from '../../app/contract/ticketChoice.ts';
import type { StartArguments } from '../../scripts/arguments.mjs';
import type { AlertDesk } from '../alerts/alertDesk.ts';
import { ApprovalDesk } from '../approvals/approvalDesk.ts';
import { freeBytesOf } from '../freeBytes.ts';
import { keyringSeal } from '../keys/keyringSeal.ts';
import { openKeyVault } from '../keys/keyVault.ts';
import { passphraseSeal } from '../keys/passphraseSeal.ts';
import { takePassphrase } from '../keys/takePassphrase.ts';
import { systemTimers } from '../process/timers.ts';
import { utilityHost } from '../process/utilityHost.ts';
import type { OpenRun } from '../run/openRun.ts';
import { Session } from '../session/session.ts';
import type { PanelPorts } from './panelPorts.ts';
import type { TerminalWindow } from './terminalWindow.ts';

const defaultBlockTimeMs = 1_000;

/** The session of a window: utility processes, and a desk where what they ask of a person is shown. */
export function openWindowSession(needs: {
  readonly options: StartArguments;
  readonly run: OpenRun;
  readonly terminal: TerminalWindow;
  readonly ports: PanelPorts;
  readonly bundleFolder: string;
  readonly alerts: AlertDesk;
  readonly liveUnlocked: boolean;
}): { session: Session; desk: ApprovalDesk } {
  const { options, run, terminal, ports, bundleFolder, liveUnlocked, alerts } = needs;
  const log = run.logs.main;
  const approvePage = terminal.approveView.webContents;
  const desk = new ApprovalDesk({
    actions: {
      approve: (ticketId, approval) => session.approve(ticketId, approval),
      reject: (ticketId, because) => session.reject(ticketId, because),
      grant: async (strategy, budget, durationMs) => void (await session.grant(strategy, budget, durationMs, 'person')),
      changeLimits: async (edits) => void (await session.changeLimits(edits, 'person, approved')),
      resume: () => session.setTradingState('active', 'person', 'resumed in the approve view'),
    },
    timers: systemTimers,
    nowMs: () => Date.now(),
    epoch: () => session.epoch,
    secondStepAbove: () => secondStepAbove(run.settings.current.ticket),
    onCard: (card) => {
      if (!approvePage.isDestroyed()) approvePage.send(channels.approvalCard, card);
    },
    onRefused: (ticketId, error) => {
      log.error({ ticketId, error: String(error) }, 'a ticket was not what it said it was');
      session
        .reject(ticketId)
        .catch((failure: unknown) => log.warn({ failure: String(failure) }, 'it could not be rejected'));
    },
  });
  const passphrase = takePassphrase(process.env);
  const session = new Session({
    folder: run.folder,
    host: utilityHost(bundleFolder, run.logs.onOutput),
    timers: systemTimers,
    record: run.record,
    settings: run.settings,
    vault: openKeyVault(run.folder.root, keyringSeal() ?? (passphrase === null ? null : passphraseSeal(passphrase))),
    log,
    nowMs: () => Date.now(),
    freeBytes: freeBytesOf(run.folder.root),
    seed: options.seed ?? randomInt(2 ** 32),
    blockTimeMs: options.blockTimeMs ?? defaultBlockTimeMs,
    intensity: options.intensity ?? 1,
    liveUnlocked,
    mode: options.mode,
    alerts,
    events: {
      onApprovalWanted: (request) => desk.wanted(request),
      onApprovalWithdrawn: ({ ticketId }) => desk.withdrawn(ticketId),
      onStatus: () => undefined,
      onEngineRunning: (child) => ports.connect(child),
      onEngineGone: () => desk.withdrawAll(),
      onChanged: () => undefined,
      // The page asks for the disk by itself.
      onWarning: () => undefined,
      onFailed: (error) => {
        const message = {
          type: 'error' as const,
          title: 'Syndicate',
          message: 'Trading is halted',
          detail: `${error.message}.\n\n${error.advice}`,
        };
        if (!terminal.window.isDestroyed()) void dialog.showMessageBox(terminal.window, message);
      },
    },
  });
  ports.followEngine(() => session.engineChild);
  approvePage.on('did-finish-load', () => approvePage.send(channels.approvalCard, desk.card));
  return { session, desk };
}
