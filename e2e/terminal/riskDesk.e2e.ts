import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portfolioMethods } from '../../app/contract/optimisation.ts';
import { importDays, writtenDays } from './recordedDays.ts';
import { said, startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const panel = (id: string): string => `document.querySelector('[data-panel="${id}"]')`;
const shows = (id: string, words: RegExp): string => `${words}.test(${panel(id)}?.textContent ?? '')`;

/** Weights, and what is expected of them by the panel's own report. */
interface Judged {
  readonly weights: readonly number[];
  readonly expectedReturn: number;
  readonly deviation: number;
}
const none = { expectedReturn: Number.NaN, deviation: Number.NaN };

describe('the risk desk in the window', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  /** By words and Enter, as a person does. */
  async function add(symbol: string): Promise<void> {
    const before = Number(
      await terminal.ask('panels', `document.querySelectorAll('[data-testid="basket-holding"]').length`),
    );
    await expect
      .poll(
        async () => {
          if (!(await terminal.ask('panels', there('basket-search')))) await terminal.click('panels', 'basket-add');
          await terminal.until('panels', `document.activeElement?.dataset.testid === 'basket-search'`);
          await terminal.ask('panels', `document.execCommand('selectAll')`);
          await terminal.ask('panels', `document.execCommand('insertText', false, '${symbol}')`);
          return terminal.ask(
            'panels',
            `document.querySelector('[data-testid="basket-choice"][data-selected="true"]')?.textContent.includes('${symbol}') ?? false`,
          );
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(true);
    await terminal.pressKey('Enter');
    await terminal.until('panels', `document.querySelectorAll('[data-testid="basket-holding"]').length > ${before}`);
  }

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '29']);
    await terminal.until('panels', there('workspace-desk'));
    await terminal.click('panels', 'workspace-desk');
  });
  afterAll(async () => {
    await terminal?.close();
    folder.remove();
  });

  it('says what to do while nothing is chosen', async () => {
    await terminal.until('panels', shows('tailRisk', /Nothing is chosen/));
  });

  it('computes value at risk of recorded series with its backtest beside it, off the page', async () => {
    await importDays(terminal, writtenDays(folder.path, 'AAAUSD', 2), 'AAAUSD');
    await importDays(terminal, writtenDays(folder.path, 'BBBUSD', 3), 'BBBUSD');
    await add('AAAUSD');
    await add('BBBUSD');
    await terminal.until('panels', shows('tailRisk', /GJR-t/));
    await terminal.until('panels', said('sample-facts', /691 returns of 1d · 8 dropped/));
    const text = await terminal.exported('export-value-at-risk-csv');
    const lines = text
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(lines.length).toBe(13);
    const historical = Object.fromEntries(lines.slice(1, 4).map((line) => [line[2], Number(line[3])]));
    // By hand: half of each, the newest 252 returns, the thirteenth largest loss.
    const one = (await terminal.ask('panels', returnsOf(0))) as number[];
    const other = (await terminal.ask('panels', returnsOf(1))) as number[];
    const losses = one.map((value, i) => -(value + (other[i] ?? 0)) / 2).slice(-252);
    const worst = [...losses].sort((a, b) => b - a);
    expect(historical['0.95']).toBeCloseTo(worst[12] ?? Number.NaN, 12);
    expect(lines.slice(1).every(([, , , , , , forecasts]) => Number(forecasts) === 439)).toBe(true);
    const names = (await terminal.ask(
      'panels',
      `syndicate.processes({}).then(({ value }) => value.map(({ name }) => name))`,
    )) as string[];
    expect(names).toContain('compute');
    expect(terminal.problems).toEqual([]);
  });

  it('answers a horizon of ten days, and says what a pool without bars needs', async () => {
    await terminal.click('panels', 'tail-horizon-10d');
    await terminal.until('panels', said('tail-words', /10 × 1d ahead/));
    const refused = `syndicate.tailRisk({ basket: { interval: '1d', bars: 100, holdings: [{ source: { kind: 'recorded', series: 999 }, name: 'x', value: 1 }] }, settings: { horizon: '1d' } }).then(({ code, advice }) => [code, advice.length > 0])`;
    expect(await terminal.ask('panels', refused)).toEqual(['CHART_UNKNOWN', true]);
    const hostile = `syndicate.tailRisk({ basket: { interval: '1d', bars: 1e9, holdings: [] }, settings: { horizon: '1d' } }).then(({ code }) => code)`;
    expect(await terminal.ask('panels', hostile)).toBe('REQUEST_MALFORMED');
  });

  it('shows how the series move together and when they fell', async () => {
    await terminal.until('panels', `document.querySelectorAll('[data-testid="correlation-cell"]').length === 4`);
    const cells = (await terminal.ask(
      'panels',
      `[...document.querySelectorAll('[data-testid="correlation-cell"]')].map(({ title }) => Number(title.split(': ').at(-1)))`,
    )) as number[];
    // Both share a market whose deviation is half as large again as their own.
    expect(cells[1]).toBeGreaterThan(0.5);
    expect(cells[1]).toBe(cells[2]);
    expect([cells[0], cells[3]]).toEqual([1, 1]);
    await terminal.until('panels', shows('correlation', /Back at the peak/));
  });

  it('measures how they move together in each way, as the returns do by hand', async () => {
    const one = (await terminal.ask('panels', returnsOf(0))) as number[];
    const other = (await terminal.ask('panels', returnsOf(1))) as number[];
    const cell = `Number(document.querySelectorAll('[data-testid="correlation-cell"]')[1].title.split(': ').at(-1))`;
    const even = one.map(() => 1);
    const newest = one.map((_, t) => 0.5 ** ((one.length - 1 - t) / 30));
    const expected = {
      pearson: correlation(one, other, even),
      spearman: correlation(rank(one), rank(other), even),
      exponential: correlation(one, other, newest),
    };
    for (const [method, value] of Object.entries(expected)) {
      await terminal.click('panels', `correlation-method-${method}`);
      await terminal.until('panels', `Math.abs(${cell} - ${value}) < 1e-9`);
      await terminal.until('panels', said('correlation-words', method === 'exponential' ? /every 30 returns/ : /^$/));
    }
    await terminal.click('panels', 'correlation-method-ledoit-wolf');
    await terminal.until('panels', said('correlation-words', /of the way to independence/));
    const shrunk = (await terminal.ask('panels', cell)) as number;
    expect(shrunk).toBeGreaterThan(0);
    expect(shrunk).toBeLessThan(expected.pearson);
  });

  it('sizes a bet, and stakes nothing without an edge', async () => {
    const ask = (wins: number): string =>
      `syndicate.sizing({ wins: ${wins}, losses: 400, averageWin: 1, averageLoss: 1, fraction: 0.25, rho: 0, least: 0.005, most: 0.25, capital: 100, riskShare: 0.02, entry: 100, stop: 95, targetVolatility: 0.2, volatility: 0.6, leverage: 3 }).then(({ value }) => value)`;
    const { kelly, curve } = (await terminal.ask('panels', ask(600))) as { kelly: { stake: number }; curve: unknown[] };
    // (610 - 410) / 1020 / 4
    expect(kelly.stake).toBeCloseTo(200 / 1020 / 4, 12);
    expect(curve.length).toBe(41);
    expect(((await terminal.ask('panels', ask(300))) as { kelly: { stake: number } }).kelly.stake).toBe(0);
    await terminal.click('panels', 'tab-sizing');
    await terminal.until('panels', said('sizing-stake', /no edge/));
    await terminal.write('sizing-wins', '600');
    await terminal.ask('panels', `document.activeElement.blur()`);
    await terminal.until('panels', there('ruin-curve'));
  });

  it('finds weights in each way, of which each is the best by its own measure', async () => {
    await terminal.click('panels', 'tab-optimiser');
    await terminal.until('panels', there('frontier'));
    const judged = new Map<string, Judged>();
    for (const method of portfolioMethods) {
      await terminal.click('panels', `optimiser-method-${method}`);
      await terminal.until('panels', said('optimiser-words', /turnover|Nothing to rebalance/));
      const { settings, report } = JSON.parse(await terminal.exported('export-portfolio-json'));
      expect(settings.method).toBe(method);
      const weights = report.assets.map(({ after }: { after: number }) => after);
      expect(weights.reduce((sum: number, weight: number) => sum + weight, 0)).toBeCloseTo(1, 8);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      judged.set(method, { ...report.after, weights });
    }
    const of = (method: string): Judged => judged.get(method) ?? { ...none, weights: [] };
    const ratio = ({ expectedReturn, deviation }: Judged): number => expectedReturn / deviation;
    for (const other of judged.values()) {
      expect(of('min-variance').deviation).toBeLessThanOrEqual(other.deviation + 1e-12);
      expect(ratio(of('max-sharpe'))).toBeGreaterThanOrEqual(ratio(other) - 1e-9);
    }
    // Of two assets both trees are one: weights by inverse variance, which risk parity takes the root of.
    const odds = (method: string): number => (of(method).weights[0] ?? 0) / (of(method).weights[1] ?? 0);
    expect(odds('herc')).toBeCloseTo(odds('hrp'), 9);
    expect(odds('risk-parity') ** 2).toBeCloseTo(odds('hrp'), 6);
    // Nothing is expected of the market that it does not hold.
    expect(of('black-litterman').weights[0]).toBeCloseTo(0.5, 6);
    await terminal.click('panels', `optimiser-method-${portfolioMethods[0]}`);
  });

  it('proposes weights, says what they cost, and which constraint cannot be met', async () => {
    await terminal.until('panels', said('optimiser-words', /turnover/));
    const weights = async (): Promise<number[]> =>
      (await terminal.exported('export-portfolio-csv'))
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => Number(line.split(',')[2]));
    expect((await weights()).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 8);
    await terminal.write('optimiser-most', '40');
    await terminal.ask('panels', `document.activeElement.blur()`);
    await terminal.until('panels', shows('optimiser', /the upper bounds add up to less than the whole/));
    expect(terminal.problems).toEqual([]);
  });

  it('takes a view and a group, names the group that cannot be met, and lists the trades of a rebalance', async () => {
    const type = async (testId: string, text: string): Promise<void> => {
      await terminal.write(testId, text);
      await terminal.ask('panels', `document.activeElement.blur()`);
    };
    await type('optimiser-most', '100');
    await terminal.click('panels', 'optimiser-method-black-litterman');
    await terminal.until('panels', there('optimiser-views'));
    // What is held of both is as much: without a view it stays so.
    await terminal.until('panels', said('optimiser-words', /Nothing to rebalance/));
    await type('optimiser-view-1', '2');
    await type('optimiser-confidence-1', '90');
    await terminal.until('panels', said('rebalance-words', /Proposed, not executable/));
    await terminal.until('panels', shows('optimiser', /sell.*buy/));
    await terminal.shoot('optimiser');
    await type('optimiser-groups', 'one: doge: 10');
    await terminal.until('panels', said('optimiser-groups-problem', /no chosen series/));
    await type('optimiser-groups', 'one: AAA, BBB: 10-50');
    await terminal.until('panels', shows('optimiser', /cannot be met with the rest: the group one/));
    expect(terminal.problems).toEqual([]);
  });
});

