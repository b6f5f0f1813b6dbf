import { type Color, PDFDocument, rgb } from 'pdf-lib';
import type { RunMode } from '../domain/mode.ts';
import { type Column, contentWidth, ink, margin, PdfLayout, printable } from './pdfLayout.ts';
import { drawLineChart } from './pdfLineChart.ts';
import type { OrderLine, RunFigures } from './runReport.ts';

const modeColors: Readonly<Record<RunMode, Color>> = {
  DEVNET: rgb(0.45, 0.28, 0.82),
  REPLAY: rgb(0.4, 0.43, 0.48),
  PAPER: rgb(0.03, 0.5, 0.6),
  LIVE: rgb(0.78, 0.1, 0.1),
};

/** The report as A4 pages, each with its mode. Equal reports give equal bytes. */
export async function reportPdf(report: RunFigures, orders: AsyncIterable<readonly OrderLine[]>): Promise<Uint8Array> {
  const newest = await newestOf(orders);
  const document = await PDFDocument.create();
  const madeAt = new Date(report.madeAt);
  document.setTitle(`Syndicate ${report.mode} run ${report.epoch}`);
  document.setProducer('Syndicate');
  document.setCreator('Syndicate');
  document.setCreationDate(madeAt);
  document.setModificationDate(madeAt);
  const layout = await PdfLayout.on(document);
  title(layout, report);
  tiles(layout, report);
  sections(layout, report, newest);
  footers(layout, report);
  return document.save();
}

function title(layout: PdfLayout, report: RunFigures): void {
  layout.down(14);
  layout.write('Run report', 0, contentWidth, { size: 18, font: layout.bold, color: ink.text });
  badge(layout, report.mode);
  layout.down(16);
  const muted = { size: 8.5, font: layout.regular, color: ink.muted };
  layout.write(`${report.epoch} · ${report.scope} · ${report.chain}`, 0, contentWidth, muted);
  layout.down(12);
  layout.write(`wallet ${report.wallet}`, 0, contentWidth, muted);
  layout.down(12);
  layout.write(`${report.startedAt} to ${report.madeAt} · version ${report.version}`, 0, contentWidth, muted);
}

function badge(layout: PdfLayout, mode: RunMode): void {
  const size = 10;
  const width = layout.bold.widthOfTextAtSize(mode, size) + 18;
  const x = contentWidth - width;
  layout.page.drawRectangle({ x: margin + x, y: layout.y - 4, width, height: 19, color: modeColors[mode] });
  layout.write(mode, x + 9, width, { size, font: layout.bold, color: rgb(1, 1, 1) });
}

/** The money, what became of the orders, and whether the books hold: at a glance. */
function tiles(layout: PdfLayout, report: RunFigures): void {
  const { counts, nativeSymbol } = report;
  const shown: readonly (readonly [string, string])[] = [
    [`Net of gas, ${nativeSymbol}`, report.net],
    [`Gas, ${nativeSymbol}`, report.gas],
    [`Cost of failures, ${nativeSymbol}`, report.failureCost],
    ['Landed of submitted', `${counts.landed} of ${counts.submitted}`],
    ['Books equal the chain', report.booksMatchChain ? 'yes' : 'NO'],
  ];
  layout.down(56);
  const width = contentWidth / shown.length;
  layout.page.drawRectangle({ x: margin, y: layout.y - 10, width: contentWidth, height: 46, color: ink.band });
  shown.forEach(([label, value], index) => {
    const alarming = value === 'NO' || value.startsWith('-');
    const style = { size: 10.5, font: layout.bold, color: alarming ? ink.alarm : ink.text };
    layout.write(value, index * width + 10, width - 14, style);
    layout.page.drawText(label, {
      x: margin + index * width + 10,
      y: layout.y + 18,
      size: 7.5,
      font: layout.regular,
      color: ink.muted,
    });
  });
}

const left = (name: string, share: number): Column => ({ title: name, share });
const right = (name: string, share: number): Column => ({ title: name, share, align: 'right' });

