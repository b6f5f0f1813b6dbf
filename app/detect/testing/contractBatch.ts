import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractFactory, getCreateAddress, Interface, toBeHex } from 'ethers';
import { BugError, present } from '../../domain/errors.ts';
import { type AbiParameter, CallWords, manyAnswers, manyCalls } from './callWords.ts';
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
  ask(calls: readonly ContractCall[]): Promise<(readonly unknown[] | null)[]>;
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

interface AbiFunction {
  readonly type: 'function';
  readonly name: string;
  readonly inputs: readonly AbiParameter[];
  readonly outputs: readonly AbiParameter[];
}

/**
 * Asks a contract at `to` many things at once, through its `many` (resources/contracts/test/Batch.sol). Calls are written by ourselves: ethers takes several
 * times longer over a call than the node over its answer.
 */
function manyAsker(node: OracleNode, to: string, { abi }: CompiledContract): ContractBatch['ask'] {
  const code = new Interface(abi);
  const selectorOf = (name: string): string =>
    present(code.getFunction(name), 'function of the test contract').selector;
  const functions = (abi as readonly AbiFunction[]).filter(({ type }) => type === 'function');
  const known = new Map(
    functions.map(({ name, inputs, outputs }) => [name, new CallWords(selectorOf(name), inputs, outputs)]),
  );
  const many = selectorOf('many');
  return async (calls) => {
    const asked = calls.map(({ method, args }) => ({ words: present(known.get(method), 'function'), args }));
    const transaction = { to, data: manyCalls(many, asked), gas: toBeHex(30_000_000_000) };
    const answers = manyAnswers(String(await node.call('eth_call', transaction, 'latest')));
    return asked.map(({ words }, i) => {
      const answer = present(answers[i], 'answer of the test contract');
      return answer.length === 0 ? null : words.read(answer);
    });
  };
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
    return { facts, ask: manyAsker(node, asker, contract), stop: () => node.stop() };
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
