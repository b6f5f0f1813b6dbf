/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {string} [resolved]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * @typedef {Record<string, LockedPackage>} LockedPackages by path, such as `node_modules/zod`
 */

const SYSTEMS = ['darwin', 'linux', 'win32', 'freebsd', 'netbsd', 'openbsd', 'sunos', 'aix', 'android', 'openharmony'];
const PROCESSORS = new Map([
  ['x64', 'x64'],
  ['amd64', 'x64'],
  ['arm64', 'arm64'],
  ['ia32', 'ia32'],
  ['arm', 'arm'],
  ['ppc64', 'ppc64'],
  ['riscv64', 'riscv64'],
  ['s390x', 's390x'],
  ['wasm32', 'wasm32'],
]);

/**
 * Names what the lock file has left out: the builds for other machines of a package that has one build for each. npm leaves them
 * out where the mirror it asks does not carry them, and `npm ci` then refuses the lock file everywhere.
 * @param {LockedPackages} packages
 * @returns {LockedPackages} the entries to add
 */
export function missingBuilds(packages) {
  /** @type {LockedPackages} */
  const missing = {};
  for (const entry of Object.values(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      if (Object.keys(packages).some((each) => each === path || each.endsWith(`/${path}`))) continue;
      missing[path] = {
        version: range.replace(/^[~^]/, ''),
        ...machineOf(name),
        ...(entry.dev === true ? { dev: true } : {}),
        optional: true,
      };
    }
  }
  return missing;
}

/**
 * @param {LockedPackages} packages
 * @returns {LockedPackages} sorted by path, as npm writes them
 */
export function sortPackages(packages) {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
}

/**
 * @param {string} name such as `@scope/tool-linux-arm64-musl`
 * @returns {Pick<LockedPackage, 'os' | 'cpu' | 'libc'>}
 */
function machineOf(name) {
  const words = name.split(/[-/]/);
  const cpu = words.map((word) => PROCESSORS.get(word)).find((each) => each !== undefined);
  const os = words.find((word) => SYSTEMS.includes(word));
  if (cpu === undefined)
    throw new Error(`${name} does not say what machine it is for; add it to package-lock.json by hand.`);
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    cpu: [cpu],
    ...(os === 'linux' && libc !== undefined ? { libc: [libc] } : {}),
    ...(os === undefined ? {} : { os: [os] }),
  };
}
