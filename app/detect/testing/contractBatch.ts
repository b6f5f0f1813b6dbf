import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractFactory, Interface, type Result, toBeHex } from 'ethers';
import { BugError, present } from '../../domain/errors.ts';
import { type OracleNode, startOracleNode } from './oracleNode.ts';
import type { CompiledContract } from './v4Manager.ts';

const compiled = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../resources/contracts/out');

function artifact(name: string): CompiledContract {
  return JSON.parse(readFileSync(path.join(compiled, `${name}.json`), 'utf8')) as CompiledContract;
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

class Deployer {
  readonly #node: OracleNode;
  readonly from: string;

  constructor(node: OracleNode, from: string) {
    this.#node = node;
    this.from = from;
  }

  /** @returns the address of the contract that the transaction created, if it did */
  async send(transaction: Transaction): Promise<string> {
    const hash = await this.#node.call('eth_sendTransaction', {
      from: this.from,
      gas: toBeHex(30_000_000),
      ...transaction,
    });
    await this.#node.call('evm_mine');
    const receipt = (await this.#node.call('eth_getTransactionReceipt', hash)) as {
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
}

async function start(
  name: string,
  place: (deployer: Deployer, contract: CompiledContract) => Promise<string>,
): Promise<ContractBatch> {
  const node = await startOracleNode();
  const [from] = (await node.call('eth_accounts')) as string[];
  const contract = artifact(name);
  const to = await place(new Deployer(node, present(from, 'account of the node')), contract);
  const code = new Interface(contract.abi);
  return {
    ask: async (calls) => {
      const inner = calls.map(({ method, args }) => code.encodeFunctionData(method, args));
      const data = code.encodeFunctionData('many', [inner]);
      const reply = await node.call('eth_call', { to, data, gas: toBeHex(30_000_000_000) }, 'latest');
      const answers = code.decodeFunctionResult('many', String(reply))[0] as string[];
      return calls.map(({ method }, i) => {
        const answer = present(answers[i], 'answer of the test contract');
        return answer === '0x' ? null : code.decodeFunctionResult(method, answer);
      });
    },
    stop: () => node.stop(),
  };
}

/** Deploys a contract of resources/contracts/test that is a `Batch`. */
export function startContractBatch(name: string): Promise<ContractBatch> {
  return start(name, (deployer, contract) => deployer.deploy(contract));
}

/** V4Asker over a real PoolManager, whose protocol fees it may set. */
export function startV4Asker(manager: CompiledContract): Promise<ContractBatch> {
  return start('V4Asker', async (deployer, contract) => {
    const at = await deployer.deploy(manager, deployer.from);
    const asker = await deployer.deploy(contract, at);
    const data = new Interface(manager.abi).encodeFunctionData('setProtocolFeeController', [asker]);
    await deployer.send({ to: at, data });
    return asker;
  });
}
