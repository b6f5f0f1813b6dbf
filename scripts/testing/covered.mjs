/**
 * @typedef {{ quotes: number, kills: number }} Covered
 */

/**
 * Adds up what the slow tests say they have covered, one JSON object a line.
 * @param {string} text
 * @returns {Covered}
 * @throws {Error} on a line that is not such an object
 */
export function sumCovered(text) {
  const total = { quotes: 0, kills: 0 };
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const entry = JSON.parse(line);
    for (const [key, count] of Object.entries(entry)) {
      if (!(key === 'quotes' || key === 'kills') || !Number.isSafeInteger(count) || count < 0) {
        throw new Error(`Not a line of coverage: ${line}. Write {"quotes":n} or {"kills":n}.`);
      }
      total[key] += count;
    }
  }
  return total;
}

/**
 * @param {Covered} covered
 * @param {number} failed tests
 * @returns {string}
 */
export function formatCovered(covered, failed) {
  return `covered: quotes=${covered.quotes} kills=${covered.kills} failed=${failed}`;
}
