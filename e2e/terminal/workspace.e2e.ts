import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Docked, panelsOf, type Workspaces } from '../../app/contract/workspace.ts';
import { starterWorkspaces } from '../../app/workspace/starters.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const drawn = `[...document.querySelectorAll('[data-panel]')].map(({ dataset }) => dataset.panel).sort()`;
const rows = `document.querySelectorAll('[data-testid="opportunity-row"]').length`;

/** The panels of each group of tabs, in reading order. */
function groups(docked: Docked): string[] {
  return docked.kind === 'tabs' ? [docked.panels.join('+')] : docked.parts.flatMap(groups);
}

describe('the workspace', () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'workspace.json');
  let terminal: TerminalApp;

  const start = async (): Promise<void> => {
    terminal = await startTerminal(folder.path, ['--seed', '71']);
    await terminal.until('panels', there('workspace-risk'));
  };
  const kept = (): Workspaces => JSON.parse(readFileSync(file, 'utf8')).arrangement;
  const layout = (id: string): string[] => {
    const workspace = kept().workspaces.find((each) => each.id === id);
    return workspace === undefined ? [] : groups(workspace.docked);
  };
  const choose = async (menu: string, item: string): Promise<void> => {
    await terminal.click('panels', menu);
    await terminal.until('panels', there(item));
    await terminal.click('panels', item);
    await terminal.until('panels', `!(${there(item)})`);
  };

  beforeAll(start);
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('begins with its starters, locked, none with an empty panel, and no page complains', async () => {
    await terminal.until('panels', `${rows} > 3`, 90_000);
    for (const [id, count] of [
      ['research', 4],
      ['risk', 5],
      ['arbitrage', 5],
    ] as const) {
      await terminal.click('panels', `workspace-${id}`);
      await terminal.until('panels', `${drawn}.length === ${count}`);
      expect(await terminal.ask('panels', `document.querySelector('main').dataset.locked`)).toBe('true');
      await terminal.until(
        'panels',
        `[...document.querySelectorAll('[data-panel]')].every(({ textContent }) => textContent.trim().length > 10)`,
      );
    }
    expect(terminal.problems).toEqual([]);
  });

  it('moves nothing while it is locked', async () => {
    const before = await terminal.ask('panels', drawn);
    await terminal.drag('panels', '[data-testid="tab-health"]', '[data-panel="orders"]');
    await terminal.drag('panels', '.dv-sash', '[data-panel="ticket"]');
    expect(await terminal.ask('panels', drawn)).toEqual(before);
    await terminal.click('panels', 'link-health');
    await terminal.until('panels', there('close-health'));
    expect(
      await terminal.ask(
        'panels',
        `document.querySelector('[data-testid="close-health"]').dataset.disabled !== undefined`,
      ),
    ).toBe(true);
    await terminal.ask(
      'panels',
      `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))`,
    );
    await terminal.until('panels', `!(${there('close-health')})`);
  });

  it('docks a dragged tab behind another, and beside another, once it is unlocked', async () => {
    await choose('layout-menu', 'layout-lock');
    await terminal.until('panels', `document.querySelector('main').dataset.locked === 'false'`);
    await terminal.drag('panels', '[data-testid="tab-health"]', '[data-panel="profit"]');
    await expect
      .poll(() => layout('arbitrage'), { timeout: 20_000 })
      .toEqual(['opportunities', 'profit+health', 'orders+detail+imports', 'ticket', 'alerts']);
    await terminal.drag('panels', '[data-testid="tab-imports"]', '[data-panel="opportunities"]', { x: 0.95, y: 0.5 });
    await expect
      .poll(() => layout('arbitrage'), { timeout: 20_000 })
      .toEqual(['opportunities', 'imports', 'profit+health', 'orders+detail', 'ticket', 'alerts']);
    await terminal.until('panels', `${drawn}.length === 6`);
  });

  it('comes back after a restart as it was left: layout, lock, workspace and window', async () => {
    const bounds = { x: 120, y: 40, width: 1400, height: 860 };
    await terminal.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
    const stood = (): unknown => JSON.parse(readFileSync(file, 'utf8')).windows.terminal?.bounds;
    await expect.poll(stood, { timeout: 20_000 }).toMatchObject({ width: 1400, height: 860 });
    const before = layout('arbitrage');
    await terminal.close();
    await start();
    await terminal.until('panels', `${drawn}.length === 6`);
    expect(await terminal.ask('panels', drawn)).toEqual([
      'alerts',
      'detail',
      'health',
      'imports',
      'opportunities',
      'ticket',
    ]);
    expect(await terminal.ask('panels', `document.querySelector('main').dataset.locked`)).toBe('false');
    const opened = await terminal.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(opened).toEqual(stood());
    expect(layout('arbitrage')).toEqual(before);
  });

  it('drops a panel that there is no more, says so, and goes on with the rest', async () => {
    await terminal.close();
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"imports"', '"crystalBall"'));
    await start();
    await terminal.until('panels', `/There is no panel "crystalBall"/.test(document.body.textContent)`);
    await terminal.until('panels', `${drawn}.includes('detail') && ${drawn}.includes('ticket')`);
    expect(await terminal.ask('panels', `${drawn}.includes('imports')`)).toBe(false);
  });

  it('shows the last good one where the file cannot be read', async () => {
    // A layout of this test's own, so that the starters are not taken for it.
    await terminal.click('panels', 'workspace-research');
    await expect.poll(() => kept().active, { timeout: 20_000 }).toBe('research');
    await terminal.close();
    writeFileSync(file, '{"version":2,"arrangement":{"wor');
    await start();
    await terminal.until('panels', `/The saved layout could not be read/.test(document.body.textContent)`);
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="workspace-research"]').ariaCurrent === 'page'`,
    );
    expect(readFileSync(join(folder.path, 'workspace.unreadable.json'), 'utf8')).toMatch(/wor$/);
  });

  it('adds a workspace of an own name, docks what it lacks by its key, and removes it', async () => {
    await choose('layout-menu', 'workspace-add');
    await terminal.until('panels', there('workspace-name'));
    await terminal.ask('panels', `document.querySelector('[data-testid="workspace-name"]').focus()`);
    await terminal.ask('panels', `document.execCommand('insertText', false, 'Night')`);
    await terminal.click('panels', 'workspace-name-done');
    const place = `workspace-own-${starterWorkspaces.length + 1}`;
    await terminal.until('panels', there(place));
    expect(await terminal.text('panels', place)).toBe('Night');
    const withTicket = starterWorkspaces.map(({ docked }) => panelsOf(docked).includes('ticket'));
    await terminal.ask(
      'panels',
      `window.dispatchEvent(new KeyboardEvent('keydown', { key: '2', code: 'Digit2', altKey: true, bubbles: true }))`,
    );
    await terminal.until('panels', `${drawn}.includes('ticket')`);
    await expect
      .poll(() => kept().workspaces.map(({ docked }) => panelsOf(docked).includes('ticket')), { timeout: 20_000 })
      .toEqual([...withTicket, true]);
    await choose('layout-menu', 'workspace-remove');
    await expect.poll(() => kept().workspaces.length, { timeout: 20_000 }).toBe(starterWorkspaces.length);
    expect(terminal.problems).toEqual([]);
  });
});
