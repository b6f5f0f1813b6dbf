import type { OrderLine, RunFigures } from './runReport.ts';

const columns = ['mode', 'epoch', 'section', 'item', 'field', 'value'] as const;

/**
 * The report as one long table (RFC 4180, CRLF), piece by piece: a row per figure, each with the mode and epoch, so that rows of different
 * runs can be put together without mixing modes unseen. Its orders come last.
 */
export async function* reportCsv(
  report: RunFigures,
  orders: AsyncIterable<readonly OrderLine[]>,
): AsyncIterable<string> {
  const rows = (some: readonly Figure[]): string =>
    some
      .map((figure) => [report.mode, report.epoch, ...figure].map((value) => cell(String(value))).join(','))
      .map((row) => `${row}\r\n`)
      .join('');
  yield `${columns.join(',')}\r\n${rows(figures(report))}`;
  for await (const page of orders) yield rows(page.flatMap(({ id, ...line }) => fields('orders', id, { ...line })));
}

type Figure = readonly [section: string, item: string, field: string, value: string | number | boolean];

function figures(report: RunFigures): readonly Figure[] {
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
    ...fields('performance', '', { ...report.performance }),
    ...report.equityPoints.flatMap(({ block, ...line }) => fields('equityPoints', String(block), line)),
    ...report.rivals.flatMap(({ rival, ...line }) => fields('rivals', rival, line)),
    ...report.rivalEarnings.flatMap(({ rival, address, ...line }) =>
      fields('rivalEarnings', `${rival} ${address}`, line),
    ),
    ...fields('rivals', '', { caveat: rivalCaveat }),
    ...report.checks.flatMap(({ what, ...line }) => fields('checks', what, { ...line })),
    ...fields('orderCounts', '', report.orderCounts),
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
