import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AbiCoder, getCreateAddress, Interface } from 'ethers';
import { z } from 'zod';
import type { CrowdPool } from '../../../app/devnet/poolView.ts';
import { ExpectedError } from '../../../app/domain/errors.ts';
import { type Address, parseAddress } from '../../../app/domain/hex.ts';
import { type Account, accountNamed, type Sender, senderFor } from '../account.ts';
import { applicationRoot } from '../applicationRoot.ts';
import { type Artifacts, readArtifacts } from '../artifacts.ts';
import { crowdPools } from '../crowdPools.ts';
import type { Deployment } from '../deployment.ts';
import { nodeBinary, startNode } from '../node.ts';
import { devnetPeople, type People } from '../people.ts';
import { connectRpc, type Rpc } from '../rpc.ts';
import { deployedState } from '../snapshot.ts';

export interface Mined {
  readonly succeeded: boolean;
  readonly gasUsed: bigint;
  /** What the same call answers as the node sees it just before: the error's name where it reverts. */
  readonly error: string | null;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

/** The devnet's deployed market without its crowd, on a node that mines a block for each transaction sent. */
export interface ContractChain {
  readonly rpc: Rpc;
  readonly artifacts: Artifacts;
  readonly deployment: Deployment;
  readonly people: People;
  readonly pools: readonly CrowdPool[];
  /** An account with a thousand ether. */
  account(name: string): Promise<Account>;
  create(
    from: Account,
    artifact: { readonly abi: Interface; readonly bytecode: string },
    parameters?: readonly unknown[],
  ): Promise<Address>;
  send(
    from: Account,
    to: Address,
    abi: Interface,
    method: string,
    parameters: readonly unknown[],
    value?: bigint,
  ): Promise<Mined>;
  read(to: Address, abi: Interface, method: string, parameters?: readonly unknown[], from?: Address): Promise<unknown>;
  /** One of resources/contracts/test, or any other that was compiled. */
  compiled(name: string): { readonly abi: Interface; readonly bytecode: string };
  stop(): Promise<void>;
}

const gasLimit = 7_000_000;
const receiptSchema = z.object({
  status: z.string(),
  gasUsed: z.string(),
  logs: z.array(z.object({ address: z.string(), topics: z.array(z.string()), data: z.string() })),
});

export async function startContractChain(): Promise<ContractChain> {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-contracts-'));
  const root = applicationRoot();
  const artifacts = readArtifacts(root);
  const binary = nodeBinary(root);
  const people = devnetPeople();
  const { deployment, statePath } = await deployedState({
    root,
    binary,
    nodeVersion: 'test',
    folder,
    snapshotFolder: folder,
    artifacts,
    people,
  });
  const node = await startNode({ binary, folder, purpose: 'run', statePath });
  const rpc = await connectRpc(node.url);
  const senders = new Map<Address, Sender>();
  const senderOf = async (account: Account): Promise<Sender> => {
    const sender = senders.get(account.address) ?? senderFor(rpc, account, 0);
    if (!senders.has(account.address)) await sender.renumber('pending');
    senders.set(account.address, sender);
    return sender;
  };
  const compiled: ContractChain['compiled'] = (name) => {
    const { abi, bytecode } = z
      .object({ abi: z.array(z.unknown()), bytecode: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'resources/contracts/out', `${name}.json`), 'utf8')));
    return { abi: new Interface(JSON.stringify(abi)), bytecode };
  };
  const mine = async (from: Account, to: Address | null, data: string, value: bigint): Promise<Mined> => {
    const request = {
      from: from.address,
      ...(to === null ? {} : { to }),
      data,
      value: `0x${value.toString(16)}`,
      gas: `0x${gasLimit.toString(16)}`,
    };
    const error = await rpc.call('eth_call', request, 'latest').then(
      () => null,
      (thrown: unknown) => errorName(thrown),
    );
    const sender = await senderOf(from);
    const hash = await sender.send(
      { to, data, gasLimit, value },
      { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 1n },
    );
    await rpc.call('evm_mine');
    const receipt = receiptSchema.parse(await rpc.call('eth_getTransactionReceipt', hash));
    return { succeeded: receipt.status === '0x1', gasUsed: BigInt(receipt.gasUsed), logs: receipt.logs, error };
  };
  const errorName = (thrown: unknown): string => {
    const data = thrown instanceof ExpectedError ? thrown.facts.data : undefined;
    const known = typeof data === 'string' && data.length >= 10 ? artifacts.Executor.abi.parseError(data) : null;
    return known?.name ?? (thrown instanceof Error ? thrown.message : String(thrown));
  };
  return {
    rpc,
    artifacts,
    deployment,
    people,
    pools: crowdPools(deployment),
    account: async (name) => {
      const account = accountNamed(`test ${name}`);
      await rpc.call('anvil_setBalance', account.address, `0x${(10n ** 21n).toString(16)}`);
      return account;
    },
    create: async (from, { abi, bytecode }, parameters = []) => {
      const nonce = (await senderOf(from)).nonce();
      const { succeeded, error } = await mine(
        from,
        null,
        bytecode +
          AbiCoder.defaultAbiCoder()
            .encode(abi.deploy.inputs, [...parameters])
            .slice(2),
        0n,
      );
      if (!succeeded) throw new Error(`not created: ${error}`);
      return parseAddress(getCreateAddress({ from: from.address, nonce }));
    },
    send: (from, to, abi, method, parameters, value = 0n) =>
      mine(from, to, abi.encodeFunctionData(method, [...parameters]), value),
    read: async (to, abi, method, parameters = [], from = people.deployer.address) => {
      const answer = await rpc.call(
        'eth_call',
        { from, to, data: abi.encodeFunctionData(method, [...parameters]) },
        'latest',
      );
      return abi.decodeFunctionResult(method, z.string().parse(answer))[0] as unknown;
    },
    compiled,
    stop: async () => {
      rpc.close();
      await node.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
