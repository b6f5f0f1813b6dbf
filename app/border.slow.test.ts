import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 60_000);
const seed = String(process.env.SYNDICATE_SLOW_SEED ?? Date.now() % 2 ** 31);

/** Parts of the slow tier's time. */
const shares = { sanitized: 0.06, plain: 0.02 };

/** The core with every access and every undefined operation checked. @returns its file */
async function buildSanitized(): Promise<string> {
  const folder = path.join(root, '.syndicate', 'sanitized');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'syndicate_native.node');
  const { stdout } = await run('node', ['scripts/native/sources.mjs'], { cwd: root });
  const sources = stdout.trim().split('\n');
  const options =
    '-shared -fPIC -std=c++20 -O1 -g1 -fno-omit-frame-pointer -fno-rtti -fno-exceptions -fno-strict-overflow';
  const checks = '-fsanitize=address,undefined -fno-sanitize-recover=all';
  const defines = '-DNAPI_VERSION=9 -DNODE_ADDON_API_DISABLE_CPP_EXCEPTIONS';
  const headers = '-Inode_modules/node-addon-api -Inode_modules/node-api-headers/include';
  const args = `${options} ${checks} ${defines} ${headers}`.split(' ');
  await run('g++', [...args, ...sources, '-o', file], { cwd: root });
  return file;
}

async function library(name: string): Promise<string> {
  return (await run('g++', [`-print-file-name=${name}`])).stdout.trim();
}

async function fuzz(addon: string, share: number, mostGrowth: number, env: Record<string, string>): Promise<number> {
  const script = path.join(root, 'scripts', 'native', 'border-fuzz.mjs');
  const seconds = String(Math.max(5, Math.round((budgetMs * share) / 1000)));
  const args = ['--expose-gc', script, addon, seconds, seed, String(mostGrowth)];
  // Node itself: a sanitizer must be the first library of its process.
  const { stdout } = await run('node', args, { cwd: root, env: { ...process.env, ...env }, maxBuffer: 2 ** 24 });
  console.log(stdout.trim());
  return (JSON.parse(stdout) as { calls: number }).calls;
}

test('garbage at the border of the core: no bad access, nothing undefined', async () => {
  const env = {
    LD_PRELOAD: `${await library('libasan.so')} ${await library('libubsan.so')}`,
    ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1',
    UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
  };
  // The sanitizer holds back what is freed, up to 256 MB.
  expect(await fuzz(await buildSanitized(), shares.sanitized, 512, env)).toBeGreaterThan(1000);
});

test('garbage at the border of the core leaves no memory behind', async () => {
  const addon = path.join(root, 'build', 'Release', 'syndicate_native.node');
  expect(await fuzz(addon, shares.plain, 64, {})).toBeGreaterThan(1000);
});
