import { getCreateAddress, type Interface } from 'ethers';
import { z } from 'zod';
import { BugError, present } from '../../app/domain/errors.ts';
import { type Address, parseAddress } from '../../app/domain/hex.ts';
import { type Account, type Sender, senderFor } from './account.ts';
import type { Artifact, Artifacts, ContractName } from './artifacts.ts';
import type { People } from './people.ts';
import type { Rpc } from './rpc.ts';

const fees = { maxFeePerGas: 1_000n * 10n ** 9n, maxPriorityFeePerGas: 10n ** 9n };
const creationGas = 12_000_000;
const callGas = 8_000_000;

/** A building site: queues transactions, then mines them all and insists that each succeeded. */
export class Site {
  readonly people: People;
  readonly #rpc: Rpc;
  readonly #artifacts: Artifacts;
  readonly #senders = new Map<Account, Sender>();
  #queued: Promise<unknown>[] = [];

  constructor(rpc: Rpc, artifacts: Artifacts, people: People) {
    this.#rpc = rpc;
    this.#artifacts = artifacts;
    this.people = people;
  }

  /**
   * @param libraries those that the contract is linked with, by name
   * @param creator whose it is, where a contract asks who made it
   */
  create(
    name: ContractName,
    parameters: readonly unknown[] = [],
    libraries: Readonly<Record<string, Address>> = {},
    creator: Account = this.people.deployer,
  ): Address {
    const { abi } = this.#artifacts[name];
    const bytecode = linked(this.#artifacts[name], libraries);
    const sender = this.#sender(creator);
    const address = parseAddress(getCreateAddress({ from: creator.address, nonce: sender.nonce() }));
    this.#queued.push(
      sender.send(
        { to: null, data: bytecode + abi.encodeDeploy([...parameters]).slice(2), gasLimit: creationGas },
        fees,
      ),
    );
    return address;
  }

  call(
    from: Account,
    to: Address,
    contract: ContractName,
    method: string,
    parameters: readonly unknown[],
    value = 0n,
  ): void {
    const data = this.#abi(contract).encodeFunctionData(method, [...parameters]);
    this.#queued.push(this.#sender(from).send({ to, data, gasLimit: callGas, value }, fees));
  }

  async read(to: Address, contract: ContractName, method: string, parameters: readonly unknown[]): Promise<unknown> {
    const abi = this.#abi(contract);
    const answer = await this.#rpc.call(
      'eth_call',
      { to, data: abi.encodeFunctionData(method, [...parameters]) },
      'latest',
    );
    return abi.decodeFunctionResult(method, z.string().parse(answer))[0];
  }

  async blockNumber(): Promise<number> {
    return Number(z.string().parse(await this.#rpc.call('eth_blockNumber')));
  }

  async mine(): Promise<void> {
    await Promise.all(this.#queued);
    const expected = this.#queued.length;
    this.#queued = [];
    let mined = 0;
    for (let blocks = 0; mined < expected && blocks < 50; blocks += 1) {
      await this.#rpc.call('evm_mine');
      const receipts = receiptsSchema.parse(await this.#rpc.call('eth_getBlockReceipts', 'latest'));
      const failed = receipts.find((receipt) => receipt.status !== '0x1');
      if (failed !== undefined)
        throw new BugError('a set-up transaction of the devnet failed', { transactionHash: failed.transactionHash });
      mined += receipts.length;
    }
    if (mined !== expected) throw new BugError('set-up transactions of the devnet were not mined', { expected, mined });
  }

  #abi(contract: ContractName): Interface {
    return this.#artifacts[contract].abi;
  }

  #sender(account: Account): Sender {
    const known = this.#senders.get(account) ?? senderFor(this.#rpc, account, 0);
    this.#senders.set(account, known);
    return known;
  }
}

const receiptsSchema = z.array(z.object({ status: z.string(), transactionHash: z.string() }));

/** Creation bytecode with its libraries' addresses in their places. */
function linked({ name, bytecode, links }: Artifact, libraries: Readonly<Record<string, Address>>): string {
  let code = bytecode;
  for (const [library, offsets] of Object.entries(links)) {
    const address = present(libraries[library], `${library}, which ${name} is linked with`).slice(2);
    for (const offset of offsets) {
      const start = 2 + 2 * offset;
      code = code.slice(0, start) + address + code.slice(start + address.length);
    }
  }
  return code;
}
