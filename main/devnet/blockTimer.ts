import type { Rpc } from './rpc.ts';

/**
 * Has the node mine a block every `blockTimeMs`, on a fixed grid: a block that comes late does not delay the ones after it,
 * and beats that were missed altogether are not made up for. Never two at once. Returns how to stop.
 */
export function startBlockTimer(rpc: Rpc, blockTimeMs: number, onFailed: (error: unknown) => void): () => void {
  const beginning = performance.now();
  let beat = 1;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  const schedule = (): void => {
    const now = performance.now() - beginning;
    beat = Math.max(beat, Math.ceil(now / blockTimeMs));
    timer = setTimeout(() => void mine(), beat * blockTimeMs - now);
    beat += 1;
  };
  const mine = async (): Promise<void> => {
    try {
      // A reorg sets the node's clock back to the block it kept, and would leave the chain behind the world's time for good.
      await rpc.call('evm_setTime', Math.floor(Date.now() / 1000));
      await rpc.call('evm_mine');
    } catch (error) {
      if (!stopped) onFailed(error);
      return;
    }
    if (!stopped) schedule();
  };
  schedule();
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}
