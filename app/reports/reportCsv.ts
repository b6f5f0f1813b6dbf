import type { RunReport } from './runReport.ts';

const columns = ['mode', 'epoch', 'section', 'item', 'field', 'value'] as const;

/**
 * The report as one long table (RFC 4180, CRLF): a row per figure, each with the mode and epoch, so that rows of different runs can be
 * put together without mixing modes unseen.
 */
export function reportCsv(report: RunReport): string {
  const rows = figures(report).map(([section, item, field, value]) => [
    report.mode,
    report.epoch,
    section,
    item,
    field,
    String(value),
  ]);
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

type Figure = readonly [section: string, item: string, field: string, value: string | number | boolean];

function figures(report: RunReport): readonly Figure[] {
  const { chain, wallet, scope, startedAt, madeAt, version, nativeSymbol, booksMatchChain } = report;
  const { net, gas, tips, failureCost, predictedNet, rivalCaveat } = report;
  const facts = { chain, wallet, scope, startedAt, madeAt, version, nativeSymbol };
  return [
    ...fields('run', '', { ...facts, net, gas, tips, failureCost, predictedNet, booksMatchChain }),
    ...fields('counts', '', report.counts),
    ...report.profit.flatMap(({ address, ...line }) => fields('profit', address, line)),
    ...report.breakdown.flatMap(({ by, name, ...line }) => fields('breakdown', `${by} ${name}`.trim(), line)),
    ...report.breakdownTokens.flatMap(({ by, name, address, ...line }) =>
      fields('breakdownTokens', `${by} ${name} ${address}`, line),
    ),
    ...fields('equity', '', { ...report.equity }),
    ...report.equityPoints.flatMap(({ block, ...line }) => fields('equityPoints', String(block), line)),
    ...report.rivals.flatMap(({ rival, ...line }) => fields('rivals', rival, line)),
    ...report.rivalEarnings.flatMap(({ rival, address, ...line }) =>
      fields('rivalEarnings', `${rival} ${address}`, line),
    ),
    ...fields('rivals', '', { caveat: rivalCaveat }),
    ...report.checks.flatMap(({ what, ...line }) => fields('checks', what, { ...line })),
    ...report.orders.flatMap(({ id, ...line }) => fields('orders', id, { ...line })),
    ...report.routes.flatMap(({ way, ...line }) => fields('routes', way, line)),
    ...report.failures.flatMap(({ code, count }) => fields('failures', code, { count })),
    ...report.books.flatMap(({ account, address, ...line }) => fields('books', `${account} ${address}`, line)),
    ...report.latenciesMs.flatMap(({ stage, ...line }) => fields('latenciesMs', stage, line)),
    ...report.errors.map((error, index): Figure => ['errors', String(index + 1), 'message', error]),
  ];
}

function fields(section: string, item: string, values: Readonly<Record<string, string | number | boolean>>): Figure[] {
  return Object.entries(values).map(([field, value]) => [section, item, field, value]);
}

/** Quotes what needs it. Text that a spreadsheet would run as a formula gets an apostrophe; negative numbers stay numbers. */
function cell(text: string): string {
  const isFormula = /^[\s|%]*[=+\-@＝＋－＠|%\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
