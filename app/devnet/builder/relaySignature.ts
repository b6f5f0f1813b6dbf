import { keccak256, verifyMessage } from 'ethers';
import { type Address, parseAddress } from '../../domain/hex.ts';
import { RpcRefusal, rpcCodes } from './rpcRefusal.ts';

const shape = /^(0x[0-9a-fA-F]{40}):(0x[0-9a-fA-F]{130})$/;

/**
 * Who signed a request to the relay: `X-Flashbots-Signature: address:signature`, the signature by EIP-191 over the
 * keccak256 of the body written as a hex string.
 * Source: https://docs.flashbots.net/flashbots-auction/advanced/rpc-endpoint#authentication
 * @throws RpcRefusal where it is missing, malformed, or another's
 */
export function relaySigner(header: string | undefined, body: Uint8Array): Address {
  if (header === undefined) throw refused('X-Flashbots-Signature is missing');
  const [, address = '', signature = ''] = shape.exec(header) ?? [];
  if (address === '') throw refused('X-Flashbots-Signature is not address:signature');
  const claimed = parseAddress(address);
  if (recovered(keccak256(body), signature) !== claimed) throw refused('X-Flashbots-Signature is not of its address');
  return claimed;
}

function recovered(message: string, signature: string): Address | null {
  try {
    return parseAddress(verifyMessage(message, signature));
  } catch {
    // Bytes that are no signature are nobody's.
    return null;
  }
}

function refused(message: string): RpcRefusal {
  return new RpcRefusal(rpcCodes.invalidRequest, message);
}
