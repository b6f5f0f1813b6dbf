import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeIndicator } from '../../app/indicators/computeIndicator.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const canvas = `document.querySelector('[data-testid="chart-canvas"]')?.dataset`;
const value = (study: string): string =>
  `document.querySelector('[data-study^="${study}"] [data-value]')?.dataset.value`;

/** The same trades at each run. */
const options = ['--seed', '91'];

describe('indicators, drawings and price alerts', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  const start = async (): Promise<void> => {
    terminal = await startTerminal(folder.path, options);
    await terminal.until('panels', there('workspace-research'));
    await terminal.click('panels', 'workspace-research');
    await terminal.until('panels', `${canvas}?.phase === 'ready' && Number(${canvas}.bars) > 0`, 120_000);
    await terminal.click('panels', 'chart-1s');
    await terminal.until('panels', `${canvas}?.interval === '1s' && ${canvas}.phase === 'ready'`);
  };
  const chooseStudy = async (words: string): Promise<void> => {
    await terminal.write('study-search', words);
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="study-choice"][data-selected="true"]') !== null`,
    );
    await terminal.pressKey('Enter');
  };
  const kept = (): { symbols: { marks: { studies: unknown[]; drawings: unknown[] } }[] } =>
    JSON.parse(readFileSync(join(folder.path, 'charts.json'), 'utf8'));

  const rules = (): { condition: string; enabled: boolean; once: boolean }[] =>
    JSON.parse(readFileSync(join(folder.path, 'settings.json'), 'utf8')).alerts.rules.filter(
      ({ topic }: { topic: string }) => topic === 'prices',
    );

  beforeAll(start);
  afterAll(async () => {
    await terminal?.close();
    folder.remove();
  });

  it('computes what is chosen in the core, on load and with each new bar, and shows nothing before its first value', async () => {
    await terminal.click('panels', 'chart-indicators');
    await chooseStudy('relative strength');
    await terminal.until('panels', `${canvas}.studies === '1'`);
    await chooseStudy('simple moving');
    await terminal.until('panels', `${canvas}.studies === '2'`);
    await terminal.click('panels', 'chart-indicators');
    await terminal.until('panels', `Number(${value('talib rsi')}) >= 0`, 120_000);
    // What the stream says of the newest bar is what the core computes of all bars that the engine answers with.
    await expect
      .poll(
        async () => {
          const { closes, shown, last } = (await terminal.ask(
            'panels',
            `(async () => {
              const [, pool] = ${canvas}.series.split(' ');
              const { value } = await syndicate.chartPage({ source: { kind: 'pool', pool }, interval: '1s', beforeMs: null, count: 2000 });
              return { closes: [...value.columns.close], last: String(value.columns.timeS.at(-1)) === ${canvas}.last, shown: Number(${value('talib rsi')}) };
            })()`,
          )) as { closes: number[]; shown: number; last: boolean };
          const wanted = computeIndicator('talib', 'rsi', [Float64Array.from(closes)], [14]).outputs[0]?.at(-1) ?? -1;
          return last && Math.abs(wanted - shown) < 1e-6;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    expect(kept().symbols[0]?.marks.studies).toHaveLength(2);
    expect(terminal.problems).toEqual([]);
  });

  it('keeps what is drawn, and says once that a price was reached', async () => {
    const taken = `document.querySelector('[data-testid="tool-level"][aria-pressed="true"]') !== null`;
    // A click is an input event, which arrives later than what is asked by script.
    if (!(await terminal.ask('panels', taken))) await terminal.click('panels', 'tool-level');
    await terminal.until('panels', taken);
    await terminal.ask(
      'panels',
      `(() => {
        const target = document.querySelector('[data-testid="chart-canvas"] canvas');
        const { left, top, width, height } = target.getBoundingClientRect();
        const place = { clientX: left + width / 2, clientY: top + height / 3, bubbles: true, cancelable: true, button: 0 };
        for (const type of ['mousedown', 'mouseup']) target.dispatchEvent(new MouseEvent(type, place));
      })()`,
    );
    await terminal.until('panels', `${canvas}.drawings === '1'`);
    await terminal.click('panels', 'chart-drawn');
    for (const share of [1.000_001, 0.999_999]) {
      await terminal.until('panels', there('mark-price'));
      await terminal.ask(
        'panels',
        `(() => { const field = document.querySelector('[data-testid="mark-price"]'); field.focus(); document.execCommand('selectAll'); document.execCommand('insertText', false, String(Number(field.value) * ${share})); })()`,
      );
      await terminal.click('panels', 'add-alert');
    }
    await terminal.until('panels', `document.querySelectorAll('[data-testid="alert"]').length === 2`);
    expect(rules().map(({ once }) => once)).toEqual([true, true]);
    // It is an alert like any other: on the chart, in the list of what fired, and off once it has spoken.
    await terminal.until(
      'panels',
      `[...document.querySelectorAll('[data-testid="alert-standing"]')].some(({ textContent }) => textContent.startsWith('reached '))`,
      120_000,
    );
    await expect.poll(() => rules().some(({ enabled }) => !enabled)).toBe(true);
    const fired = await terminal.ask(
      'panels',
      `syndicate.alerts({}).then(({ value }) => value.firings.filter(({ topic }) => topic === 'prices').map(({ text }) => text))`,
    );
    expect(fired).toContainEqual(expect.stringMatching(/ · price [\d.]+$/));
    await terminal.shoot('chart-marks');
    expect(terminal.problems).toEqual([]);
  });

  it('has all of it again after a restart, and does not say again what was said', async () => {
    const [before, rulesBefore] = [kept(), rules()];
    await terminal.close();
    await start();
    await terminal.until('panels', `${canvas}.studies === '2' && ${canvas}.drawings === '1'`);
    expect(kept().symbols[0]?.marks.drawings).toEqual(before.symbols[0]?.marks.drawings);
    for (const rule of rulesBefore.filter(({ enabled }) => !enabled)) expect(rules()).toContainEqual(rule);
    await terminal.click('panels', 'chart-drawn');
    await terminal.until('panels', `document.querySelectorAll('[data-testid="alert"]').length === 2`);
    await terminal.click('panels', 'chart-drawn');
    await terminal.click('panels', 'chart-invert');
    await terminal.until('panels', `${canvas}.series.endsWith('inverted') && ${canvas}.drawings === '0'`);
    expect(terminal.problems).toEqual([]);
  });
});