function sections(layout: PdfLayout, report: RunFigures, newest: readonly OrderLine[]): void {
  layout.heading('Profit by token');
  layout.table(
    [
      left('token', 0.12),
      left('contract', 0.34),
      right('fills', 0.06),
      right('gross', 0.18),
      right('flash fees', 0.12),
      right('realised less predicted', 0.18),
    ],
    report.profit.map((line) => [
      line.token,
      line.address,
      String(line.fills),
      line.gross,
      line.flashFees,
      line.slippage,
    ]),
  );
  breakdownSection(layout, report);
  equitySection(layout, report);
  performanceSection(layout, report);
  rivalSection(layout, report);
  layout.heading('Do the figures add up');
  layout.table(
    [left('what', 0.4), right('here', 0.22), right('there', 0.22), right('', 0.16)],
    report.checks.map((line) => [line.what, line.report, line.books, line.equal ? 'equal' : 'DIFFERENT']),
  );
  layout.heading('What was seen and done, over the whole epoch');
  layout.table(
    [left('what', 0.3), right('count', 0.1)],
    Object.entries(report.counts).map(([name, count]) => [inWords(name), String(count)]),
  );
  routeSection(layout, report);
  layout.heading('Not traded, or ended otherwise than planned, over the whole epoch');
  layout.table(
    [left('reason', 0.3), right('count', 0.1)],
    report.failures.map(({ code, count }) => [code, String(count)]),
  );
  layout.heading('Orders');
  const { reported, forgotten } = report.orderCounts;
  if (newest.length < reported) layout.note(`The newest ${newest.length} of ${reported}; CSV and JSON have them all.`);
  if (forgotten > 0)
    layout.note(
      `${forgotten} older orders were forgotten, as the settings say: no figure here but the books has them.`,
    );
  layout.table(
    [
      left('order', 0.13),
      left('state', 0.08),
      right('block', 0.06),
      left(' route', 0.21),
      right('gross', 0.205),
      right('gas', 0.155),
      right('net', 0.16),
    ],
    newest.map((line) => [
      line.id,
      line.state,
      line.block,
      ` ${line.route}`,
      line.gross === '' ? '' : `${line.gross} ${line.token}`,
      line.gas,
      line.net,
    ]),
  );
  layout.heading('Books of the whole epoch');
  layout.table(
    [left('account', 0.2), left('asset', 0.2), right('balance', 0.6)],
    report.books.map((line) => [line.account, line.asset, line.balance]),
  );
  layout.heading('Stages, milliseconds');
  layout.table(
    [left('stage', 0.3), right('count', 0.16), right('p50', 0.18), right('p95', 0.18), right('p99', 0.18)],
    report.latenciesMs.map(({ stage, count, p50, p95, p99 }) => [
      stage,
      String(count),
      ...[p50, p95, p99].map((ms) => ms.toFixed(2)),
    ]),
  );
  layout.heading('Errors');
  layout.table(
    [left('message', 1)],
    report.errors.map((error) => [error]),
  );
}

/** Orders on paper at most: some eight pages. */
const printedOrders = 500;

async function newestOf(orders: AsyncIterable<readonly OrderLine[]>): Promise<readonly OrderLine[]> {
  let newest: readonly OrderLine[] = [];
  for await (const page of orders) newest = [...newest, ...page].slice(-printedOrders);
  return newest;
}

function breakdownSection(layout: PdfLayout, report: RunFigures): void {
  const columns = [
    right('orders', 0.045),
    right('landed', 0.045),
    right('failed', 0.045),
    right('net', 0.145),
    right('predicted', 0.145),
    right('gas', 0.145),
    right('of it tips', 0.145),
    right('of it for nothing', 0.145),
  ];
  for (const by of new Set(report.breakdown.map((line) => line.by))) {
    layout.heading(by === 'total' ? `Profit and loss, ${report.nativeSymbol}` : `By ${by}, ${report.nativeSymbol}`);
    layout.table(
      [left(by === 'total' ? '' : by, 0.14), ...columns],
      report.breakdown
        .filter((line) => line.by === by)
        .map((line) => [
          by === 'total' ? 'all' : line.name,
          ...[line.orders, line.landed, line.failed].map(String),
          ...[line.net, line.predictedNet, line.gas],
          line.tipsUnknown === 0 ? line.tips : `${line.tips} + ${line.tipsUnknown} unknown`,
          line.failureCost,
        ]),
    );
    const tokens = report.breakdownTokens.filter((line) => line.by === by);
    if (by === 'total' || tokens.length === 0) continue;
    layout.table(
      [
        left(by, 0.34),
        left('token', 0.12),
        right('gross', 0.2),
        right('flash fees', 0.14),
        right('realised less predicted', 0.2),
      ],
      tokens.map((line) => [line.name, line.token, line.gross, line.flashFees, line.slippage]),
    );
  }
}

