import { readdirSync, readFileSync } from 'node:fs';

/**
 * Every process below one, nearest first, as /proc has them now; none where there is no /proc.
 * @param {number} pid
 * @returns {number[]}
 */
export function descendants(pid) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of processNames()) {
    const parent = parentOf(name);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  /** @type {number[]} */
  const found = [];
  for (let from = [pid]; from.length > 0; ) {
    from = from.flatMap((each) => children.get(each) ?? []);
    found.push(...from);
  }
  return found;
}

/** @returns {string[]} */
function processNames() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/**
 * @param {string} name
 * @returns {number | null} null where it has ended meanwhile
 */
function parentOf(name) {
  try {
    // The command in parentheses may hold anything, parentheses too.
    const fields = readFileSync(`/proc/${name}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[1]);
  } catch {
    return null;
  }
}
