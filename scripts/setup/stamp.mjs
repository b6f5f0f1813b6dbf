import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Git-ignored; holds what set-up remembers. Deleting it only costs time. */
export const STATE_FOLDER = '.syndicate';

/** Folders that hold results, never inputs. */
const PRODUCED = new Set(['node_modules', 'out']);

/**
 * A digest over the names and contents of files; folders are walked, what does not exist counts as absent.
 * @param {string} root
 * @param {readonly string[]} paths relative to root
 * @returns {string} hex
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(join(root, path))) {
      const content = readFileSync(file);
      hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
    }
    hash.update(`end ${path}\0`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} print from `fingerprint`
 * @returns {boolean} whether the step was last finished with the same inputs
 */
export function isStamped(root, name, print) {
  const file = stampFile(root, name);
  return existsSync(file) && readFileSync(file, 'utf8') === print;
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} print
 */
export function stamp(root, name, print) {
  const file = stampFile(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, print);
  renameSync(`${file}.${process.pid}`, file);
}

/**
 * @param {string} root
 * @param {string} name
 */
function stampFile(root, name) {
  return join(root, STATE_FOLDER, 'stamps', name);
}

/**
 * @param {string} path
 * @returns {string[]} sorted
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !PRODUCED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}
