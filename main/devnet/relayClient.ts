import { keccak256, toUtf8Bytes, type Wallet } from 'ethers';
import { z } from 'zod';

const timeoutMs = 1_000;
const replySchema = z.object({
  result: z.object({ bundleHash: z.string().regex(/^0x[0-9a-f]{64}$/) }).optional(),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * Sends a bundle of one transaction as Flashbots defines it (eth_sendBundle; X-Flashbots-Signature is the address and the
 * EIP-191 signature of the hex text of the body's keccak-256).
 * @param url of a relay on this machine
 * @param blockNumber the block that it is for
 * @returns the bundle's hash, or null where the relay refused it or did not answer
 */
export async function sendBundle(
  url: string,
  signer: Wallet,
  rawTransaction: string,
  blockNumber: number,
): Promise<string | null> {
  const params = [{ txs: [rawTransaction], blockNumber: `0x${blockNumber.toString(16)}` }];
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_sendBundle', params });
  const signature = await signer.signMessage(keccak256(toUtf8Bytes(body)));
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-flashbots-signature': `${signer.address}:${signature}` },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return replySchema.parse(await response.json()).result?.bundleHash ?? null;
  } catch {
    // A relay that does not answer costs its customer one chance; there is a next block.
    return null;
  }
}