function equitySection(layout: PdfLayout, report: RunFigures): void {
  const { equity, equityPoints: points, nativeSymbol } = report;
  layout.heading(`Equity, ${nativeSymbol}`);
  layout.note(equity.note);
  if (points.length === 0) return;
  const dollars: (readonly [string, string])[] =
    equity.lastDollars === '' ? [] : [['last, in dollars by the dollar token', equity.lastDollars]];
  layout.table(
    [left('', 0.5), right('amount', 0.3)],
    [
      ['at the first point', equity.first],
      ['from outside since: no profit', equity.external],
      ['result of trading, less gas', equity.result],
      ['revaluation of what was there', equity.revaluation],
      ['at the last point', equity.last],
      ['deepest fall, without what came from outside', equity.drawdown],
      ...dollars,
    ],
  );
  const line = (title: string, amountOf: (point: (typeof points)[number]) => string): void =>
    drawLineChart(layout, {
      title,
      unit: nativeSymbol,
      points: points.map((point) => ({ at: point.at, block: point.block, value: amountOf(point) })),
    });
  line('Equity', (point) => point.total);
  line('Result of trading', (point) => point.result);
}

function performanceSection(layout: PdfLayout, { performance }: RunFigures): void {
  const { note, ...figures } = performance;
  layout.heading('Performance');
  layout.note(note);
  if (figures.periods === '') return;
  layout.table(
    [left('', 0.5), right('figure', 0.3)],
    Object.entries(figures).map(([name, value]) => [inWords(name), value === '' ? 'none' : value]),
  );
}

function routeSection(layout: PdfLayout, { routes, nativeSymbol }: RunFigures): void {
  layout.heading(`What was sent, by way to a block, ${nativeSymbol}, over the whole epoch`);
  layout.table(
    [
      left('way', 0.08),
      right('submitted', 0.08),
      right('landed', 0.07),
      right('reverted', 0.08),
      right('missed', 0.07),
      right('of both, lost', 0.1),
      right('blocks, mean', 0.12),
      right('tips', 0.2),
      right('gas of reverted', 0.2),
    ],
    routes.map((line) => [
      line.way,
      ...[line.submitted, line.landed, line.reverted, line.missed, line.lost, line.blocksToInclusion].map(String),
      line.tipPaid,
      line.failureCost,
    ]),
  );
}

function rivalSection(layout: PdfLayout, report: RunFigures): void {
  layout.heading(`What rivals took, ${report.nativeSymbol}`);
  for (const sentence of report.rivalCaveat.split(/(?<=[.;]) /)) layout.note(sentence);
  layout.table(
    [
      left('rival', 0.33),
      right('lost', 0.05),
      right('would have paid', 0.15),
      right('missed', 0.06),
      right('would have paid', 0.15),
      right('sent', 0.05),
      right('tips', 0.15),
      right('last', 0.06),
    ],
    report.rivals.map((line) => [
      line.rival,
      String(line.lost),
      line.lostNet,
      String(line.missed),
      line.missedNet,
      String(line.transactions),
      line.tipsUnknown === 0 ? line.tips : `${line.tips} + ${line.tipsUnknown} unknown`,
      String(line.lastBlock),
    ]),
  );
  const unknown = report.rivals.reduce((sum, line) => sum + line.earnedUnknown, 0);
  if (unknown > 0) layout.note(`What ${unknown} of their transactions earned is unknown.`);
  if (report.rivalEarnings.length === 0) return;
  layout.table(
    [left('rival', 0.45), left('token', 0.2), right('earned', 0.3)],
    report.rivalEarnings.map((line) => [line.rival, line.token, line.earned]),
  );
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function footers(layout: PdfLayout, report: RunFigures): void {
  const { chain, scope, wallet, startedAt, madeAt, version } = report;
  const facts = `${chain} · ${scope} · wallet ${wallet} · from ${startedAt} · made ${madeAt} · version ${version}`;
  layout.pages.forEach((page, index) => {
    const text = `${report.mode} · ${report.epoch} · page ${index + 1} of ${layout.pages.length}`;
    page.drawText(text, { x: margin, y: 24, size: 7.5, font: layout.regular, color: modeColors[report.mode] });
    page.drawText(printable(facts), { x: margin, y: 15, size: 5.5, font: layout.regular, color: ink.muted });
  });
}
