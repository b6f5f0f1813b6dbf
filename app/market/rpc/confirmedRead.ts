import { isDeepStrictEqual } from 'node:util';
import { rpcError } from './rpcError.ts';

const waitMs = 25;
const maxReads = 6;

/**
 * Reads until two answers in a row are the same. anvil answers a read at its newest block with the state of the next one
 * while it is mining that (for some milliseconds, and with the old block.number, so that the answer itself does not show
 * it). A read at an older block needs no confirmation.
 * @throws ExpectedError RPC_* of `read`; RPC_MALFORMED_REPLY when the node never says the same twice
 */
export async function confirmedRead<T>(read: () => Promise<T>): Promise<T> {
  let last = await read();
  for (let reads = 1; reads < maxReads; reads += 1) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const next = await read();
    if (isDeepStrictEqual(last, next)) return next;
    last = next;
  }
  throw rpcError('RPC_MALFORMED_REPLY', 'the node answers differently each time at one block', { reads: maxReads });
}
