// Balancer's V3 pools are on npm as Solidity alone: tests deploy what our compiler makes of it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** @type {Record<string, readonly [file: string, contract: string]>} */
const pools = {
  BalancerV3WeightedPool: ['@balancer-labs/v3-pool-weighted/contracts/WeightedPool.sol', 'WeightedPool'],
  BalancerV3StablePool: ['@balancer-labs/v3-pool-stable/contracts/StablePool.sol', 'StablePool'],
};

/** The packages' own settings would take the compiler minutes; the mathematics is the same under all. */
const settings = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 999 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

/**
 * @param {string} root
 * @param {string} path as Solidity imports it
 */
function sourceOf(root, path) {
  // The top of node_modules holds an older OpenZeppelin, which others need.
  const installed = path.replace(/^@openzeppelin\/contracts\//, 'openzeppelin-contracts-5/');
  return readFileSync(join(root, 'node_modules', installed), 'utf8');
}

/**
 * Changes when the packages or the compiler do.
 * @param {string} root
 */
export function balancerStamp(root) {
  const packages = ['interfaces', 'pool-stable', 'pool-utils', 'pool-weighted', 'solidity-utils', 'vault'];
  const files = [...packages.map((name) => `@balancer-labs/v3-${name}`), 'openzeppelin-contracts-5', 'solc'];
  const hash = createHash('sha256').update(JSON.stringify({ pools, settings }));
  for (const name of files) hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')));
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} outFolder of the last build, whose contracts are taken over if nothing of theirs changed
 * @returns {{ contractName: string, abi: unknown[], bytecode: string, links: Record<string, number[]> }[]}
 */
export function balancerContracts(root, outFolder) {
  const stampFile = join(outFolder, '.balancer');
  const last = Object.keys(pools).map((name) => join(outFolder, `${name}.json`));
  const isFresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === balancerStamp(root);
  if (isFresh && last.every((file) => existsSync(file)))
    return last.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const sources = Object.fromEntries(Object.values(pools).map(([file]) => [file, { content: sourceOf(root, file) }]));
  const input = JSON.stringify({ language: 'Solidity', sources, settings });
  const read = (/** @type {string} */ path) => ({ contents: sourceOf(root, path) });
  const { errors = [], contracts = {} } = JSON.parse(require('solc').compile(input, { import: read }));
  for (const { severity, formattedMessage } of errors) if (severity === 'error') throw new Error(formattedMessage);
  return Object.entries(pools).map(([contractName, [file, name]]) => {
    const { abi, evm } = contracts[file][name];
    return { contractName, abi, bytecode: `0x${evm.bytecode.object}`, links: {} };
  });
}
