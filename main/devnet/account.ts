import { keccak256, toUtf8Bytes, Wallet } from 'ethers';
import { z } from 'zod';
import { type Address, type Bytes, type Hash, parseAddress, parseBytes, parseHash } from '../../app/domain/hex.ts';
import { devnetChainId } from './node.ts';
import type { Rpc } from './rpc.ts';

/** One of the devnet's own people. Their keys are public knowledge: they follow from the name and hold nothing elsewhere. */
export interface Account {
  readonly name: string;
  readonly address: Address;
  readonly wallet: Wallet;
}

export function accountNamed(name: string): Account {
  const wallet = new Wallet(keccak256(toUtf8Bytes(`syndicate devnet ${name}`)));
  return { name, address: parseAddress(wallet.address), wallet };
}

export interface Call {
  /** null creates a contract. */
  readonly to: Address | null;
  readonly data: string;
  readonly gasLimit: number;
  readonly value?: bigint;
}

export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Signs and sends an account's transactions, numbering them itself so that many can be under way at once. */
export interface Sender {
  readonly account: Account;
  send(call: Call, fees: Fees): Promise<Hash>;
  /** Signs without sending and without using the nonce up: for what may never be included. */
  sign(call: Call, fees: Fees, nonce: number): Promise<Bytes>;
  /**
   * Asks the node for the next nonce: `latest` counts what is in blocks, for when the chain lost some (after a reorg the node's
   * pending count still includes the orphans in its pool); `pending` also what waits, for when a nonce was already used.
   */
  renumber(after: 'latest' | 'pending'): Promise<void>;
  /** The next nonce. */
  nonce(): number;
  /** How many of the account's transactions are in blocks. */
  minedNonce(): Promise<number>;
}

export function senderFor(rpc: Rpc, account: Account, firstNonce: number): Sender {
  let nonce = firstNonce;
  const count = async (tag: 'pending' | 'latest'): Promise<number> =>
    Number(z.string().parse(await rpc.call('eth_getTransactionCount', account.address, tag)));
  const renumber = async (after: 'latest' | 'pending'): Promise<void> => {
    nonce = await count(after);
  };
  const sign: Sender['sign'] = async ({ to, data, gasLimit, value = 0n }, fees, at) =>
    parseBytes(
      await account.wallet.signTransaction({
        type: 2,
        chainId: devnetChainId,
        nonce: at,
        to,
        data,
        gasLimit,
        value,
        ...fees,
      }),
    );
  return {
    account,
    nonce: () => nonce,
    renumber,
    minedNonce: () => count('latest'),
    sign,
    send: async (call, fees) => {
      const mine = nonce;
      nonce += 1;
      const raw = await sign(call, fees, mine);
      return parseHash(z.string().parse(await rpc.call('eth_sendRawTransaction', raw)));
    },
  };
}
