import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const theme = `JSON.stringify([document.documentElement.dataset.appearance, document.documentElement.dataset.palette])`;

describe('the window', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '21']);
    await terminal.until('panels', there('approve-slot'));
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('shows no menu bar, and the keys of its menus work', async () => {
    const facts = (): Promise<{ bar: boolean; zoom: number; labels: string[] }> =>
      terminal.app.evaluate(({ BrowserWindow, Menu }) => {
        const window = BrowserWindow.getAllWindows()[0];
        const menus = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
        return {
          bar: window?.isMenuBarVisible() ?? true,
          zoom: window?.webContents.getZoomLevel() ?? 0,
          labels: menus.flatMap(({ label, accelerator }) => (accelerator ? [`${accelerator} ${label}`] : [])),
        };
      });
    const before = await facts();
    expect(before.bar).toBe(false);
    expect(before.labels).toContain('F12 Halt all trading');
    expect(before.labels).toContain('F8 Keyboard to the approve view and back');
    // Main takes F12 and F8 itself; a key that only a menu has proves the accelerators.
    await terminal.pressKey('-', ['control']);
    await expect.poll(async () => (await facts()).zoom, { timeout: 5_000 }).toBeLessThan(before.zoom);
    await terminal.pressKey('0', ['control']);
    await expect.poll(async () => (await facts()).zoom, { timeout: 5_000 }).toBe(before.zoom);
    await terminal.pressKey('F12');
    await terminal.until(
      'panels',
      `/halted/i.test(document.querySelector('[data-testid="trading-state"]')?.textContent)`,
    );
  });

  it('shows everything again when its renderer is killed', async () => {
    const rows = `document.querySelectorAll('[data-testid="opportunity-row"]').length > 0`;
    const renderer = (): Promise<number> =>
      terminal.app.evaluate(
        ({ webContents }) =>
          webContents
            .getAllWebContents()
            .find((contents) => contents.getURL().startsWith('syndicate://panels/'))
            ?.getOSProcessId() ?? 0,
      );
    await terminal.until('panels', rows);
    const before = await renderer();
    expect(before).toBeGreaterThan(0);
    process.kill(before, 'SIGKILL');
    await expect.poll(renderer, { timeout: 20_000 }).not.toBe(before);
    await terminal.until('panels', rows);
    expect(await terminal.text('panels', 'mode-badge')).toBe('DEVNET');
  });

  it('gives the approve view the theme of the panels, and remembers it', async () => {
    await terminal.until('approve', `${theme} === '["dark","standard"]'`);
    await terminal.command('Light theme');
    await terminal.until('approve', `${theme} === '["light","standard"]'`);
    await terminal.command('Colour-blind');
    await terminal.until('approve', `${theme} === '["light","colourBlind"]'`);
    expect(await terminal.ask('panels', theme)).toBe('["light","colourBlind"]');
    expect(await terminal.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('light');
    const refused = await terminal.ask(
      'panels',
      `window.syndicate.followTheme({ appearance: 'neon', palette: 'standard' })`,
    );
    expect(refused).toMatchObject({ ok: false, code: 'REQUEST_MALFORMED' });

    await terminal.close();
    terminal = await startTerminal(folder.path, ['--seed', '22']);
    await terminal.until('approve', `${theme} === '["light","colourBlind"]'`);
  });
});
