import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { channels } from '../app/contract/channels.ts';
import { approveRequests, windowRequests } from '../app/contract/windowCommands.ts';
import { launchedFromOfficial, readBuildFacts } from './window/buildFacts.ts';
import { exitOnBug, reloadCrashedPage } from './window/crashes.ts';
import { leaveInOrder } from './window/leaveInOrder.ts';
import { liveLockReasons } from './window/liveLock.ts';
import { lockDownPages } from './window/lockDown.ts';
import { openWindowRun, type WindowRun } from './window/openWindowRun.ts';
import { approveUrl, panelsUrl, registerPageScheme } from './window/pageProtocol.ts';
import { serveBridge } from './window/serveBridge.ts';
import { createTerminalWindow } from './window/terminalWindow.ts';
import { approveHandlers, panelsHandlers } from './window/windowHandlers.ts';
import { bindWindowKeys } from './window/windowKeys.ts';
import { openWindowSession } from './window/windowSession.ts';

// Entry of the terminal with a window. Electron waits for this module before it gets ready, so nothing here awaits that.
const bundleFolder = dirname(fileURLToPath(import.meta.url));
const opened = openWindowRun();
if (opened !== null) {
  exitOnBug(opened.run.logs.main);
  registerPageScheme();
  lockDownPages();
  void app.whenReady().then(() => openTerminal(opened));
}

async function openTerminal({ options, run }: WindowRun): Promise<void> {
  const log = run.logs.main;
  const facts = readBuildFacts();
  const liveLockedReasons = liveLockReasons(facts);
  const terminal = createTerminalWindow(dirname(bundleFolder));
  const panels = terminal.window.webContents;
  const approve = terminal.approveView.webContents;
  const liveUnlocked = liveLockedReasons.length === 0;
  const { session, desk } = openWindowSession({ options, run, terminal, bundleFolder, liveUnlocked });
  const needs = { session, desk, terminal, reports: session, dataFolder: run.folder.root };

  bindWindowKeys(
    { panels, approve },
    {
      halt: () => session.halt('person', 'halted by F12'),
      switchPage: () => terminal.switchPage(),
      leaveApproveView: () => panels.focus(),
    },
  );
  serveBridge(
    channels.windowRequest,
    windowRequests,
    panelsHandlers({
      ...needs,
      liveLockedReasons,
      officialBuild: facts.officialElectron || launchedFromOfficial(process.env),
    }),
    { contents: panels, origin: panelsUrl },
  );
  serveBridge(channels.approveRequest, approveRequests, approveHandlers(desk), {
    contents: approve,
    origin: approveUrl,
  });
  reloadCrashedPage(panels, 'panels', log);
  reloadCrashedPage(approve, 'approve', log);
  leaveInOrder(async () => {
    await session.stop(2_000);
    desk.dispose();
    run.close();
  });

  await terminal.load();
  // A process that keeps dying was reported, and halted trading, when it was given up.
  await session.start().catch((error: unknown) => log.error({ error: String(error) }, 'the run could not start'));
}
