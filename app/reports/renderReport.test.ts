import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../contract/summary.ts';
import { tokenAmount, wei } from '../domain/amount.ts';
import { epochMs } from '../domain/clock.ts';
import { parseAddress } from '../domain/hex.ts';
import { rejection } from '../domain/rejection.ts';
import { sampleEntry, sampleEpoch, sampleFill, sampleOrder, sampleWeth } from '../store/testing/sampleRecords.ts';
import { renderReport } from './renderReport.ts';
import { type ReportData, runReport } from './runReport.ts';

const usdc = parseAddress(`0x${'dc'.repeat(20)}`);

const summary: RunSummary = {
  mode: 'DEVNET',
  epoch: 'e1',
  seed: 7,
  durationS: 60,
  blocks: 61,
  swapsSeen: 431,
  opportunities: 97,
  tickets: 12,
  submitted: 9,
  landed: 2,
  reverted: 1,
  notIncluded: 3,
  lostToRivals: 4,
  grossByToken: {},
  gas: '0',
  netInEth: '0',
  ledgerMatchesChain: true,
  ledgerChecks: 60,
  tripwireChecks: 240,
  tripwireMismatches: 0,
  quarantinedPools: 0,
  distrustedPools: 0,
  reorgs: 0,
  restarts: 0,
  rejections: { POLICY_CONFLICT: 5, DETECT_BELOW_COST: 70, STATE_MOVED: 5 },
  stageLatencyMs: { seen: { p50: 1.234, p95: 2, p99: 3, count: 61 } },
  decisionHash: '',
  errors: ['=cmd|"x", and a line\nbreak'],
};

const dollars = {
  ...sampleFill(2),
  realised: { token: usdc, amount: tokenAmount(1_234_567n) },
  net: wei(-(10n ** 14n)),
};

const data: ReportData = {
  epoch: sampleEpoch('e1'),
  madeAtMs: epochMs(1_700_000_060_000),
  summary,
  orders: [
    sampleOrder(1, { state: 'landed', resolvedAt: { number: 1, hash: sampleFill(1).block.hash } }),
    sampleOrder(2, { state: 'landed', predicted: { gross: tokenAmount(1n), profitToken: usdc, net: wei(1n) } }),
    sampleOrder(3, {
      state: 'dropped',
      reason: rejection('LANDING_DROPPED', { why: 'late' }),
      route: '=HYPERLINK("x")–漢',
    }),
  ],
  fills: [
    { fill: sampleFill(1), atMs: epochMs(1) },
    { fill: dollars, atMs: epochMs(2) },
  ],
  ledgerEntries: [sampleEntry(1)],
  tokens: [
    { address: sampleWeth, symbol: 'WETH', decimals: 18 },
    { address: usdc, symbol: 'USDC', decimals: 6 },
  ],
};

/** Every text that a PDF draws, from its content streams. */
function pdfTexts(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes);
  const texts: string[] = [];
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 1)) {
    if (file.subarray(at - 3, at).toString() === 'end') continue;
    const end = file.indexOf('endstream', at);
    const raw = file.subarray(at + 'stream\n'.length, end);
    const content = raw[0] === 0x78 ? inflateSync(raw).toString('latin1') : raw.toString('latin1');
    for (const [, hex] of content.matchAll(/<([0-9A-F]*)> Tj/g))
      texts.push(Buffer.from(hex ?? '', 'hex').toString('latin1'));
  }
  return texts;
}

const text = async (format: 'json' | 'csv'): Promise<string> =>
  new TextDecoder().decode(await renderReport(data, format));

describe('run report', () => {
  it('adds up what the fills brought, exactly', () => {
    const report = runReport(data);
    expect(report).toMatchObject({ mode: 'DEVNET', net: '0.0095', gas: '0.0008', booksMatchChain: true });
    expect(report.profit).toEqual([
      { token: 'WETH', address: sampleWeth, fills: 1, gross: '0.01' },
      { token: 'USDC', address: usdc, fills: 1, gross: '1.234567' },
    ]);
    expect(report.failures.map(({ code }) => code)).toEqual(['DETECT_BELOW_COST', 'POLICY_CONFLICT', 'STATE_MOVED']);
    expect(report.orders[2]).toMatchObject({ net: '', gas: '', reason: 'LANDING_DROPPED why=late' });
    expect(report.books).toEqual([
      { account: 'wallet', asset: 'WETH', address: sampleWeth, balance: '0.01' },
      { account: 'trading', asset: 'WETH', address: sampleWeth, balance: '-0.01' },
    ]);
  });

  it('shows the same figures and the mode in all three formats', async () => {
    const report = JSON.parse(await text('json'));
    expect(report).toEqual(runReport(data));
    const csv = await text('csv');
    const pdf = pdfTexts(await renderReport(data, 'pdf'));
    const figures = [report.net, report.gas, ...report.profit.map((line: { gross: string }) => line.gross)];
    for (const figure of [
      ...figures,
      ...Object.values(report.counts).map(String),
      ...report.failures.map((f: { count: number }) => String(f.count)),
    ]) {
      expect(csv).toContain(`,${figure}\r\n`);
      expect(pdf).toContain(figure);
    }
    for (const row of csv.trimEnd().split(/\r\n/).slice(1)) expect(row).toMatch(/^DEVNET,e1,/);
    expect(pdf.filter((shown) => /^DEVNET · e1 · page \d of \d$/.test(shown)).length).toBeGreaterThanOrEqual(1);
    expect(pdf).toContain('DEVNET');
  });

  it('cannot be made to run formulas or to break a cell', async () => {
    const csv = await text('csv');
    expect(csv).toContain(`orders,o-3,route,"'=HYPERLINK(""x"")–漢"\r\n`);
    expect(csv).toContain(`errors,1,message,"'=cmd|""x"", and a line\nbreak"\r\n`);
    expect(csv).toContain(',balance,-0.01\r\n');
  });

  it('prints names in other scripts without failing, and the same bytes each time', async () => {
    const first = await renderReport(data, 'pdf');
    expect(pdfTexts(first).some((shown) => shown.includes('HYPERLINK'))).toBe(true);
    expect(Buffer.from(first).equals(Buffer.from(await renderReport(data, 'pdf')))).toBe(true);
  });

  it('goes on over as many pages as it needs, with the header on each', async () => {
    const orders = Array.from({ length: 200 }, (_, index) => sampleOrder(index));
    const pdf = pdfTexts(await renderReport({ ...data, orders }, 'pdf'));
    const footers = pdf.filter((shown) => / page \d+ of \d+$/.test(shown));
    expect(footers.length).toBeGreaterThan(3);
    expect(footers.at(-1)).toBe(`DEVNET · e1 · page ${footers.length} of ${footers.length}`);
    expect(pdf.filter((shown) => shown === 'o-199')).toHaveLength(1);
    expect(pdf.filter((shown) => shown === 'order').length).toBeGreaterThan(2);
  });

  it('makes a report of nothing', async () => {
    const empty = { ...data, orders: [], fills: [], ledgerEntries: [], tokens: [] };
    expect(runReport(empty)).toMatchObject({ net: '0', gas: '0', profit: [], books: [] });
    expect(pdfTexts(await renderReport(empty, 'pdf'))).toContain('None.');
  });
});
