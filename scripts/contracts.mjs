// Compiles resources/contracts/**/*.sol and gathers the published contracts' creation bytecode into
// resources/contracts/out/NAME.json ({contractName, abi, bytecode}). Does nothing when no input changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { balancerContracts, balancerStamp } from './contracts/balancer.mjs';
import { openLinks, published } from './contracts/published.mjs';

const require = createRequire(import.meta.url);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const contractsFolder = join(root, 'resources/contracts');
const outFolder = join(contractsFolder, 'out');
const stampFile = join(outFolder, '.inputs');

const settings = {
  evmVersion: 'cancun',
  viaIR: true,
  optimizer: { enabled: true, runs: 10_000 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

const multicall3Constant = 'viem/_cjs/constants/contracts.js';

/**
 * @param {string} folder
 * @returns {string[]}
 */
function solidityFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path === outFolder ? [] : solidityFiles(path);
    return entry.name.endsWith('.sol') ? [path] : [];
  });
}

/** @param {string} name */
function publishedPath(name) {
  const path = join(root, 'node_modules', name);
  if (!existsSync(path)) throw new Error(`contracts: ${name} is not installed; run "npm ci"`);
  return path;
}

/** @param {readonly string[]} paths */
function inputsHash(paths) {
  const hash = createHash('sha256').update(JSON.stringify(settings)).update(require('solc/package.json').version);
  for (const path of paths) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

/**
 * @typedef {{ contractName: string, abi: unknown[], bytecode: string, links: Record<string, number[]> }} Artifact
 * @typedef {{ severity: string, formattedMessage: string }} CompilerMessage
 * @typedef {{ abi: unknown[], evm: { bytecode: { object: string } } }} CompiledContract
 */

/**
 * @param {readonly string[]} paths
 * @returns {Artifact[]}
 */
function compile(paths) {
  const solc = require('solc');
  const sources = Object.fromEntries(
    paths.map((path) => [relative(contractsFolder, path), { content: readFileSync(path, 'utf8') }]),
  );
  const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })));
  /** @type {CompilerMessage[]} */
  const messages = output.errors ?? [];
  /** @type {Record<string, Record<string, CompiledContract>>} */
  const compiled = output.contracts ?? {};
  const failures = messages.filter((message) => message.severity === 'error');
  for (const message of messages) if (message.severity !== 'info') console.error(message.formattedMessage);
  if (failures.length > 0) throw new Error(`contracts: ${failures.length} compile errors`);
  return Object.values(compiled).flatMap((contracts) =>
    Object.entries(contracts).map(([contractName, { abi, evm }]) => ({
      contractName,
      abi,
      bytecode: `0x${evm.bytecode.object}`,
      links: {},
    })),
  );
}

/**
 * @param {string} contractName
 * @param {string} path
 * @returns {Artifact}
 */
function readPublished(contractName, path) {
  const { abi = [], bytecode, linkReferences = {} } = JSON.parse(readFileSync(path, 'utf8'));
  return { contractName, abi, ...openLinks(bytecode, linkReferences) };
}

/**
 * Multicall3 is on npm as viem's constant only, without an interface: that is ours.
 * @param {readonly Artifact[]} compiled
 * @returns {Artifact}
 */
function multicall3(compiled) {
  const { multicall3Bytecode: bytecode } = require(publishedPath(multicall3Constant));
  const interface_ = compiled.find(({ contractName }) => contractName === 'IMulticall3');
  if (interface_ === undefined || typeof bytecode !== 'string')
    throw new Error('contracts: Multicall3 is not where it was');
  return { contractName: 'Multicall3', abi: interface_.abi, bytecode, links: {} };
}

function main() {
  const solidity = solidityFiles(contractsFolder).sort();
  const artifacts = Object.entries(published).map(([name, path]) => /** @type {const} */ ([name, publishedPath(path)]));
  const here = fileURLToPath(import.meta.url);
  const inputs = [
    here,
    join(dirname(here), 'contracts/published.mjs'),
    ...solidity,
    ...artifacts.map(([, path]) => path),
    publishedPath(multicall3Constant),
  ];
  const stamp = inputsHash(inputs) + balancerStamp(root);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  const startedAt = performance.now();
  const compiled = compile(solidity);
  const contracts = [
    ...compiled.filter(({ bytecode }) => bytecode !== '0x'),
    ...artifacts.map(([name, path]) => readPublished(name, path)),
    multicall3(compiled),
    ...balancerContracts(root, outFolder),
  ];
  // Written aside and moved into place, so that a build cut short leaves nothing half done.
  const freshFolder = `${outFolder}.${process.pid}`;
  mkdirSync(freshFolder, { recursive: true });
  for (const contract of contracts)
    writeFileSync(join(freshFolder, `${contract.contractName}.json`), `${JSON.stringify(contract)}\n`);
  writeFileSync(join(freshFolder, '.inputs'), stamp);
  writeFileSync(join(freshFolder, '.balancer'), balancerStamp(root));
  rmSync(outFolder, { recursive: true, force: true });
  renameSync(freshFolder, outFolder);
  console.log(`contracts: ${contracts.length} built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
