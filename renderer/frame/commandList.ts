import { type PanelId, panelIds, type Workspace } from '../../app/contract/workspace.ts';
import { panels } from '../panels/registry.tsx';
import {
  chooseImport,
  copyDiagnostics,
  exportReport,
  halt,
  proposeResume,
  reduceOnly,
  setStrategyMode,
} from '../state/commands.ts';
import { preferencesStore, setPreferences } from '../state/preferences.ts';
import { activeWorkspace, beginAnew, setLocked, showWorkspace, workspaceStore } from '../state/workspaces.ts';
import type { Command } from './command.ts';
import { frameStore, openDialog } from './frameStore.ts';
import { layoutCommands } from './layoutCommands.ts';
import { startTour } from './tourStore.ts';
import { focusPanel } from './workspaceApi.ts';

/** Only the key itself moves the keyboard: were it a request, a page could bring an Enter into the approve view. */
function showApproveView(): void {
  openDialog(null);
  focusPanel('ticket');
}

const [smallestScale, largestScale] = [80, 150];

function scaleBy(percent: number): void {
  const { scalePercent } = preferencesStore.getState();
  setPreferences({ scalePercent: Math.min(largestScale, Math.max(smallestScale, scalePercent + percent)) });
}

async function resume(): Promise<void> {
  focusPanel('ticket');
  await proposeResume();
}

/** What is asked of the file is asked in its panel. */
function importFile(): void {
  focusPanel('imports');
  void chooseImport();
}

/** Everything that can be done by the palette, and the keys that do it without. */
export const commands: readonly Command[] = [
  { id: 'halt', group: 'Trading', title: 'Halt trading now', keys: 'F12', run: () => void halt() },
  { id: 'reduce-only', group: 'Trading', title: 'Reduce-only: open nothing new', run: () => void reduceOnly() },
  { id: 'resume', group: 'Trading', title: 'Resume trading…', run: () => void resume() },
  {
    id: 'mode-off',
    group: 'Strategy',
    title: 'Arbitrage: Off',
    run: () => void setStrategyMode('flash-arbitrage', 'off'),
  },
  {
    id: 'mode-watch',
    group: 'Strategy',
    title: 'Arbitrage: Watch',
    run: () => void setStrategyMode('flash-arbitrage', 'watch'),
  },
  {
    id: 'mode-approve',
    group: 'Strategy',
    title: 'Arbitrage: Approve',
    run: () => void setStrategyMode('flash-arbitrage', 'approve'),
  },
  { id: 'mode-automate', group: 'Strategy', title: 'Arbitrage: Automate…', run: () => openDialog('grant') },
  {
    id: 'approve-view',
    group: 'Panels',
    title: 'Show the approve view; F8 moves the keyboard there and back',
    keys: 'F8',
    run: showApproveView,
  },
  ...workspaceCommands(),
  ...layoutCommands,
  ...panelIds.map(
    (id: PanelId, index): Command => ({
      id: `panel-${id}`,
      group: 'Panels',
      title: `Go to ${panels[id].title}`,
      // There are nine digits; the panels behind them have the palette, or what a person binds.
      ...(index < 9 ? { keys: `Alt+Digit${index + 1}` } : {}),
      run: () => focusPanel(id),
    }),
  ),
  ...(['json', 'csv', 'pdf'] as const).flatMap((format) => reportCommands(format)),
  { id: 'choose-import', group: 'Panels', title: 'Import a file of recorded data…', run: importFile },
  { id: 'dark', group: 'Appearance', title: 'Dark theme', run: () => setPreferences({ appearance: 'dark' }) },
  { id: 'light', group: 'Appearance', title: 'Light theme', run: () => setPreferences({ appearance: 'light' }) },
  {
    id: 'palette',
    group: 'Appearance',
    title: 'Colour-blind palette on or off',
    run: () => {
      const { palette } = preferencesStore.getState();
      setPreferences({ palette: palette === 'standard' ? 'colourBlind' : 'standard' });
    },
  },
  {
    id: 'reduced-motion',
    group: 'Appearance',
    title: 'Reduced motion on or off',
    run: () => setPreferences({ motion: preferencesStore.getState().motion === 'reduced' ? 'system' : 'reduced' }),
  },
  { id: 'larger', group: 'Appearance', title: 'Everything larger', keys: 'Control+Equal', run: () => scaleBy(10) },
  { id: 'smaller', group: 'Appearance', title: 'Everything smaller', keys: 'Control+Minus', run: () => scaleBy(-10) },
  {
    id: 'usual-size',
    group: 'Appearance',
    title: 'Everything at its usual size',
    keys: 'Control+Digit0',
    run: () => setPreferences({ scalePercent: 100 }),
  },
  {
    id: 'commands',
    group: 'Help',
    title: 'Every command by name; tokens, pools, orders and transactions by how they begin',
    keys: 'Control+KeyK',
    run: () => openDialog(frameStore.getState().dialog === 'palette' ? null : 'palette'),
  },
  {
    id: 'settings',
    group: 'Help',
    title: 'Settings…',
    keys: 'Control+Comma',
    run: () => openDialog(frameStore.getState().dialog === 'settings' ? null : 'settings'),
  },
  {
    id: 'copy-diagnostics',
    group: 'Help',
    title: 'Copy diagnostics, without anything secret',
    run: () => void copyDiagnostics(),
  },
  { id: 'tour', group: 'Help', title: 'Tour of the terminal', run: startTour },
  { id: 'keys', group: 'Help', title: 'Change keys…', run: () => openDialog('keys') },
  {
    id: 'help',
    group: 'Help',
    title: 'Keys, and what each panel is for',
    keys: 'F1',
    run: () => openDialog(frameStore.getState().dialog === 'help' ? null : 'help'),
  },
];

