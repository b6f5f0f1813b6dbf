import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractFactory, Interface, type Result, toBeHex } from 'ethers';
import { BugError, present } from '../../domain/errors.ts';
import { type OracleNode, startOracleNode } from './oracleNode.ts';

const compiled = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../resources/contracts/out');

interface Artifact {
  readonly abi: readonly object[];
  readonly bytecode: string;
}

function artifact(name: string): Artifact {
  return JSON.parse(readFileSync(path.join(compiled, `${name}.json`), 'utf8')) as Artifact;
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

async function deploy(node: OracleNode, { abi, bytecode }: Artifact, args: readonly unknown[]): Promise<string> {
  const [from] = (await node.call('eth_accounts')) as string[];
  const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args);
  const hash = await node.call('eth_sendTransaction', { from, gas: toBeHex(30_000_000), data });
  await node.call('evm_mine');
  const receipt = (await node.call('eth_getTransactionReceipt', hash)) as { contractAddress: string; status: string };
  if (receipt.status !== '0x1') throw new BugError('a test contract could not be deployed', { hash: String(hash) });
  return receipt.contractAddress;
}

/** Deploys a contract of resources/contracts/test that is a `Batch`. */
export async function startContractBatch(name: string): Promise<ContractBatch> {
  const node = await startOracleNode();
  const contract = artifact(name);
  const to = await deploy(node, contract, []);
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
