import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Docked, type PanelId, panelsOf } from '../../app/contract/workspace.ts';
import { starterWorkspaces } from '../../app/workspace/starters.ts';
import { root, startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

/** The sizes that people work at, and each appearance and palette at one of them at least. */
const looks = [
  [1280, 800, 'dark', 'standard'],
  [1920, 1080, 'dark', 'standard'],
  [2560, 1440, 'dark', 'colourBlind'],
  [2560, 1440, 'light', 'standard'],
  [1280, 800, 'light', 'colourBlind'],
] as const;

/** The panels of each group of tabs. */
function groupsOf(docked: Docked): readonly (readonly PanelId[])[] {
  return docked.kind === 'tabs' ? [docked.panels] : docked.parts.flatMap(groupsOf);
}

/** What is to be clicked for each picture, until every panel was in one. */
function roundsOf(docked: Docked): readonly (readonly PanelId[])[] {
  const groups = groupsOf(docked);
  return Array.from({ length: Math.max(...groups.map(({ length }) => length)) }, (_, round) =>
    groups.flatMap((panels) => panels[round] ?? []),
  );
}

const shown = `[...document.querySelectorAll('[data-panel]')].filter((panel) => panel.clientWidth > 0)`;
/** What scrolls sideways though it need not: routes of many hops may. */
const sideways = `[...panel.querySelectorAll('*')].some((part) => part.dataset?.testid !== 'route-graph' && part.scrollWidth > part.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(part).overflowX))`;
/** Panels that say nothing or are wider than their place, and the title bar or the window where they are. */
const wrong = `${shown}.filter((panel) => panel.scrollWidth > panel.clientWidth + 1 || panel.textContent.trim().length < 3 || ${sideways})
  .map(({ dataset }) => dataset.panel).concat([...document.querySelectorAll('header > div, header nav > div')].some((part) => part.scrollWidth > part.clientWidth + 1) ? ['title bar'] : [])
  .concat(document.documentElement.scrollWidth > window.innerWidth ? ['window'] : [])`;

/** Every panel of every starter at every size, kept as pictures in .syndicate/shots (or where SYNDICATE_SHOTS says). */
describe('what the terminal looks like', () => {
  const folder = temporaryFolder();
  const shots = process.env.SYNDICATE_SHOTS ?? join(root, '.syndicate', 'shots');
  let terminal: TerminalApp;

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    terminal = await startTerminal(folder.path, ['--seed', '91']);
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 5`, 120_000);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  const settle = (): Promise<unknown> =>
    terminal.ask('panels', 'new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(1)), 400))');

  const show = async (workspace: string): Promise<void> => {
    await terminal.ask('panels', `document.querySelector('[data-testid="workspace-${workspace}"]').click()`);
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="workspace-${workspace}"]').getAttribute('aria-current') === 'page'`,
    );
  };

  /** Through the commands of the palette. */
  const wear = async (appearance: string, palette: string): Promise<void> => {
    const worn = `document.documentElement.dataset`;
    await terminal.command(`${appearance} theme`);
    await terminal.until('panels', `${worn}.appearance === '${appearance}'`);
    if ((await terminal.ask('panels', `${worn}.palette`)) !== palette) await terminal.command('Colour-blind palette');
    await terminal.until('panels', `${worn}.palette === '${palette}'`);
  };

  it.each(looks)('%i x %i, %s, %s: no panel is cut off or empty', async (width, height, appearance, palette) => {
    await wear(appearance, palette);
    await terminal.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await terminal.until('panels', `Math.abs(window.innerWidth - ${width}) < 2`);
    const found: unknown[] = [];
    for (const { id, docked } of starterWorkspaces) {
      await show(id);
      const seen = new Set<unknown>();
      for (const [round, panels] of roundsOf(docked).entries()) {
        for (const panel of panels) {
          await terminal.until('panels', `document.querySelector('[data-testid="tab-${panel}"]') !== null`);
          await terminal.click('panels', `tab-${panel}`);
          await terminal.until(
            'panels',
            `document.querySelector('[data-panel="${panel}"]').textContent.trim().length > 3`,
          );
          seen.add(panel);
        }
        await settle();
        await terminal.screenshot(join(shots, `${id}-${round + 1}-${width}x${height}-${appearance}-${palette}.png`));
        for (const panel of (await terminal.ask('panels', wrong)) as readonly string[]) found.push(`${id}: ${panel}`);
      }
      expect(seen).toEqual(new Set(panelsOf(docked)));
    }
    expect(found).toEqual([]);
  });

  it('says nothing on a console meanwhile', () => {
    expect(terminal.problems).toEqual([]);
  });
});
