import { type Color, PDFDocument, rgb } from 'pdf-lib';
import type { RunMode } from '../domain/mode.ts';
import { type Column, contentWidth, ink, margin, PdfLayout } from './pdfLayout.ts';
import type { RunReport } from './runReport.ts';

const modeColors: Readonly<Record<RunMode, Color>> = {
  DEVNET: rgb(0.45, 0.28, 0.82),
  REPLAY: rgb(0.4, 0.43, 0.48),
  PAPER: rgb(0.03, 0.5, 0.6),
  LIVE: rgb(0.78, 0.1, 0.1),
};

/** The report as A4 pages, each with its mode. Equal reports give equal bytes. */
export async function reportPdf(report: RunReport): Promise<Uint8Array> {
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
  sections(layout, report);
  footers(layout, report);
  return document.save();
}

function title(layout: PdfLayout, report: RunReport): void {
  layout.down(14);
  layout.write('Run report', 0, contentWidth, { size: 18, font: layout.bold, color: ink.text });
  badge(layout, report.mode);
  layout.down(16);
  const muted = { size: 8.5, font: layout.regular, color: ink.muted };
  layout.write(`${report.epoch} · ${report.chain} · wallet ${report.wallet}`, 0, contentWidth, muted);
  layout.down(12);
  layout.write(`${report.startedAt} to ${report.madeAt}`, 0, contentWidth, muted);
}

function badge(layout: PdfLayout, mode: RunMode): void {
  const size = 10;
  const width = layout.bold.widthOfTextAtSize(mode, size) + 18;
  const x = contentWidth - width;
  layout.page.drawRectangle({ x: margin + x, y: layout.y - 4, width, height: 19, color: modeColors[mode] });
  layout.write(mode, x + 9, width, { size, font: layout.bold, color: rgb(1, 1, 1) });
}

/** The money, what became of the orders, and whether the books hold: at a glance. */
function tiles(layout: PdfLayout, report: RunReport): void {
  const { counts, nativeSymbol } = report;
  const shown: readonly (readonly [string, string])[] = [
    [`Net of gas, ${nativeSymbol}`, report.net],
    [`Gas, ${nativeSymbol}`, report.gas],
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

function sections(layout: PdfLayout, report: RunReport): void {
  layout.heading('Profit by token');
  layout.table(
    [left('token', 0.2), left('contract', 0.4), right('fills', 0.1), right('gross', 0.3)],
    report.profit.map((line) => [line.token, line.address, String(line.fills), line.gross]),
  );
  layout.heading('What was seen and done');
  layout.table(
    [left('what', 0.3), right('count', 0.1)],
    Object.entries(report.counts).map(([name, count]) => [inWords(name), String(count)]),
  );
  layout.heading('Not traded, or ended otherwise than planned');
  layout.table(
    [left('reason', 0.3), right('count', 0.1)],
    report.failures.map(({ code, count }) => [code, String(count)]),
  );
  layout.heading('Orders');
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
    report.orders.map((line) => [
      line.id,
      line.state,
      line.block,
      ` ${line.route}`,
      line.gross === '' ? '' : `${line.gross} ${line.token}`,
      line.gas,
      line.net,
    ]),
  );
  layout.heading('Books');
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

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function footers(layout: PdfLayout, report: RunReport): void {
  layout.pages.forEach((page, index) => {
    const text = `${report.mode} · ${report.epoch} · page ${index + 1} of ${layout.pages.length}`;
    page.drawText(text, { x: margin, y: 24, size: 7.5, font: layout.regular, color: modeColors[report.mode] });
  });
}
