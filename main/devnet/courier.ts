import { keccak256 } from 'ethers';
import type { ActionSaid } from '../../app/devnet/truth.ts';
import { type Hash, parseHash } from '../../app/domain/hex.ts';
import { type Account, type Call, type Fees, type Sender, senderFor } from './account.ts';
import type { Market } from './market.ts';
import { sendBundle } from './relayClient.ts';

const idleBlocksToRenumber = 4;

/** Sends an actor's transactions at their time, keeps its truth, and renumbers a wallet whose transaction was refused. */
export interface Courier {
  send(sender: Sender, call: Call, fees: Fees, said: ActionSaid): Promise<Hash | null>;
  /** By the relay, for one block and nobody else to see; by the public pool where there is no relay. */
  sendPrivately(sender: Sender, call: Call, fees: Fees, said: ActionSaid, blockNumber: number): Promise<Hash | null>;
  later(delayMs: number, action: () => Promise<unknown>): void;
  sender(account: Account): Promise<Sender>;
  /**
   * Looks after the wallets once a block. A transaction whose fee cap a block's base fee passes waits in the pool, and every
   * later nonce behind it: a wallet of which nothing is mined for a while takes its first nonce again, at today's fees.
   */
  tend(): Promise<void>;
  /** After a reorg: every wallet asks the node where it stands. */
  renumber(): Promise<void>;
  close(): void;
}

export function courierFor(
  market: Pick<Market, 'rpc' | 'record' | 'relayUrl'>,
  onBroken: (error: unknown) => void,
): Courier {
  const timers = new Set<NodeJS.Timeout>();
  const tended: { readonly sender: Sender; mined: number; idleBlocks: number }[] = [];
  let closed = false;
  const tell = (sender: Sender, fees: Fees, said: ActionSaid, transactionHash: Hash): void =>
    market.record({
      kind: 'action',
      atMs: Date.now(),
      name: '',
      pools: [],
      expectedWei: null,
      bundleHash: null,
      channel: 'public',
      ...said,
      sender: sender.account.address,
      tipWei: fees.maxPriorityFeePerGas.toString(),
      transactionHash,
    });
  const send: Courier['send'] = async (sender, call, fees, said) => {
    try {
      const transactionHash = await sender.send(call, fees);
      tell(sender, fees, said, transactionHash);
      return transactionHash;
    } catch {
      // Refused (a full pool, a nonce that a reorg gave back): people try again another time.
      if (!closed) await sender.renumber('pending');
      return null;
    }
  };
  return {
    sender: async (account) => {
      const sender = senderFor(market.rpc, account, 0);
      await sender.renumber('pending');
      tended.push({ sender, mined: sender.nonce(), idleBlocks: 0 });
      return sender;
    },
    tend: async () => {
      for (const entry of tended) {
        if (entry.sender.nonce() === entry.mined) continue;
        const mined = await entry.sender.minedNonce();
        entry.idleBlocks = mined === entry.mined ? entry.idleBlocks + 1 : 0;
        entry.mined = mined;
        if (entry.idleBlocks < idleBlocksToRenumber) continue;
        entry.idleBlocks = 0;
        await entry.sender.renumber('latest');
      }
    },
    renumber: async () => {
      await Promise.all(tended.map(({ sender }) => sender.renumber('latest')));
    },
    send,
    sendPrivately: async (sender, call, fees, said, blockNumber) => {
      if (market.relayUrl === null) return send(sender, call, fees, said);
      const raw = await sender.sign(call, fees, await sender.minedNonce());
      const bundleHash = await sendBundle(market.relayUrl, sender.account.wallet, raw, blockNumber);
      if (bundleHash === null) return null;
      const transactionHash = parseHash(keccak256(raw));
      tell(sender, fees, { ...said, channel: 'bundle', bundleHash }, transactionHash);
      return transactionHash;
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
