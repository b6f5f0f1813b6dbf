import type { OrderLine, RunFigures } from './runReport.ts';

const indent = '  ';

/** The report as JSON text, piece by piece; every amount is a decimal string, so that no reader rounds it. Its orders come last. */
export async function* reportJson(
  figures: RunFigures,
  orders: AsyncIterable<readonly OrderLine[]>,
): AsyncIterable<string> {
  yield `${JSON.stringify(figures, null, indent).slice(0, -2)},\n${indent}"orders": [`;
  let isFirst = true;
  for await (const page of orders) {
    if (page.length === 0) continue;
    yield `${isFirst ? '' : ','}${page.map((line) => `\n${shifted(line)}`).join(',')}`;
    isFirst = false;
  }
  yield `${isFirst ? '' : `\n${indent}`}]\n}\n`;
}

/** Two levels in. */
function shifted(line: OrderLine): string {
  return JSON.stringify(line, null, indent).replace(/^/gm, `${indent}${indent}`);
}
