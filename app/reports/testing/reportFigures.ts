import { inflateSync } from 'node:zlib';
import type { RunReport } from '../runReport.ts';

/** Every text that a PDF draws, from its content streams. */
export function pdfTexts(bytes: Uint8Array): string[] {
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

/** Every figure of a report: its place in the CSV, its value, and whether it is printed as it is. */
export function figuresOf(
  report: RunReport,
): readonly (readonly [place: string, value: string | number, onPaper: boolean])[] {
  const figures: [string, string | number, boolean][] = [];
  const take = (section: string, item: string, line: object, onPaper: (field: string) => boolean): void => {
    for (const [field, value] of Object.entries(line)) {
      const isFigure = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
      if (isFigure) figures.push([`${section}|${item}|${field}`, value, onPaper(field)]);
    }
  };
  const all = (): boolean => true;
  const { net, gas, failureCost } = report;
  take('run', '', { net, gas, failureCost }, all);
  take('counts', '', report.counts, all);
  for (const { address, ...line } of report.profit) take('profit', address, line, all);
  for (const { by, name, ...line } of report.breakdown)
    take('breakdown', `${by} ${name}`.trim(), line, (field) => field !== 'tipsUnknown');
  for (const { by, name, address, ...line } of report.breakdownTokens)
    take('breakdownTokens', `${by} ${name} ${address}`, line, all);
  take('equity', '', report.equity, all);
  take('performance', '', report.performance, all);
  for (const { block, ...line } of report.equityPoints) take('equityPoints', String(block), line, () => false);
  for (const { rival, ...line } of report.rivals)
    take('rivals', rival, line, (field) => !['tips', 'tipsUnknown', 'earnedUnknown'].includes(field));
  for (const { rival, address, ...line } of report.rivalEarnings)
    take('rivalEarnings', `${rival} ${address}`, line, all);
  for (const { what, ...line } of report.checks) take('checks', what, line, all);
  take('orderCounts', '', report.orderCounts, () => false);
  for (const { id, ...line } of report.orders) take('orders', id, line, (field) => ['gas', 'net'].includes(field));
  for (const { way, ...line } of report.routes) take('routes', way, line, all);
  for (const { code, count } of report.failures) take('failures', code, { count }, all);
  for (const { account, address, ...line } of report.books) take('books', `${account} ${address}`, line, all);
  return figures;
}

/** The report's figures as the CSV has them: section, item and field by value. */
export function csvFigures(csv: string): ReadonlyMap<string, string> {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return new Map(rows.slice(1, -1).map((row) => [row.slice(2, 5).join('|'), row[5] ?? '']));
}
