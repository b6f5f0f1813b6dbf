import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseUnits } from '../../app/domain/amount.ts';
import type { RunReport } from '../../app/reports/runReport.ts';
import { csvFigures, figuresOf, pdfTexts } from '../../app/reports/testing/reportFigures.ts';
import { chainProfit } from './testing/chainProfit.ts';
import { atChainHead } from './testing/evidence.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { replayFile } from './testing/replayCommand.ts';
import { stageBundles } from './testing/stagedBundles.ts';

const runs: HeadlessRun[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const run of runs.splice(0)) run.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const ether = (text: string): bigint => parseUnits(text, 18);

function readReport(folder: string, name: string): { json: RunReport; csv: string; pdf: readonly string[] } {
  const bytes = (format: string): Buffer => readFileSync(join(folder, `${name}.${format}`));
  return {
    json: JSON.parse(bytes('json').toString()) as RunReport,
    csv: bytes('csv').toString(),
    pdf: pdfTexts(bytes('pdf')),
  };
}

it('reports what the chain itself says, with the same figures in every format and in its replay', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-report-'));
  folders.push(folder);
  const run = await HeadlessRun.start({ seed: 9, reportFolder: folder });
  runs.push(run);
  await run.landMore(8, 60_000);
  await run.builder.tell('builder_pause', {});
  const { epoch } = await atChainHead(run, run.node);
  const chain = await chainProfit(run.node, epoch.wallet);
  process.kill(run.mainPid, 'SIGINT');
  const name = `syndicate-${epoch.id}`;
  await run.until(() => existsSync(join(folder, `${name}.pdf`)), 'the report');
  const summary = await endWell(run, 'await');

  const { json, csv, pdf } = readReport(folder, name);
  expect(json).toMatchObject({ mode: 'DEVNET', epoch: epoch.id, errors: [], booksMatchChain: true });
  expect(chain.transactions).toBeGreaterThanOrEqual(8);
  expect(ether(json.gas)).toBe(chain.gas);
  expect(ether(json.tips)).toBe(chain.tips);
  expect(ether(json.failureCost)).toBe(chain.failureCost);
  const gross = new Map(json.profit.map(({ address, gross: text, token }) => [address, [text, token] as const]));
  expect([...gross.keys()].sort()).toEqual([...chain.gross.keys()].sort());
  for (const [token, amount] of chain.gross) {
    const [text = '', symbol = ''] = gross.get(token as never) ?? [];
    expect(parseUnits(text, decimalsOf[symbol] ?? 18), symbol).toBe(amount);
  }
  const [total] = json.breakdown;
  expect(total?.landed).toBe(chain.succeeded);
  const wrapped = json.breakdown.find(({ by, name: token }) => by === 'token' && token === 'WETH');
  const orders = json.orders.filter(({ token }) => token === 'WETH');
  const sum = (field: 'gross' | 'gas'): bigint => orders.reduce((all, line) => all + ether(line[field] || '0'), 0n);
  expect(ether(wrapped?.net ?? '0')).toBe(sum('gross') - sum('gas'));

  const cells = csvFigures(csv);
  const figures = figuresOf(json);
  expect(figures.length).toBeGreaterThan(200);
  for (const [place, value, onPaper] of figures) {
    expect(cells.get(place), place).toBe(String(value));
    if (onPaper) expect(pdf, place).toContain(String(value));
  }
  expect(
    csv
      .split('\r\n')
      .slice(1, -1)
      .every((row) => row.startsWith(`DEVNET,${epoch.id},`)),
  ).toBe(true);
  const bundles = await stageBundles({ behindBroker: false });
  try {
    const journal = join(run.data, 'journal.sqlite');
    const args = ['--speed', 'max', '--report', folder];
    const replayed = await replayFile(bundles, journal, { args });
    expect(replayed.summary.errors).toEqual([]);
    const again = readReport(folder, `${name}-replay`).json;
    expect(again.mode).toBe('REPLAY');
    // What was under way when the chain stood still has landed since: the summary and the journal know it too.
    const { net, gas, tips, failureCost } = again;
    expect(replayed.summary.profit).toEqual(summary.profit);
    expect({ net, gas }).toEqual({ net: summary.netInEth, gas: summary.gas });
    expect(summary.profit).toMatchObject({ tips, failureCost });
    expect(again.checks.filter(({ equal }) => !equal)).toEqual([]);
  } finally {
    bundles.remove();
  }
  expect(readdirSync(folder)).toHaveLength(6);
});

/** Of the profit tokens whose smallest unit is another than ether's. */
const decimalsOf: Readonly<Record<string, number>> = { USDC: 6, USDT: 6, WBTC: 8 };
