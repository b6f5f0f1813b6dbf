import { randomInt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, globalShortcut } from 'electron';
import type { AlertNews } from '../app/contract/alerts.ts';
import { channels } from '../app/contract/channels.ts';
import { approveRequests, windowRequests } from '../app/contract/windowCommands.ts';
import { openAlertDesk } from './alerts/openAlertDesk.ts';
import { CalibrationDesk } from './calibration/calibrationDesk.ts';
import { runCalibration } from './calibration/runCalibration.ts';
import { systemTimers } from './process/timers.ts';
import { utilityHost } from './process/utilityHost.ts';
import { ComputeDesk } from './session/computeDesk.ts';
import { ImportDesk } from './session/importDesk.ts';
import { openScenarios } from './settings/scenarioStore.ts';
import { openWorkspaces } from './settings/workspaceStore.ts';
import { countNewTrial } from './trials/countTrial.ts';
import { announceAlert } from './window/announceAlert.ts';
import { launchedFromOfficial, readBuildFacts } from './window/buildFacts.ts';
import { ChartMarksDesk } from './window/chartMarksDesk.ts';
import { exitOnBug, outliveGpuProcess, reloadCrashedPage } from './window/crashes.ts';
import { DetachedWindows } from './window/detachedWindows.ts';
import { leaveInOrder } from './window/leaveInOrder.ts';
import { LinkBroker } from './window/linkBroker.ts';
import { liveLockReasons } from './window/liveLock.ts';
import { lockDownPages } from './window/lockDown.ts';
import { openWindowRun, type WindowRun } from './window/openWindowRun.ts';
import { approveUrl, panelsUrl, registerPageScheme } from './window/pageProtocol.ts';
import { Pages } from './window/pages.ts';
import { PanelPorts } from './window/panelPorts.ts';
import { keepPlacement } from './window/placedWindow.ts';
import { replayWork } from './window/replayWork.ts';
import { serveBridge } from './window/serveBridge.ts';
import { StopKey } from './window/stopKey.ts';
import { createTerminalWindow } from './window/terminalWindow.ts';
import { tradingWork } from './window/tradingWork.ts';
import { followStopKey } from './window/windowHandlers.ts';
import { bindWindowKeys } from './window/windowKeys.ts';

// Entry of the terminal with a window. Electron waits for this module before it gets ready, so nothing here awaits that.
const bundleFolder = dirname(fileURLToPath(import.meta.url));
const opened = openWindowRun();
if (opened !== null) {
  exitOnBug(opened.run.logs.main);
  outliveGpuProcess(opened.run.logs.main);
  registerPageScheme();
  lockDownPages();
  void app.whenReady().then(() => openTerminal(opened));
}

async function openTerminal({ options, run }: WindowRun): Promise<void> {
  const log = run.logs.main;
  const facts = readBuildFacts();
  const workspaces = openWorkspaces(run.folder.root);
  const terminal = createTerminalWindow(dirname(bundleFolder), {
    stood: workspaces.current.windows.terminal,
    onPlaced: keepPlacement(log, (placement) => workspaces.place('terminal', placement)),
  });
  const panels = terminal.window.webContents;
  const approve = terminal.approveView.webContents;
  const links = new LinkBroker();
  links.add(panels);
  const pages = new Pages();
  pages.add(panels);
  const chartMarks = new ChartMarksDesk(run.folder.root, pages);
  const ports = new PanelPorts();
  ports.add(panels);
  const detached = new DetachedWindows({
    outFolder: dirname(bundleFolder),
    workspaces,
    links,
    chartMarks,
    pages,
    ports,
    log,
    tell: (event) => {
      if (!panels.isDestroyed()) panels.send(channels.workspaceEvent, event);
    },
    ground: () => terminal.ground,
    scale: () => terminal.scale,
  });
  terminal.window.on('closed', () => detached.closeAll());
  const imports = new ImportDesk({
    host: utilityHost(bundleFolder, run.logs.onOutput),
    timers: systemTimers,
    record: run.record,
    log,
    folder: join(run.folder.root, 'history'),
    journalFile: join(run.folder.root, 'journal.sqlite'),
  });
  const compute = new ComputeDesk({
    host: utilityHost(bundleFolder, run.logs.onOutput),
    timers: systemTimers,
    record: run.record,
    log,
  });
  const tellAlert = (news: AlertNews): void => {
    if (!panels.isDestroyed()) panels.send(channels.alert, news);
  };
  const alerts = openAlertDesk(run, {
    announce: (firing, how) => announceAlert(terminal.window, firing, how, () => tellAlert({ firing, isOpened: true })),
    onFired: (firing) => tellAlert({ firing, isOpened: false }),
    onChanged: () => pages.tell(channels.alertRules, null),
  });
  chartMarks.moveAlerts((rules) => alerts.bring(rules));
  const calibrations = new CalibrationDesk({
    folder: join(run.folder.root, 'calibrations'),
    hostOf: ({ logs }) => utilityHost(bundleFolder, logs.onOutput),
    run: runCalibration,
    log,
    count: (order) => countNewTrial(run.folder.root, 'calibration', 'the embedded chain', order),
    nowMs: () => Date.now(),
    newSeed: () => randomInt(2 ** 32),
  });
  const stopKey = new StopKey(globalShortcut, () => work.halt());
  const needs = {
    options,
    run,
    terminal,
    imports,
    calibrations,
    compute,
    workspaces,
    links,
    chartMarks,
    scenarios: openScenarios(run.folder.root),
    detached,
    ports,
    alerts,
    stopKey,
    bundleFolder,
    liveLockedReasons: liveLockReasons(facts),
    officialBuild: facts.officialElectron || launchedFromOfficial(process.env),
  };
  const work = options.replayFile === undefined ? tradingWork(needs) : replayWork(needs, options.replayFile);

  followStopKey(needs);
  bindWindowKeys(
    { panels, approve },
    { halt: () => work.halt(), switchPage: () => terminal.switchPage(), leaveApproveView: () => panels.focus() },
  );
  serveBridge(channels.windowRequest, windowRequests, work.panels, { contents: panels, origin: panelsUrl });
  detached.serve(work.panels);
  serveBridge(channels.approveRequest, approveRequests, work.approve, { contents: approve, origin: approveUrl });
  reloadCrashedPage(panels, 'panels', log);
  reloadCrashedPage(approve, 'approve', log);
  leaveInOrder(async () => {
    stopKey.dispose();
    await Promise.all([work.stop(), imports.stop(), calibrations.close(), compute.stop()]);
    run.close();
  });

  await terminal.load();
  await work.start();
}