/** Returns of the series at a place, over single days only. */
function returnsOf(place: number): string {
  return `syndicate.chartSeries({}).then(({ value }) => value.series.filter(({ source }) => source.kind === 'recorded')[${place}])
    .then(({ source }) => syndicate.chartPage({ source, interval: '1d', beforeMs: null, count: 2000 }))
    .then(({ value: { columns: { timeS, close } } }) => [...close].flatMap((price, i) => i > 0 && timeS[i] - timeS[i - 1] === 86400 ? [price / close[i - 1] - 1] : []))`;
}

/** By weights in time order. */
function correlation(a: readonly number[], b: readonly number[], weights: readonly number[]): number {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (t: number) => number): number =>
    weights.reduce((sum, weight, t) => sum + weight * of(t), 0) / whole;
  const [centreA, centreB] = [mean((t) => a[t] ?? 0), mean((t) => b[t] ?? 0)];
  const moment = (x: readonly number[], y: readonly number[], cx: number, cy: number): number =>
    mean((t) => ((x[t] ?? 0) - cx) * ((y[t] ?? 0) - cy));
  return moment(a, b, centreA, centreB) / Math.sqrt(moment(a, a, centreA, centreA) * moment(b, b, centreB, centreB));
}

/** Of values that all differ. */
function rank(values: readonly number[]): number[] {
  return values.map((value) => values.filter((other) => other < value).length);
}
