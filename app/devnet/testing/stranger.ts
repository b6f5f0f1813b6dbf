import { Wallet } from 'ethers';

/** Somebody whom nobody knows: what they send from and to, and how. */
export interface StrangersRequest {
  /** Absent creates a contract. */
  readonly to?: string;
  readonly data?: string;
  readonly value?: bigint;
  readonly gasLimit?: number;
}

const gwei = 10n ** 9n;

/**
 * Gives a fresh account a hundred ether and sends one transaction of it to the public pool, with a tip that gets it into the
 * next block. Answers its hash.
 * @param call sends JSON-RPC to the devnet's public endpoint
 */
export async function strangerSends(
  call: (method: string, ...params: readonly unknown[]) => Promise<unknown>,
  { to, data = '0x', value = 0n, gasLimit = 500_000 }: StrangersRequest,
): Promise<string> {
  const stranger = Wallet.createRandom();
  await call('anvil_setBalance', stranger.address, `0x${(10n ** 20n).toString(16)}`);
  const raw = await stranger.signTransaction({
    type: 2,
    chainId: Number(await call('eth_chainId')),
    nonce: 0,
    to: to ?? null,
    data,
    value,
    gasLimit,
    maxFeePerGas: 100n * gwei,
    maxPriorityFeePerGas: 10n * gwei,
  });
  return String(await call('eth_sendRawTransaction', raw));
}
