import { SetupFailure } from '../failure.mjs';

const LEAST = /** @type {const} */ ([20, 19]);

/**
 * @param {string} version such as `20.19.0`
 * @throws {SetupFailure} when it is older than the least supported
 */
export function checkNodeVersion(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  throw new SetupFailure(
    `Node ${version} is too old: Syndicate needs Node ${LEAST.join('.')} or newer.`,
    'npx --yes node@22 scripts/start.mjs',
  );
}
