import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

const text = (testId: string): string => `document.querySelector('[data-testid="${testId}"]')?.textContent`;
const settings = (folder: string): { tradingState: string } =>
  JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));

const orders = `document.querySelectorAll('[data-testid="order-row"]').length`;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the pages of a PDF say: its text is written as hexadecimal strings in deflated streams. */
function pdfText(pdf: Buffer): string {
  const streams = pdf.toString('latin1').matchAll(/FlateDecode.*?stream\r?\n(.*?)endstream/gs);
  const drawn = [...streams].map(([, packed = '']) => inflateSync(Buffer.from(packed, 'latin1')).toString('latin1'));
  const strings = drawn.join('\n').matchAll(/<([0-9A-Fa-f]+)> Tj/g);
  return [...strings].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join('\n');
}

describe('the terminal', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '11']);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('opens on the embedded chain, says so, and shows what it finds', async () => {
    await terminal.until('panels', `${text('mode-badge')}?.includes('DEVNET')`);
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 3`, 90_000);
    expect(await terminal.text('panels', 'trading-state')).toMatch(/active/i);
    expect(await terminal.text('panels', 'books-state')).toContain('chain');
  });

  it('keeps pages away from node, the network and each other', async () => {
    expect(await terminal.ask('panels', 'typeof process + typeof require')).toBe('undefinedundefined');
    expect(
      await terminal.ask('panels', `fetch('http://127.0.0.1:1/').then(() => 'reached', (error) => error.name)`),
    ).toBe('TypeError');
    expect(await terminal.ask('panels', `typeof window.syndicateApprove`)).toBe('undefined');
    const preferences = await terminal.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const { sandbox, contextIsolation, nodeIntegration } = (
          contents as unknown as {
            getLastWebPreferences(): { sandbox?: boolean; contextIsolation?: boolean; nodeIntegration?: boolean };
          }
        ).getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration };
      }),
    );
    expect(preferences.length).toBeGreaterThanOrEqual(2);
    for (const each of preferences)
      expect(each).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('rejects by Backspace and lands an arbitrage approved by Enter, with nothing but keys', async () => {
    const article = `document.querySelector('article')`;
    const armed = `document.querySelector('[data-testid="approve-button"]:not(:disabled)') !== null`;
    const keyboardIn = async (page: string): Promise<void> => {
      const end = Date.now() + 5_000;
      while ((await terminal.keyboardPage()) !== page) {
        expect(Date.now(), `the keyboard is not in ${page}`).toBeLessThan(end);
        await pause(50);
      }
    };
    await keyboardIn('panels');
    await terminal.until('approve', `${article} !== null`, 90_000);
    expect(await terminal.pressKey('Return')).toBe('panels');
    expect(await terminal.pressKey('F8')).toBe('panels');
    await keyboardIn('approve');
    await terminal.pressKey('Escape');
    await keyboardIn('panels');
    await terminal.pressKey('F8');
    await keyboardIn('approve');
    await terminal.pressKey('F8');
    await keyboardIn('panels');
    expect(await terminal.ask('panels', orders)).toBe(0);

    await terminal.pressKey('F8');
    await keyboardIn('approve');
    const rejected = `[...document.querySelectorAll('[data-testid="opportunity-row"]')].some((row) => /you rejected it/.test(row.textContent))`;
    const rejectedBy = Date.now() + 60_000;
    while ((await terminal.ask('panels', rejected)) !== true) {
      expect(Date.now()).toBeLessThan(rejectedBy);
      if ((await terminal.ask('approve', `${article} !== null`)) === true) await terminal.pressKey('Backspace');
      await pause(200);
    }
    expect(await terminal.ask('panels', orders)).toBe(0);

    const landed = `[...document.querySelectorAll('[data-testid="order-row"]')].some((row) => /landed/i.test(row.textContent))`;
    const landedBy = Date.now() + 120_000;
    while ((await terminal.ask('panels', landed)) !== true) {
      expect(Date.now()).toBeLessThan(landedBy);
      if ((await terminal.ask('approve', armed)) === true) expect(await terminal.pressKey('Return')).toBe('approve');
      await pause(200);
    }
    await terminal.until('panels', `${text('books-state')}?.includes('= chain')`);
    expect(await terminal.text('panels', 'net-today')).not.toMatch(/^0 /);
  });

  it('exports the run report as JSON, CSV and PDF, each with its mode and one net figure', async () => {
    const underWay = `[...document.querySelectorAll('[data-testid="order-row"]')].some((row) => /intended|signed|submitted/.test(row.textContent))`;
    await terminal.until('panels', `!${underWay}`);
    const [json, csv, pdf] = [await exported('json'), await exported('csv'), await exported('pdf')];
    const report = JSON.parse(String(json));
    expect(report.mode).toBe('DEVNET');
    expect(report.net).toMatch(/^-?0\.\d*[1-9]/);
    expect(report.counts.landed).toBeGreaterThan(0);
    const [header, ...lines] = String(csv).trim().split(/\r?\n/);
    expect(header).toBe('mode,epoch,section,item,field,value');
    expect(lines.filter((line) => !line.startsWith('DEVNET,'))).toEqual([]);
    expect(lines).toContain(`DEVNET,${report.epoch},run,,net,${report.net}`);
    expect(pdf.subarray(0, 4).toString()).toBe('%PDF');
    for (const words of ['DEVNET', 'Run report', report.epoch]) expect(pdfText(pdf)).toContain(words);
  });

  async function exported(format: 'json' | 'csv' | 'pdf'): Promise<Buffer> {
    const path = join(folder.path, `report.${format}`);
    await terminal.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
    const answer = await terminal.ask('panels', `window.syndicate.exportReport({ format: '${format}' })`);
    expect(answer).toEqual({ ok: true, value: { path } });
    return readFileSync(path);
  }

  it('halts by F12 while the page is frozen, in the engine and on disk', async () => {
    const frozenMs = 6_000;
    const frozen = terminal.ask(
      'panels',
      `(() => { const end = Date.now() + ${frozenMs}; while (Date.now() < end); return true; })()`,
    );
    await pause(500);
    const pressedAt = Date.now();
    await terminal.press('panels', 'F12');
    while (settings(folder.path).tradingState !== 'halted') {
      expect(Date.now() - pressedAt).toBeLessThan(frozenMs - 1_500);
      await pause(20);
    }
    await frozen;
    await terminal.until('panels', `/halted/i.test(${text('trading-state')})`);
    const sent = await terminal.ask('panels', orders);
    await pause(3_000);
    expect(await terminal.ask('panels', orders)).toBe(sent);
  });

  it('comes back halted after a restart, with its approve mode and equal books', async () => {
    await terminal.close();
    terminal = await startTerminal(folder.path, ['--seed', '12']);
    await terminal.until('panels', `/halted/i.test(${text('trading-state')})`, 90_000);
    await terminal.until('panels', `${text('books-state')}?.includes('= chain')`, 90_000);
    expect(await terminal.text('panels', 'strategy-mode')).toMatch(/approve/i);
  });
});
