import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CLEAN = {
  'app/domain/amount.ts': 'export const one = 1n;\n',
  'app/contract/order.ts': "export { one } from '../domain/amount.ts';\n",
  'app/market/state.ts': "export { one } from '../domain/amount.ts';\n",
  'main/index.ts': "export { one } from '../app/market/state.ts';\n",
  'main/signer/index.ts': "export { one } from '../../app/domain/amount.ts';\n",
  'preload/panels.ts': "export { one } from '../app/contract/order.ts';\n",
  'renderer/main.ts': "export { one } from '../app/contract/order.ts';\n",
};

/** One import in the wrong direction for each rule. */
const PLANTED: [rule: string, file: string, source: string][] = [
  ['no-circular', 'app/market/state.ts', "export * from './loop.ts';\n"],
  ['not-resolvable', 'app/market/state.ts', "export * from './absent.ts';\n"],
  ['domain-at-the-bottom', 'app/domain/amount.ts', "export * from '../market/other.ts';\n"],
  ['contract-over-domain', 'app/contract/order.ts', "export * from '../market/other.ts';\n"],
  ...['market', 'detect', 'strategies', 'risk', 'execution', 'portfolio', 'store', 'signing', 'reports'].map(
    (folder): [string, string, string] => [
      `core-${folder}`,
      `app/${folder}/state.ts`,
      "export * from '../engine/kernel.ts';\n",
    ],
  ),
  ['app-below-processes', 'app/market/state.ts', "export { app } from 'electron';\n"],
  ['renderer-sees-contract', 'renderer/main.ts', "export * from '../app/market/other.ts';\n"],
  ['renderer-without-node', 'renderer/main.ts', "export { readFileSync } from 'node:fs';\n"],
  ['preload-sees-contract', 'preload/panels.ts', "export * from '../app/domain/amount.ts';\n"],
  ['main-sees-app', 'main/index.ts', "export * from '../renderer/main.ts';\n"],
  ['nobody-imports-main', 'preload/panels.ts', "export * from '../main/index.ts';\n"],
  ['nobody-imports-renderer', 'app/market/state.ts', "export * from '../../renderer/main.ts';\n"],
  ['child-processes-apart', 'main/signer/index.ts', "export * from '../engine/index.ts';\n"],
  ['signer-without-network', 'main/signer/index.ts', "export { connect } from 'node:net';\n"],
  ['scripts-stand-alone', 'scripts/start.mjs', "export * from '../app/market/other.ts';\n"],
];

const EXTRA = {
  'app/market/loop.ts': "export * from './state.ts';\n",
  'app/market/other.ts': 'export const two = 2n;\n',
  'app/engine/kernel.ts': 'export const kernel = 3;\n',
  'main/engine/index.ts': 'export const engine = 1;\n',
  'scripts/start.mjs': 'export const start = 1;\n',
};

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'syndicate-layers-'));
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) cpSync(file, join(root, file));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), source);
  }
}

/** @returns the names of the rules that were broken */
function brokenRules(): Set<string> {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const result = spawnSync(process.execPath, [cruiser, ...args, 'app', 'main', 'preload', 'renderer', 'scripts'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const report: { summary: { violations: { rule: { name: string } }[] } } = JSON.parse(result.stdout);
  return new Set(report.summary.violations.map((violation) => violation.rule.name));
}

describe('layers', () => {
  it('accepts the direction of the design', () => {
    write({ ...CLEAN, 'scripts/start.mjs': EXTRA['scripts/start.mjs'] });
    expect(brokenRules()).toEqual(new Set());
  });

  it.each(PLANTED)('%s is noticed', (rule, file, source) => {
    write({ ...CLEAN, ...EXTRA, [file]: source });
    expect(brokenRules()).toContain(rule);
  });
});
