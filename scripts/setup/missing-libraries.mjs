/** Debian's package for each shared library that Electron links, by soname. */
const PACKAGE_BY_LIBRARY = new Map([
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libgdk-3.so.0', 'libgtk-3-0'],
  ['libnss3.so', 'libnss3'],
  ['libnssutil3.so', 'libnss3'],
  ['libsmime3.so', 'libnss3'],
  ['libnspr4.so', 'libnspr4'],
  ['libasound.so.2', 'libasound2'],
  ['libgbm.so.1', 'libgbm1'],
  ['libdrm.so.2', 'libdrm2'],
  ['libatk-1.0.so.0', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libatspi.so.0', 'libatspi2.0-0'],
  ['libcups.so.2', 'libcups2'],
  ['libdbus-1.so.3', 'libdbus-1-3'],
  ['libexpat.so.1', 'libexpat1'],
  ['libglib-2.0.so.0', 'libglib2.0-0'],
  ['libgobject-2.0.so.0', 'libglib2.0-0'],
  ['libgio-2.0.so.0', 'libglib2.0-0'],
  ['libpango-1.0.so.0', 'libpango-1.0-0'],
  ['libcairo.so.2', 'libcairo2'],
  ['libudev.so.1', 'libudev1'],
  ['libX11.so.6', 'libx11-6'],
  ['libX11-xcb.so.1', 'libx11-xcb1'],
  ['libxcb.so.1', 'libxcb1'],
  ['libXcomposite.so.1', 'libxcomposite1'],
  ['libXdamage.so.1', 'libxdamage1'],
  ['libXext.so.6', 'libxext6'],
  ['libXfixes.so.3', 'libxfixes3'],
  ['libXrandr.so.2', 'libxrandr2'],
  ['libXss.so.1', 'libxss1'],
  ['libXtst.so.6', 'libxtst6'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
  ['libxshmfence.so.1', 'libxshmfence1'],
  ['libnotify.so.4', 'libnotify4'],
  ['libsecret-1.so.0', 'libsecret-1-0'],
]);

/** Together these draw in everything Electron links; used when a library is not in the table. */
const EVERYTHING = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'];

/** Packages renamed with 64-bit time: Debian 13 and Ubuntu 24.04 onwards. */
const RENAMED = new Set([
  'libgtk-3-0',
  'libasound2',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libatspi2.0-0',
  'libcups2',
  'libglib2.0-0',
]);

/**
 * @param {string} listing what `ldd` printed
 * @returns {string[]} sonames that the loader cannot find
 */
export function parseMissingLibraries(listing) {
  const names = [...listing.matchAll(/^\s*(\S+)\s+=>\s+not found/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)].sort();
}

/**
 * @param {readonly string[]} libraries sonames
 * @param {string} osRelease contents of /etc/os-release
 * @returns {string[]} Debian packages that hold them, by the names this release uses
 */
export function packagesForLibraries(libraries, osRelease) {
  const known = libraries.flatMap((library) => PACKAGE_BY_LIBRARY.get(library) ?? []);
  const complete = libraries.every((library) => PACKAGE_BY_LIBRARY.has(library));
  const packages = complete ? known : [...known, ...EVERYTHING];
  const renamed = hasRenamedPackages(osRelease);
  return [...new Set(packages.map((name) => (renamed && RENAMED.has(name) ? `${name}t64` : name)))].sort();
}

/**
 * @param {string} osRelease
 * @returns {boolean}
 */
function hasRenamedPackages(osRelease) {
  const field = (/** @type {string} */ name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? '';
  const version = Number.parseFloat(field('VERSION_ID'));
  if (field('ID') === 'debian') return Number.isNaN(version) || version >= 13;
  if (field('ID') === 'ubuntu') return version >= 24.04;
  return false;
}
