import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Usage
 * @property {number} atMs since the start
 * @property {Record<string, number>} memoryBytes resident, by process
 * @property {Record<string, string>} pids of each of them
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
/** Caches, pages and compiled code come to their size in that time. */
const WARM_UP_MS = 2 * HOUR_MS;

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
  /** @type {Record<string, string>} */
  const pids = {};
  for (const pid of family(root)) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const name = NAMES.find(([, part]) => command.includes(part))?.[0];
      // A launcher names the program it starts as well.
      if (name === undefined || command.includes('scripts/start.mjs') || command.startsWith('/usr/bin/setpriv'))
        continue;
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
      memoryBytes[name] = (memoryBytes[name] ?? 0) + pages * PAGE_BYTES;
      pids[name] = [pids[name] ?? '', pid].join(' ').trim();
    } catch {
      // It ended while it was looked at.
    }
  }
  return { atMs, memoryBytes, pids, diskBytes: bytesIn(folder) };
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
 * @typedef {object} Growth
 * @property {number} lastMb
 * @property {number} mbPerHour slope of the straight line through what it takes at least
 * @property {number} plusMinusMb two standard errors of that slope
 * @property {number} replaced how often another process took its place
 */

/** Collectors of garbage let memory rise and fall: of so many spans of the run what was taken at least is what counts. */
const SPANS = 48;

/**
 * How much each process grows in an hour once it is warm: after half the run, or two hours.
 * @param {readonly Usage[]} samples
 * @returns {Record<string, Growth>}
 */
export function growth(samples) {
  const lastMs = samples.at(-1)?.atMs ?? 0;
  const warmMs = Math.min(lastMs / 2, WARM_UP_MS);
  const warm = samples.filter(({ atMs }) => atMs >= warmMs);
  /** @type {Record<string, Growth>} */
  const rows = {};
  for (const name of [...new Set(samples.flatMap(({ memoryBytes }) => Object.keys(memoryBytes))), 'disk']) {
    const points = warm.flatMap(({ atMs, diskBytes, memoryBytes }) => {
      const bytes = name === 'disk' ? diskBytes : memoryBytes[name];
      return bytes === undefined ? [] : [/** @type {const} */ ([atMs, bytes])];
    });
    const { slope, error } = straightLine(name === 'disk' ? points : leastOf(points, warmMs, lastMs));
    const pids = samples.flatMap((each) => each.pids[name] ?? []);
    rows[name] = {
      lastMb: inTenths(points.at(-1)?.[1] ?? 0),
      mbPerHour: inTenths(slope * HOUR_MS),
      plusMinusMb: inTenths(2 * error * HOUR_MS),
      replaced: pids.filter((pid, place) => place > 0 && pid !== pids[place - 1]).length,
    };
  }
  return rows;
}

/** @param {number} bytes */
function inTenths(bytes) {
  return Math.round(bytes / 1e5) / 10;
}

/** @typedef {readonly [number, number]} Point */

/**
 * @param {readonly Point[]} points
 * @param {number} fromMs
 * @param {number} toMs
 * @returns {readonly Point[]}
 */
function leastOf(points, fromMs, toMs) {
  /** @type {Map<number, Point>} */
  const least = new Map();
  for (const point of points) {
    const span = Math.min(SPANS - 1, Math.floor(((point[0] - fromMs) / (toMs - fromMs)) * SPANS));
    const before = least.get(span);
    if (before === undefined || point[1] < before[1]) least.set(span, point);
  }
  return [...least.values()];
}

/**
 * By least squares.
 * @param {readonly Point[]} points
 * @returns {{ slope: number, error: number }}
 */
function straightLine(points) {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (count < 3 || spread === 0) return { slope: 0, error: 0 };
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / (count - 2) / spread) };
}

/**
 * What is wrong, in words: a process that grows beyond doubt, or whose place another took, since it then begins anew.
 * @param {Record<string, Growth>} rows
 * @param {number} hours of the run
 * @returns {readonly string[]}
 */
export function faultsOf(rows, hours) {
  const bound = mostMbPerHour(hours);
  return Object.entries(rows).flatMap(([name, { mbPerHour, plusMinusMb, replaced }]) => {
    if (name === 'disk') return [];
    const grows = mbPerHour - plusMinusMb > bound;
    return [
      ...(grows ? [`${name} grows by ${mbPerHour} ± ${plusMinusMb} MB an hour (bound: ${bound})`] : []),
      ...(replaced > 0 ? [`${name} was replaced ${replaced} times: its memory began anew`] : []),
    ];
  });
}

/** An allocator settles by so much, however long the run is; what grows by more in all is no longer that. */
const SETTLING_MB = 12;

/**
 * The growth of a process that is still taken for none, the less the longer the run.
 * @param {number} hours of the run
 */
export function mostMbPerHour(hours) {
  const judged = hours - Math.min(hours / 2, WARM_UP_MS / HOUR_MS);
  return Math.max(1, Math.round((SETTLING_MB / judged) * 10) / 10);
}
