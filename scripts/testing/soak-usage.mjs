import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Usage
 * @property {number} atMs since the start
 * @property {Record<string, number>} memoryBytes resident, by process
 * @property {number} diskBytes
 */

/** Whose memory is watched, by what its command line holds. */
const NAMES = /** @type {const} */ ([
  ['main', 'out/main/headless.js'],
  ['engine', 'main/engine/index.js'],
  ['signer', 'main/signer/index.js'],
  ['devnet', 'main/devnet/index.js'],
  ['node', 'bin/anvil'],
]);
const PAGE_BYTES = 4096;
const HOUR_MS = 3_600_000;

/**
 * What a process and everything it started take now.
 * @param {number} root pid
 * @param {string} folder
 * @param {number} atMs
 * @returns {Usage}
 */
export function usageOf(root, folder, atMs) {
  /** @type {Record<string, number>} */
  const memoryBytes = {};
  for (const pid of family(root)) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const name = NAMES.find(([, part]) => command.includes(part))?.[0];
      // A launcher names the program it starts as well.
      if (name === undefined || command.includes('scripts/start.mjs') || command.startsWith('/usr/bin/setpriv'))
        continue;
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
      memoryBytes[name] = (memoryBytes[name] ?? 0) + pages * PAGE_BYTES;
    } catch {
      // It ended while it was looked at.
    }
  }
  return { atMs, memoryBytes, diskBytes: bytesIn(folder) };
}

/** @param {number} root */
function family(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while it was looked at.
    }
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/**
 * @param {string} folder
 * @returns {number}
 */
function bytesIn(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/**
 * How much each process grows in an hour once it is warm: the slope of a straight line through the second half of its samples.
 * @param {readonly Usage[]} samples
 * @returns {Record<string, { lastMb: number, mbPerHour: number }>}
 */
export function growth(samples) {
  const warm = samples.slice(Math.floor(samples.length / 2));
  /** @type {Record<string, { lastMb: number, mbPerHour: number }>} */
  const rows = {};
  for (const name of [...new Set(warm.flatMap(({ memoryBytes }) => Object.keys(memoryBytes))), 'disk']) {
    const points = warm.map((each) => [each.atMs, name === 'disk' ? each.diskBytes : (each.memoryBytes[name] ?? 0)]);
    const inTenths = (/** @type {number} */ bytes) => Math.round(bytes / 1e5) / 10;
    rows[name] = { lastMb: inTenths(points.at(-1)?.[1] ?? 0), mbPerHour: inTenths(slope(points) * HOUR_MS) };
  }
  return rows;
}

/** @param {readonly number[][]} points */
function slope(points) {
  const mean = (/** @type {number} */ place) =>
    points.reduce((sum, point) => sum + (point[place] ?? 0), 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const [above, below] = points.reduce(
    ([up, down], [at = 0, value = 0]) => [(up ?? 0) + (at - x) * (value - y), (down ?? 0) + (at - x) ** 2],
    [0, 0],
  );
  return below === 0 || below === undefined || above === undefined ? 0 : above / below;
}
