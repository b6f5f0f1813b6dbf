import { dirname, resolve } from 'node:path';

/**
 * The terminal's own arguments out of Electron's command line: what stands behind the application's path, or, in a
 * package, everything but Chromium's switches that a launcher adds.
 */
export function windowArguments(argv: readonly string[], appPath: string, packaged: boolean): string[] {
  if (packaged) return argv.slice(1).filter((arg) => !chromiumSwitches.includes(arg));
  const at = argv.findIndex(
    (arg, index) => index > 0 && !arg.startsWith('-') && [resolve(arg), dirname(resolve(arg))].includes(appPath),
  );
  return argv.slice(at === -1 ? 1 : at + 1);
}

const chromiumSwitches: readonly string[] = ['--no-sandbox', '--disable-gpu', '--enable-logging'];
