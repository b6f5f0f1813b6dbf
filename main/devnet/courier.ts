import type { Hash } from '../../app/domain/hex.ts';
import type { ActorTruth } from '../../app/devnet/truth.ts';
import type { Account, Call, Fees, Sender } from './account.ts';
import { senderFor } from './account.ts';
import type { Market } from './market.ts';

/** Sends an actor's transactions at their time, keeps its truth, and renumbers a wallet whose transaction was refused. */
export interface Courier {
  send(sender: Sender, call: Call, fees: Fees, truth: Pick<ActorTruth, 'actor' | 'intent' | 'detail' | 'block'>): Promise<Hash | null>;
  later(delayMs: number, action: () => Promise<unknown>): void;
  sender(account: Account): Promise<Sender>;
  close(): void;
}

export function courierFor(market: Pick<Market, 'rpc' | 'record'>, onBroken: (error: unknown) => void): Courier {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  return {
    sender: async (account) => {
      const sender = senderFor(market.rpc, account, 0);
      await sender.renumber();
      return sender;
    },
    send: async (sender, call, fees, truth) => {
      try {
        const transactionHash = await sender.send(call, fees);
        market.record({ atMs: Date.now(), ...truth, transactionHash });
        return transactionHash;
      } catch {
        // Refused (a full pool, a nonce that a reorg gave back): people try again another time.
        if (!closed) await sender.renumber();
        return null;
      }
    },
    later: (delayMs, action) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        action().catch((error: unknown) => {
          if (!closed) onBroken(error);
        });
      }, delayMs);
      timers.add(timer);
    },
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
