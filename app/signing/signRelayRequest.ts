import { computeAddress, hashMessage, id, type SigningKey } from 'ethers';

/** The value of X-Flashbots-Signature: the key's address, and its EIP-191 signature over the text of keccak256(body). Source: docs.flashbots.net, "Authentication". */
export function signRelayRequest(body: string, key: SigningKey): string {
  return `${computeAddress(key.publicKey)}:${key.sign(hashMessage(id(body))).serialized}`;
}
