import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractFactory, getCreateAddress, Interface, type Result, toBeHex } from 'ethers';
import { BugError, present } from '../../domain/errors.ts';
import { type OracleNode, startOracleNode } from './oracleNode.ts';

export interface CompiledContract {
  readonly abi: readonly object[];
  readonly bytecode: string;
}

const { resolve } = createRequire(import.meta.url);
const compiled = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../resources/contracts/out');

function readContract(file: string): CompiledContract {
  return JSON.parse(readFileSync(file, 'utf8')) as CompiledContract;
}

/** A contract of resources/contracts. */
export function ownContract(name: string): CompiledContract {
  return readContract(path.join(compiled, `${name}.json`));
}

/** A contract as a package publishes it: the path begins with the package's name. */
export function publishedContract(file: string): CompiledContract {
  return readContract(resolve(file));
}

export interface ContractCall {
  readonly method: string;
  readonly args: readonly unknown[];
}

/** One of our test contracts on a node of its own, asked many things in one call. */
export interface ContractBatch {
  /** The values that each call returns; null where it reverts. */
  ask(calls: readonly ContractCall[]): Promise<(Result | null)[]>;
  stop(): Promise<void>;
}

interface Transaction {
  readonly to?: string;
  readonly data: string;
}

/** Deploys contracts and sends transactions to the node, a block each. */
export class Deployer {
  readonly node: OracleNode;
  readonly from: string;

  constructor(node: OracleNode, from: string) {
    this.node = node;
    this.from = from;
  }

  /** @returns the address of the contract that the transaction created, if it did */
  async send(transaction: Transaction): Promise<string> {
    const hash = await this.node.call('eth_sendTransaction', {
      from: this.from,
      gas: toBeHex(30_000_000),
      ...transaction,
    });
    await this.node.call('evm_mine');
    const receipt = (await this.node.call('eth_getTransactionReceipt', hash)) as {
      contractAddress: string;
      status: string;
    };
    if (receipt.status !== '0x1') throw new BugError('a transaction of the oracle failed', { hash: String(hash) });
    return receipt.contractAddress;
  }

  async deploy({ abi, bytecode }: CompiledContract, ...args: readonly unknown[]): Promise<string> {
    const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args);
    return this.send({ data });
  }

  async call(to: string, { abi }: CompiledContract, method: string, ...args: readonly unknown[]): Promise<void> {
    await this.send({ to, data: new Interface(abi).encodeFunctionData(method, args) });
  }

  /** The first value that a function would return. */
  async read(to: string, { abi }: CompiledContract, method: string, ...args: readonly unknown[]): Promise<string> {
    const code = new Interface(abi);
    const data = await this.node.call('eth_call', { from: this.from, to, data: code.encodeFunctionData(method, args) });
    return String(code.decodeFunctionResult(method, String(data))[0]);
  }

  /** Where the next contract but `ahead` others will stand. */
  async nextAddress(ahead: number): Promise<string> {
    const nonce = Number(await this.node.call('eth_getTransactionCount', this.from, 'latest'));
    return getCreateAddress({ from: this.from, nonce: nonce + ahead });
  }
}

/** What a contract of `abi` at `to` answers to many calls at once, through its `many` (resources/contracts/test/Batch.sol). */
async function askMany(
  node: OracleNode,
  to: string,
  code: Interface,
  calls: readonly ContractCall[],
): Promise<(Result | null)[]> {
  const inner = calls.map(({ method, args }) => code.encodeFunctionData(method, args));
  const data = code.encodeFunctionData('many', [inner]);
  const reply = await node.call('eth_call', { to, data, gas: toBeHex(30_000_000_000) }, 'latest');
  const answers = code.decodeFunctionResult('many', String(reply))[0] as string[];
  return calls.map(({ method }, i) => {
    const answer = present(answers[i], 'answer of the test contract');
    return answer === '0x' ? null : code.decodeFunctionResult(method, answer);
  });
}

/** The scene that an asker stands in: contracts on a node of our own. */
export interface OracleScene<T> {
  /** Where the asker stands. */
  readonly asker: string;
  /** What questions need to know of it. */
  readonly facts: T;
}

/** As startContractBatch, over contracts that `place` deploys first. */
export async function startOracle<T>(
  name: string,
  place: (deployer: Deployer, asker: CompiledContract) => Promise<OracleScene<T>>,
): Promise<ContractBatch & { readonly facts: T }> {
  const node = await startOracleNode();
  try {
    const [from] = (await node.call('eth_accounts')) as string[];
    const contract = ownContract(name);
    const { asker, facts } = await place(new Deployer(node, present(from, 'account of the node')), contract);
    const code = new Interface(contract.abi);
    return { facts, ask: (calls) => askMany(node, asker, code, calls), stop: () => node.stop() };
  } catch (error) {
    await node.stop();
    throw error;
  }
}

/** Deploys a contract of resources/contracts/test that is a `Batch`. */
export function startContractBatch(name: string): Promise<ContractBatch> {
  return startOracle(name, async (deployer, contract) => ({ asker: await deployer.deploy(contract), facts: null }));
}

/** V4Asker over a real PoolManager, whose protocol fees it may set. */
export function startV4Asker(manager: CompiledContract): Promise<ContractBatch> {
  return startOracle('V4Asker', async (deployer, contract) => {
    const at = await deployer.deploy(manager, deployer.from);
    const asker = await deployer.deploy(contract, at);
    await deployer.call(at, manager, 'setProtocolFeeController', asker);
    return { asker, facts: null };
  });
}