/** A command that goes to the workspace at a place has that workspace's name, and is not offered where there is none. */
export function named(command: Command, workspaces: readonly Workspace[]): readonly Command[] {
  const place = /^workspace-(\d+)$/.exec(command.id)?.[1];
  if (place === undefined) return [command];
  const workspace = workspaces[Number(place)];
  return workspace === undefined ? [] : [{ ...command, title: `Go to workspace ${workspace.name}` }];
}

/** Workspaces are named by their place: the palette adds their names. */
function workspaceCommands(): readonly Command[] {
  const places = Array.from(
    { length: 9 },
    (_, index): Command => ({
      id: `workspace-${index}`,
      group: 'Workspace',
      title: `Go to workspace ${index + 1}`,
      keys: `Control+Digit${index + 1}`,
      run: () => {
        const workspace = workspaceStore.getState().arrangement?.workspaces[index];
        if (workspace !== undefined) showWorkspace(workspace.id);
      },
    }),
  );
  return [
    ...places,
    {
      id: 'lock',
      group: 'Workspace',
      title: 'Lock or unlock the layout',
      run: () => setLocked(!(activeWorkspace()?.locked ?? true)),
    },
    { id: 'add-workspace', group: 'Workspace', title: 'New workspace…', run: () => openDialog('addWorkspace') },
    {
      id: 'rename-workspace',
      group: 'Workspace',
      title: 'Rename the workspace…',
      run: () => openDialog('renameWorkspace'),
    },
    { id: 'begin-anew', group: 'Workspace', title: 'Back to the starter layout', run: beginAnew },
  ];
}

function reportCommands(format: 'json' | 'csv' | 'pdf'): readonly Command[] {
  const name = format.toUpperCase();
  return [
    {
      id: `report-${format}`,
      group: 'Report',
      title: `Export the run report as ${name}`,
      run: () => void exportReport(format),
    },
    {
      id: `report-today-${format}`,
      group: 'Report',
      title: `Export the report of today (UTC) as ${name}`,
      run: () => void exportReport(format, 'today'),
    },
    {
      id: `report-strategy-${format}`,
      group: 'Report',
      title: `Export the report of flash arbitrage as ${name}`,
      run: () => void exportReport(format, 'flash-arbitrage'),
    },
  ];
}
