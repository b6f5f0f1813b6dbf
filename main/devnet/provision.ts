import { getCreateAddress } from 'ethers';
import { z } from 'zod';
import { ExpectedError } from '../../app/domain/errors.ts';
import { type Address, parseAddress } from '../../app/domain/hex.ts';
import type { Account } from './account.ts';
import { senderFor } from './account.ts';
import type { Artifacts } from './artifacts.ts';
import type { Head, Rpc } from './rpc.ts';

const deploymentGas = 3_000_000;
const blocksToWait = 20;
const receiptSchema = z.object({ status: z.string() }).nullable();

/**
 * The faucet and the deployer: sets an owner's ether and deploys an executor for it, once an owner; asked again for the same
 * owner it gives the same executor and no more ether. Waits until the contract can be called; `onSent` hears that it waits.
 * @throws ExpectedError DEVNET_PROVISION_FAILED
 */
export function provisioner(
  rpc: Rpc,
  artifacts: Artifacts,
  deployer: Account,
): (owner: Address, wei: bigint, onSent?: () => void) => Promise<Address> {
  const given = new Map<Address, Promise<Address>>();
  const { abi, bytecode } = artifacts.Executor;
  const provide = async (owner: Address, wei: bigint, onSent: () => void): Promise<Address> => {
    await rpc.call('anvil_setBalance', owner, `0x${wei.toString(16)}`);
    const sender = senderFor(rpc, deployer, 0);
    await sender.renumber('pending');
    const executor = parseAddress(getCreateAddress({ from: deployer.address, nonce: sender.nonce() }));
    const data = bytecode + abi.encodeDeploy([owner]).slice(2);
    const heads = await headStream(rpc);
    try {
      const transactionHash = await sender.send(
        { to: null, data, gasLimit: deploymentGas },
        { maxFeePerGas: 500n * 10n ** 9n, maxPriorityFeePerGas: 10n ** 9n },
      );
      onSent();
      for (let block = 0; block < blocksToWait; block += 1) {
        await heads.next();
        const receipt = receiptSchema.parse(await rpc.call('eth_getTransactionReceipt', transactionHash));
        if (receipt?.status === '0x1') return executor;
        if (receipt !== null) break;
      }
    } finally {
      heads.stop();
    }
    throw new ExpectedError('DEVNET_PROVISION_FAILED', 'the executor could not be deployed on the devnet', {
      advice: 'Restart the devnet.',
      facts: { owner },
    });
  };
  let queue: Promise<unknown> = Promise.resolve();
  return (owner, wei, onSent = () => undefined) => {
    const known = given.get(owner);
    if (known !== undefined) return known;
    // One after the other: they share the deployer's nonces.
    const made = queue.then(() => provide(owner, wei, onSent));
    queue = made.catch(() => given.delete(owner));
    given.set(owner, made);
    return made;
  };
}

async function headStream(rpc: Rpc): Promise<{ next(): Promise<Head>; stop(): void }> {
  let wake: ((head: Head) => void) | null = null;
  const stop = await rpc.onHead((head) => wake?.(head));
  return {
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
    stop,
  };
}
