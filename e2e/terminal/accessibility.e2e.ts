import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { panelIds } from '../../app/contract/workspace.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rows in a grid that has the keyboard: its arrows move the selection and the rows with it, so they are no stop of their own. */
const scrolledByGrid = `document.querySelector(target[0])?.matches('[role="grid"][tabindex="0"] [role="rowgroup"]')`;

/** What axe finds in an element, in words: each rule with the first places it names. */
const findings = (selector: string): string => `axe.run(document.querySelector('${selector}'), {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  rules: { region: { enabled: false } },
}).then(({ violations }) => violations.map(({ id, help, nodes }) => ({
  id, help, nodes: nodes.filter(({ target }) => id !== 'scrollable-region-focusable' || !${scrolledByGrid}),
})).filter(({ nodes }) => nodes.length > 0).map(({ id, help, nodes }) =>
  id + ': ' + help + ' ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`;

describe('for everybody', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '91']);
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 2`, 120_000);
    await terminal.ask('panels', `${axe}; true`);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });
  it.each(panelIds.map((id) => [id]))('axe finds nothing in %s', async (id) => {
    const title = await terminal.ask(
      'panels',
      `document.querySelector('[data-testid="tab-${id}"]')?.textContent ?? null`,
    );
    if (title === null) await terminal.click('panels', 'workspace-research');
    const isHere = await terminal.ask('panels', there(`tab-${id}`));
    if (isHere) await terminal.click('panels', `tab-${id}`);
    else await openByMenu(id);
    await terminal.until('panels', `document.querySelector('[data-panel="${id}"]')?.textContent.trim().length > 3`);
    expect(await terminal.ask('panels', findings(`[data-panel="${id}"]`))).toEqual([]);
  });

  const openByMenu = async (id: string): Promise<void> => {
    await terminal.click('panels', 'layout-menu');
    await terminal.until('panels', there(`add-${id}`));
    await terminal.click('panels', `add-${id}`);
  };

  it('axe finds nothing in the tools of a chart', async () => {
    await terminal.click('panels', 'workspace-research');
    // Every panel was added to it above: too many to give a chart the room for its tools.
    await terminal.click('panels', 'layout-menu');
    await terminal.until('panels', there('layout-anew'));
    await terminal.click('panels', 'layout-anew');
    await terminal.until('panels', there('tab-chart'));
    await terminal.click('panels', 'tab-chart');
    for (const [button, content] of [
      ['chart-indicators', 'study-choice'],
      ['chart-drawn', 'mark-price'],
    ] as const) {
      await terminal.until('panels', there(button), 120_000);
      await terminal.click('panels', button);
      await terminal.until('panels', there(content));
      expect(await terminal.ask('panels', findings('[data-panel="chart"]'))).toEqual([]);
      await terminal.click('panels', button);
    }
  });

  it('axe finds nothing in the whole window, in any palette', async () => {
    for (const words of ['light theme', 'colour-blind palette', 'dark theme', 'colour-blind palette']) {
      await terminal.command(words);
      expect([words, await terminal.ask('panels', findings('html'))]).toEqual([words, []]);
    }
  });

  it('axe finds nothing in the palette, the help and the keys', async () => {
    await terminal.pressKey('K', ['control']);
    await terminal.until('panels', `document.querySelector('[cmdk-input]') !== null`);
    expect(await terminal.ask('panels', findings('[role="dialog"]'))).toEqual([]);
    await terminal.shoot('palette');
    await terminal.pressKey('K', ['control']);
    await terminal.until('panels', `document.querySelector('[cmdk-input]') === null`);
    await terminal.pressKey('F1');
    await terminal.until('panels', `document.querySelector('[role="dialog"]') !== null`);
    expect(await terminal.ask('panels', findings('[role="dialog"]'))).toEqual([]);
    await terminal.shoot('help');
    await terminal.pressKey('F1');
    await terminal.until('panels', `document.querySelector('[role="dialog"]') === null`);
    await terminal.command('change keys');
    await terminal.until('panels', there('keys-lock'));
    expect(await terminal.ask('panels', findings('[role="dialog"]'))).toEqual([]);
  });

  it('binds keys, refuses those in use, and keeps them', async () => {
    await terminal.click('panels', 'keys-lock');
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="keys-lock"]').textContent === 'Press the keys'`,
    );
    await terminal.pressKey('K', ['control']);
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="keys-refused"]').textContent.startsWith('Ctrl K is the key of')`,
    );
    await terminal.click('panels', 'keys-lock');
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="keys-lock"]').textContent === 'Press the keys'`,
    );
    await terminal.pressKey('L', ['control']);
    await terminal.until('panels', `document.querySelector('[data-testid="keys-lock"]').textContent === 'Ctrl L'`);
    await terminal.shoot('keys');
    await terminal.press('panels', 'Escape');
    await terminal.until('panels', `document.querySelector('[role="dialog"]') === null`);
    const locked = `document.querySelector('main').dataset.locked`;
    const before = await terminal.ask('panels', locked);
    await terminal.pressKey('L', ['control']);
    await terminal.until('panels', `${locked} !== '${String(before)}'`);
    await terminal.pressKey('L', ['control']);
    await terminal.until('panels', `${locked} === '${String(before)}'`);
    expect(await terminal.ask('panels', `localStorage.getItem('syndicate.preferences')`)).toContain(
      '"lock":"Control+KeyL"',
    );
  });

  it('finds a token by its symbol and shows what goes through it', async () => {
    await terminal.pressKey('K', ['control']);
    await terminal.until('panels', `document.querySelector('[cmdk-input]') !== null`);
    await terminal.ask(
      'panels',
      `(() => { const field = document.querySelector('[cmdk-input]');
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, 'weth');
        field.dispatchEvent(new Event('input', { bubbles: true })); return true; })()`,
    );
    await terminal.until(
      'panels',
      `[...document.querySelectorAll('[cmdk-item]')].some(({ dataset }) => dataset.value.startsWith('token 0x'))`,
    );
    await terminal.shoot('palette-search');
    await terminal.press('panels', 'Escape');
    await terminal.until('panels', `document.querySelector('[cmdk-input]') === null`);
  });

  it('is drawn larger and smaller, and keeps the approve view where it belongs', async () => {
    const ratio = 'window.devicePixelRatio';
    const before = Number(await terminal.ask('panels', ratio));
    await terminal.command('everything larger');
    await terminal.until('panels', `Math.abs(${ratio} / ${before} - 1.1) < 0.02`);
    for (let step = 0; step < 6; step += 1) await terminal.command('everything larger');
    await terminal.until('panels', `Math.abs(${ratio} / ${before} - 1.5) < 0.02`);
    await terminal.shoot('scale-150');
    expect(await terminal.ask('panels', `document.documentElement.scrollWidth <= window.innerWidth`)).toBe(true);
    for (let step = 0; step < 7; step += 1) await terminal.command('everything smaller');
    await terminal.until('panels', `Math.abs(${ratio} / ${before} - 0.8) < 0.02`);
    await terminal.shoot('scale-80');
    expect(terminal.problems).toEqual([]);
  });
});
