import { RpcRefusal, rpcCodes } from '../../../app/devnet/builder/rpcRefusal.ts';

/** More than these wait only where somebody floods. */
const mostWaiting = 64;

/** One thing after the other: whatever changes the node's chain or its pool goes through here. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** For block production: always taken. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** For what people ask: refused while too many wait. @throws RpcRefusal */
  async request<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= mostWaiting)
      throw new RpcRefusal(rpcCodes.limitExceeded, 'too many requests of this kind wait');
    this.#waiting += 1;
    try {
      return await this.run(work);
    } finally {
      this.#waiting -= 1;
    }
  }
}
