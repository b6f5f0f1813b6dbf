import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildBundles } from '../../../scripts/setup/bundles.mjs';
import { withSetupLock } from '../../../scripts/setup/lock.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

const core = join('build', 'Release', 'syndicate_native.node');

/** The built main process and its children, in a folder of their own. */
export interface StagedBundles {
  /** The entry of a run without a window. */
  readonly headless: string;
  remove(): void;
}

/**
 * Copies the bundles, so that a build beside the tests changes nothing under a running application. With `behindBroker`
 * the devnet's entry is a go-between that asks a broker which endpoints main is told: the only thing that differs from
 * what is shipped.
 */
export async function stageBundles(options: { readonly behindBroker: boolean }): Promise<StagedBundles> {
  const parent = join(root, '.syndicate', 'headless');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'run-'));
  const main = join(folder, 'main');
  await withSetupLock(root, async () => {
    await buildBundles(root);
    cpSync(join(root, 'out', 'main'), main, { recursive: true });
    // The core too: an engine that is started again must not find another one, nor a replay of what it decided.
    if (existsSync(join(root, core))) cpSync(join(root, core), join(folder, core));
  });
  if (options.behindBroker) {
    const goBetween = pathToFileURL(join(import.meta.dirname, 'devnetBehindBroker.ts')).href;
    renameSync(join(main, 'devnet', 'index.js'), join(main, 'devnet', 'real.js'));
    writeFileSync(
      join(main, 'devnet', 'index.js'),
      `import { relayDevnet } from '${goBetween}';\nrelayDevnet(new URL('./real.js', import.meta.url));\n`,
    );
  }
  return {
    headless: join(main, 'headless.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
