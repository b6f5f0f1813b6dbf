import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeIndicator } from '../../app/indicators/computeIndicator.ts';
import { type Held, heldBy } from './heldBy.ts';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

const canvas = `document.querySelector('[data-testid="chart-canvas"]')?.dataset`;
const there = (selector: string): string => `document.querySelector('${selector}') !== null`;
const value = (study: string): string =>
  `document.querySelector('[data-study^="${study}"] [data-value]')?.dataset.value`;

/** The same trades at each run. */
const options = ['--seed', '91'];

const changes = 60;

describe('indicators, drawings and price alerts', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  const start = async (): Promise<void> => {
    terminal = await startTerminal(folder.path, options);
    await terminal.until('panels', there('[data-testid="workspace-research"]'));
    await terminal.click('panels', 'workspace-research');
    await terminal.until('panels', `${canvas}?.phase === 'ready' && Number(${canvas}.bars) > 0`, 120_000);
    await terminal.click('panels', 'chart-1s');
    await terminal.until('panels', `${canvas}?.interval === '1s' && ${canvas}.phase === 'ready'`);
  };
  const chooseStudy = async (words: string): Promise<void> => {
    await terminal.until('panels', there('[data-testid="study-search"]'));
    await terminal.ask(
      'panels',
      `document.querySelector('[data-testid="study-search"]').focus(); document.execCommand('selectAll'); document.execCommand('insertText', false, ${JSON.stringify(words)})`,
    );
    await terminal.until('panels', there('[data-testid="study-choice"][data-selected="true"]'));
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
    const taken = there('[data-testid="tool-level"][aria-pressed="true"]');
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
      await terminal.until('panels', there('[data-testid="mark-price"]'));
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
    const shots = process.env.SYNDICATE_SHOTS;
    if (shots !== undefined) await terminal.screenshot(join(shots, 'chart-marks.png'));
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

  it('holds nothing of symbols that are no longer shown', async () => {
    const keys = (await terminal.ask(
      'panels',
      `syndicate.chartSeries({}).then(({ value }) => value.series.slice(0, 3).map(({ source }) => 'pool ' + source.pool))`,
    )) as string[];
    expect(keys).toHaveLength(3);
    const change = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i += 1) {
        const key = keys[i % keys.length];
        const choice = `document.querySelector('[data-testid="chart-choice"][data-key="${key}"]')`;
        await terminal.ask('panels', `document.querySelector('[data-testid="chart-series"]').click()`);
        await terminal.until('panels', `${choice} !== null`);
        await terminal.ask('panels', `${choice}.click()`);
        await terminal.until('panels', `${canvas}?.series.startsWith('${key}') && ${canvas}.phase === 'ready'`);
      }
    };
    await change(12);
    const before = await settled(terminal);
    await change(changes);
    // Other panels go on beside it, and what is asked for is forgotten a while after: the least that is seen counts.
    await expect
      .poll(
        async () => {
          const after = await heldBy(terminal);
          const grown = { nodes: after.nodes - before.nodes, listeners: after.listeners - before.listeners };
          console.log(`over ${changes} symbols: ${JSON.stringify({ before, ...grown })}`);
          return grown.nodes < 5 * changes && grown.listeners < changes;
        },
        { timeout: 90_000, interval: 3_000 },
      )
      .toBe(true);
    expect(terminal.problems).toEqual([]);
  });
});

/** What the page holds once its tables are full: the most that was seen when three readings in a row bring little more. */
async function settled(terminal: TerminalApp): Promise<Held> {
  let most = await heldBy(terminal);
  for (let reading = 0, still = 0; reading < 40 && still < 3; reading += 1) {
    await terminal.ask('panels', 'new Promise((done) => setTimeout(done, 2_000))');
    const now = await heldBy(terminal);
    still = now.nodes > most.nodes * 1.02 ? 0 : still + 1;
    if (now.nodes > most.nodes) most = now;
  }
  return most;
}
