/**
 * What became of one fault.
 * @typedef {object} FaultRow
 * @property {string} fault
 * @property {number} struck brought in, and survived up to the judgement
 * @property {number} failed did not come so far
 * @property {number[]} recoveredMs from its end until all was as before
 * @property {number} bad judged, and found wanting in one of the following
 * @property {number} booksDiffer
 * @property {number} twice
 * @property {number} lost
 * @property {string[]} notes
 */

const HEAD = ['fault', 'times', 'survived', 'median s', 'longest s', 'books equal', 'sent twice', 'lost', 'notes'];

/**
 * Fault by times by outcome.
 * @param {readonly FaultRow[]} rows
 * @returns {string}
 */
export function formatFaultTable(rows) {
  const table = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === HEAD.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1), ''].join('\n');
}

/**
 * @param {string} text one row as JSON a line
 * @returns {FaultRow[]}
 */
export function readFaultRows(text) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

/** @param {FaultRow} row */
function cells({ fault, struck, failed, recoveredMs, bad, booksDiffer, twice, lost, notes }) {
  const sorted = recoveredMs.toSorted((a, b) => a - b);
  const seconds = (/** @type {number | undefined} */ ms) => (ms === undefined ? '-' : (ms / 1000).toFixed(1));
  return [
    fault,
    String(struck + failed),
    String(struck - bad),
    seconds(sorted[Math.floor((sorted.length - 1) / 2)]),
    seconds(sorted.at(-1)),
    String(struck - booksDiffer),
    String(twice),
    String(lost),
    notes.join('; '),
  ];
}
