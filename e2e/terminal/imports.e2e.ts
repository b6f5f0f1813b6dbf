import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedDataFolder } from '../../app/conformance/testing/dataFolder.ts';
import { said, startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

/** A file as the recorded ones are, for machines without them: hourly bars in which one is missing and one comes twice. */
function writtenHours(folder: string): string {
  const startMs = Date.UTC(2023, 0, 1);
  const rows = Array.from({ length: 20_000 }, (_, i) => `${startMs + i * 3_600_000},10,12,9,11,5`);
  const file = join(folder, 'BTCUSDT_1h.csv.gz');
  const kept = [...rows.slice(0, 500), ...rows.slice(501, 900), ...rows.slice(899)];
  writeFileSync(file, gzipSync(['open_time_ms,open,high,low,close,volume_base', ...kept].join('\n')));
  return file;
}

describe('recorded data in the window', () => {
  const folder = temporaryFolder();
  const data = recordedDataFolder();
  const recorded = data === null ? '' : join(data, 'candles', 'binance_spot', 'BTCUSDT_1h.csv.gz');
  const isRecorded = existsSync(recorded);
  let terminal: TerminalApp;

  beforeAll(async () => {
    console.log(
      isRecorded ? 'imports a recorded file' : 'no recorded candles: imports a file of its own (set SYNDICATE_DATA)',
    );
    terminal = await startTerminal(folder.path, ['--seed', '61']);
    await terminal.until('panels', there('approve-slot'));
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  /** Main's own dialog cannot be driven: it answers with this path, as if a person had chosen it. */
  const answerDialogWith = (file: string): Promise<void> =>
    terminal.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: path === '', filePaths: path === '' ? [] : [path] });
    }, file);

  it('is reached by a key, and says that nothing is kept yet', async () => {
    await terminal.until('panels', `document.body.textContent.includes('Recorded data')`);
    await terminal.ask(
      'panels',
      `window.dispatchEvent(new KeyboardEvent('keydown', { key: '6', code: 'Digit6', altKey: true, bubbles: true }))`,
    );
    await terminal.until('panels', `document.querySelector('[data-panel="imports"]') !== null`);
    await terminal.until('panels', `document.body.textContent.includes('Nothing recorded is kept yet')`);
  });

  it('does nothing when the person calls the dialog off, and never takes a path from the page', async () => {
    await answerDialogWith('');
    await terminal.click('panels', 'import-choose');
    expect(await terminal.ask('panels', `syndicate.importJob({}).then(({ value }) => value.job)`)).toBeNull();
    const order = `{ content: { kind: 'trades' }, venue: 'v', symbol: null, columnOrder: 'named' }`;
    expect(await terminal.ask('panels', `syndicate.startImport(${order}).then(({ code }) => code)`)).toBe(
      'IMPORT_NOT_CHOSEN',
    );
    const refused = `syndicate.startImport({ ...${order}, file: '/etc/passwd' }).then(({ code }) => code)`;
    expect(await terminal.ask('panels', refused)).toBe('REQUEST_MALFORMED');
  });

  it('recognises a file, imports it with progress, and says what it found', async () => {
    const file = isRecorded ? recorded : writtenHours(folder.path);
    await answerDialogWith(file);
    await terminal.click('panels', 'import-choose');
    await terminal.until('panels', there('import-start'));
    const form = `document.querySelector('form[aria-label="Import"]')`;
    expect(await terminal.ask('panels', `${form}.textContent`)).toContain('bars of 1h');
    expect(await terminal.ask('panels', `document.querySelector('[data-testid="import-symbol"]').value`)).toBe(
      'BTCUSDT',
    );
    if (!isRecorded) {
      await terminal.ask('panels', `document.querySelector('[data-testid="import-venue"]').focus()`);
      await terminal.ask('panels', `document.execCommand('insertText', false, 'binance')`);
    }
    expect(await terminal.ask('panels', `document.querySelector('[data-testid="import-venue"]').value`)).toBe(
      'binance',
    );
    await terminal.click('panels', 'import-start');
    await terminal.until('panels', there('import-report'));
    const report = await terminal.text('panels', 'import-report');
    expect(report).toMatch(
      isRecorded ? /30.647 rows read · 30.647 stored · none skipped/ : /20.000 rows read · 19.999 stored · 1 skipped/,
    );
    expect(report).toMatch(/gap kept, flagged1/);
    expect(report).toMatch(/1 missing after 20\d\d-\d\d-\d\d \d\d:00 UTC/);
    await terminal.until('panels', said('kept-row', /BTCUSDT.*candles 1h/));
    const row = await terminal.text('panels', 'kept-row');
    expect(row).toMatch(isRecorded ? /2022-01-01 00:00.*2025-06-30/ : /2023-01-01 00:00.*2025-04-13 07:00/);
    await terminal.click('panels', 'import-dismiss');
    await terminal.until('panels', `!(${there('import-job')})`);
  });

  it('does not read the same file twice', async () => {
    await terminal.click('panels', 'import-choose');
    await terminal.until('panels', there('import-start'));
    if (!isRecorded) {
      await terminal.ask('panels', `document.querySelector('[data-testid="import-venue"]').focus()`);
      await terminal.ask('panels', `document.execCommand('insertText', false, 'binance')`);
    }
    await terminal.click('panels', 'import-start');
    await terminal.until('panels', said('import-report', /imported whole before/));
    await terminal.click('panels', 'import-dismiss');
  });

  it('can be paused, and goes on from there', async () => {
    const file = join(folder.path, 'many.csv');
    const startMs = Date.UTC(2024, 0, 1);
    const count = 1_500_000;
    const rows = Array.from({ length: count }, (_, i) => `${i},${startMs + i * 100},10.5,0.1,buy`);
    writeFileSync(file, ['id,time_ms,price,size,side', ...rows].join('\n'));
    await answerDialogWith(file);
    await terminal.click('panels', 'import-choose');
    await terminal.until('panels', there('import-start'));
    for (const [field, words] of [
      ['venue', 'kraken'],
      ['symbol', 'XBTUSD'],
    ]) {
      await terminal.ask('panels', `document.querySelector('[data-testid="import-${field}"]').focus()`);
      await terminal.ask('panels', `document.execCommand('insertText', false, '${words}')`);
    }
    await terminal.click('panels', 'import-start');
    // Pressed by the page itself, within milliseconds of the progress that it shows: a quick machine has read the file a few seconds later.
    const pauses = `new Promise((resolve) => {
      const look = setInterval(() => {
        const pause = document.querySelector('[data-testid="import-pause"]');
        if (pause === null || !(${said('import-progress', /\d+ % · .* rows · .* a second/)})) return;
        clearInterval(look);
        pause.click();
        resolve(true);
      }, 5);
    })`;
    expect(await terminal.ask('panels', pauses)).toBe(true);
    await terminal.until('panels', there('import-resume'));
    const { value } = (await terminal.ask('panels', `syndicate.importJob({})`)) as {
      value: { job: { report: { added: number } } };
    };
    expect(value.job.report.added).toBeGreaterThan(0);
    expect(value.job.report.added).toBeLessThan(count);
    await terminal.click('panels', 'import-resume');
    await terminal.until('panels', said('import-report', /1.500.000 rows read · 1.500.000 stored/), 120_000);
    await terminal.click('panels', 'import-dismiss');
    await terminal.until('panels', `!(${there('import-job')})`);
    const kept = (await terminal.ask('panels', `syndicate.keptHistory({})`)) as {
      value: { series: { symbol: string; rows: number }[] };
    };
    expect(kept.value.series.find(({ symbol }) => symbol === 'XBTUSD')?.rows).toBe(count);
  });

  it('runs in a process of its own, beside an engine that goes on', async () => {
    const processes = async (): Promise<{ name: string; pid: number; state: string }[]> => {
      const answer = (await terminal.ask('panels', `syndicate.processes({})`)) as {
        value: { name: string; pid: number; state: string }[];
      };
      return answer.value;
    };
    const all = await processes();
    expect(all.find(({ name }) => name === 'engine')?.state).toBe('running');
    expect(all.find(({ name }) => name === 'history')?.pid).toBeGreaterThan(0);
  });
});
