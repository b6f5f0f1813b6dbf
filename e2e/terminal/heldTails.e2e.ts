import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GiftedRun, giveToken } from '../headless/testing/gifts.ts';
import { currentEpoch } from '../headless/testing/journalView.ts';
import { nodeRpc } from '../headless/testing/nodeRpc.ts';
import { until } from '../headless/testing/waiting.ts';
import { importDays, writtenDays } from './recordedDays.ts';
import { setLimit } from './setLimit.ts';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

/** A look at what is held comes every minute; a test waits for two of them at most. */
const patienceMs = 200_000;
const timeout = 2 * patienceMs + 60_000;
const held = `document.querySelector('[data-panel="limits"]').textContent`;
const limit = `document.querySelector('[data-testid="limit-valueAtRisk"]').textContent`;
/** What the token is worth and what we own, in ether. */
const exposed = `syndicate.exposure({}).then(({ value: { holdings, capital } }) => [
  holdings.find(({ symbol }) => symbol === 'WBTC').parts.reduce((sum, { value }) => sum + value, 0n),
  capital,
].map((wei) => Number(wei) / 1e18))`;

describe('the value at risk of what is held', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '37']);
    await terminal.showPanel('risk', 'limits');
    await terminal.until('panels', `${held}.includes('Capital')`, 120_000);
  });
  afterAll(async () => {
    await terminal?.close();
    folder.remove();
  });

  it('is not known of a token without candles, and the panel of limits says why', { timeout }, async () => {
    await until(() => currentEpoch(folder.path)?.ledgerEntries.length, 'the books', { timeoutMs: 120_000 });
    const run: GiftedRun = {
      data: folder.path,
      node: nodeRpc(currentEpoch(folder.path)?.epoch.chain.endpoints[0] ?? ''),
      until: (ask, what, timeoutMs) => until(ask, what, timeoutMs === undefined ? {} : { timeoutMs }),
    };
    // The dollar token is cash; the last of the profit tokens is a wrapped coin.
    await giveToken(run, 8n * 10n ** 18n, (tokens) => tokens.at(-1));
    const unknown = /WBTC: not known, no recorded candles of both WBTC and ETH in dollars/;
    await terminal.until('panels', `${unknown}.test(${held})`, patienceMs);
    expect(await terminal.ask('panels', limit)).toContain('not known: atomic trades pass');
    await terminal.shoot('held-tails-unknown');
  });

  it('is estimated from imported candles: the share of the holding, and what is left of the limit', {
    timeout,
  }, async () => {
    await importDays(terminal, writtenDays(folder.path, 'BTCUSDT', 2), 'BTCUSDT');
    await importDays(terminal, writtenDays(folder.path, 'ETHUSDT', 3), 'ETHUSDT');
    const told = /WBTC: ([\d.]+) % a day, .*252 returns of paper BTCUSDT against paper ETHUSDT, 1d to 2022-12-02, est/;
    await terminal.until('panels', `${told}.test(${held})`, patienceMs);
    const figure = /([\d.]+) ETH of ([\d.]+) ETHleft ([\d.]+) ETH/;
    await terminal.until('panels', `${figure}.test(${limit})`);
    await terminal.shoot('held-tails');
    const share = Number(told.exec(String(await terminal.ask('panels', held)))?.[1]) / 100;
    // Two walks of one deviation of one per cent a day, one against the other: 1.645 times the root of two.
    expect(share).toBeGreaterThan(0.017);
    expect(share).toBeLessThan(0.032);
    const [, value, bound, left] = figure.exec(String(await terminal.ask('panels', limit)))?.map(Number) ?? [];
    const [holding, capital] = (await terminal.ask('panels', exposed)) as [number, number];
    // Prices move between the two looks.
    expect((value ?? 0) / (holding * share)).toBeCloseTo(1, 1);
    expect((bound ?? 0) / (0.02 * capital)).toBeCloseTo(1, 1);
    expect((bound ?? 0) - (value ?? 0)).toBeCloseTo(left ?? 0, 3);
  });

  it('opens nothing new once it is over its limit, and says so', { timeout }, async () => {
    await setLimit(terminal, 'valueAtRisk', '0.1');
    await terminal.until('panels', `/crossed by [\\d.]+ ETH/.test(${limit})`, patienceMs);
    const notice = `document.querySelector('[role="alert"]')?.textContent ?? ''`;
    await terminal.until('panels', `/Reduce-only.*value at risk.* is allowed/.test(${notice})`, patienceMs);
    await terminal.shoot('held-tails-crossed');
    expect(await terminal.text('panels', 'trading-state')).toMatch(/reduce/i);
    expect(terminal.problems).toEqual([]);
  });
});
