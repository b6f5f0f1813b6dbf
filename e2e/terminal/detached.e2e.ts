import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workspaces } from '../../app/contract/workspace.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const drawn = `[...document.querySelectorAll('[data-panel]')].map(({ dataset }) => dataset.panel).sort()`;
const docked = ['health', 'opportunities', 'orders', 'profit', 'ticket'];

describe('a detached panel', () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'workspace.json');
  let terminal: TerminalApp;

  const start = async (): Promise<void> => {
    terminal = await startTerminal(folder.path, ['--seed', '73']);
    await terminal.until('panels', `${drawn}.length > 0`);
  };
  const kept = (): Workspaces['workspaces'][number] | undefined =>
    (JSON.parse(readFileSync(file, 'utf8')).arrangement as Workspaces).workspaces[0];
  const choose = async (page: 'panels' | 'detached', menu: string, item: string): Promise<void> => {
    await terminal.click(page, menu);
    await terminal.until(page, there(item));
    await terminal.click(page, item);
  };
  /** The windows by what their pages begin with; the detached one may be gone. */
  const windows = (): Promise<string[]> =>
    terminal.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter((window) => !window.isDestroyed())
        .map(({ webContents }) => webContents.getURL())
        .sort(),
    );

  beforeAll(start);
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('moves to a window of its own, with its own stream, its mode and the stop', async () => {
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 3`, 90_000);
    await choose('panels', 'link-opportunities', 'detach-opportunities');
    await terminal.until('detached', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 3`);
    expect(await terminal.text('detached', 'mode-badge')).toBe('DEVNET');
    expect(await terminal.ask('detached', 'document.title')).toBe('Opportunities · Syndicate');
    expect(await terminal.ask('panels', drawn)).toEqual(docked.filter((id) => id !== 'opportunities'));
    await expect.poll(() => kept()?.detached, { timeout: 20_000 }).toEqual(['opportunities']);
  });

  it('may stop, and ask for little else', async () => {
    const bridge = await terminal.ask(
      'detached',
      `[...Object.keys(window.syndicate), ...Object.keys(window.syndicateDetached)].sort().join(' ')`,
    );
    expect(bridge).toBe(
      'alerts chartBar chartMarks chartPage chartProfile chartSeries chartStudies chooseGroup copyDiagnostics disk dock engineHealth halt keepAlertRule keepChartMarks link logLines onAlertRules onChartMarks onLink onView processes removeAlertRule studyCatalogue',
    );
    expect(await terminal.ask('detached', `typeof window.syndicateApprove + typeof process + typeof require`)).toBe(
      'undefinedundefinedundefined',
    );
    const refused = await terminal.ask(
      'detached',
      `window.syndicate.link({ group: 1, subject: null, driver: 'ticket' }).then(({ code }) => code)`,
    );
    expect(refused).toBe('LINK_FORBIDDEN');
    const preferences = await terminal.app.evaluate(({ webContents }) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().includes('/detached/'));
      const { sandbox, contextIsolation, nodeIntegration } = (
        page as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('drives its link group in the terminal, and follows it from there', async () => {
    await terminal.click('detached', 'route-token');
    await terminal.until('panels', there('through-chip'));
    expect(
      await terminal.ask('detached', `document.querySelector('[data-testid="link-opportunities"]').dataset.driver`),
    ).toBe('true');
    await terminal.click('panels', 'through-chip');
    await terminal.until(
      'detached',
      `document.querySelector('[data-testid="link-opportunities"]').dataset.driver === 'false'`,
    );
    await choose('detached', 'link-opportunities', 'group-3');
    await terminal.until(
      'detached',
      `document.querySelector('[data-testid="link-opportunities"]').dataset.group === '3'`,
    );
    await expect.poll(() => kept()?.links.opportunities, { timeout: 20_000 }).toBe(3);
  });

  it('has the theme of the terminal at once', async () => {
    await terminal.command('Light theme');
    await terminal.until('detached', `document.documentElement.dataset.appearance === 'light'`);
  });

  it('goes with its workspace, and comes back with it', async () => {
    await terminal.click('panels', 'workspace-research');
    await expect.poll(async () => (await windows()).length, { timeout: 20_000 }).toBe(1);
    await terminal.click('panels', 'workspace-arbitrage');
    await terminal.until('detached', there('dock'));
    expect(await terminal.ask('panels', drawn)).toEqual(docked.filter((id) => id !== 'opportunities'));
  });

  it('opens again after a restart, where it stood and as large as it was', async () => {
    const stood = (): { width?: number; height?: number } | undefined =>
      JSON.parse(readFileSync(file, 'utf8')).windows.detached['arbitrage/opportunities']?.bounds;
    await terminal.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('/detached/'))
        ?.setBounds({ x: 300, y: 200, width: 700, height: 400 }),
    );
    await expect.poll(stood, { timeout: 20_000 }).toMatchObject({ width: 700, height: 400 });
    await terminal.close();
    await start();
    await terminal.until('detached', there('dock'));
    const bounds = await terminal.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('/detached/'))
        ?.getBounds(),
    );
    expect(bounds).toEqual(stood());
  });

  it('shows everything again when its renderer is killed', async () => {
    const rows = `document.querySelectorAll('[data-testid="opportunity-row"]').length > 3`;
    const renderer = (): Promise<number> =>
      terminal.app.evaluate(
        ({ webContents }) =>
          webContents
            .getAllWebContents()
            .find((contents) => contents.getURL().includes('/detached/'))
            ?.getOSProcessId() ?? 0,
      );
    await terminal.until('detached', rows, 90_000);
    const before = await renderer();
    expect(before).not.toBe(
      await terminal.app.evaluate(
        ({ webContents }) =>
          webContents
            .getAllWebContents()
            .find((contents) => contents.getURL().endsWith('panels/index.html'))
            ?.getOSProcessId() ?? 0,
      ),
    );
    process.kill(before, 'SIGKILL');
    await expect.poll(renderer, { timeout: 20_000 }).not.toBe(before);
    await terminal.until('detached', rows);
  });

  it('is docked again where it was, by its button and by closing its window', async () => {
    await terminal.click('detached', 'dock');
    await terminal.until('panels', `${drawn}.includes('opportunities')`);
    await expect.poll(async () => (await windows()).length, { timeout: 20_000 }).toBe(1);
    await choose('panels', 'link-health', 'detach-health');
    await terminal.until('detached', there('dock'));
    await terminal.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('/detached/'))
        ?.close(),
    );
    await terminal.until('panels', `JSON.stringify(${drawn}) === '${JSON.stringify(docked)}'`);
    await expect.poll(() => kept()?.detached, { timeout: 20_000 }).toEqual([]);
    expect(terminal.problems).toEqual([]);
  });

  it('halts by F12 in its window', async () => {
    await choose('panels', 'link-profit', 'detach-profit');
    await terminal.until('detached', there('halt-button'));
    await terminal.press('detached', 'F12');
    await terminal.until(
      'panels',
      `/halted/i.test(document.querySelector('[data-testid="trading-state"]')?.textContent)`,
    );
    await terminal.until(
      'detached',
      `document.querySelector('[data-testid="halt-button"]').textContent.startsWith('HALTED')`,
    );
  });
});
