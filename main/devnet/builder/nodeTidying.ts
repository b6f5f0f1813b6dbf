import { constants, createGunzip, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { withoutEmptySlots } from '../../../app/devnet/builder/stateDump.ts';
import { quantity } from '../../../app/devnet/builder/transactionView.ts';
import { BugError } from '../../../app/domain/errors.ts';
import { zeroAddress } from '../../../app/domain/hex.ts';
import type { NodeRpc } from '../rpc.ts';
import type { MinedBlock, NodeChain } from './nodeChain.ts';

/** Of a state file, as anvil writes and loads it. */
const nothing = {
  block: null,
  accounts: {},
  best_block_number: null,
  blocks: [],
  transactions: [],
  historical_states: null,
} as const;

/** JUMPDEST, PUSH1 0, JUMP. */
const endlessLoop = '0x5b600056';

/** A state file that holds a whole state without empty slots. */
export type CleanState = string & { readonly __brand: 'CleanState' };

function stateFile(part: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify({ ...nothing, ...part });
  return `0x${gzipSync(text, { level: constants.Z_BEST_SPEED }).toString('hex')}`;
}

/**
 * Makes the node forget what it would keep for ever, by calls of its own that were made for something else (all found out on
 * anvil 1.7.1, `docs/decisions/0008`). Neither the newest blocks nor the states to which the chain can be reorganised are touched.
 * To be called where nothing else reads, with the node's pool empty; nobody gets to see what happens in between.
 */
export class NodeTidying {
  readonly #node: NodeRpc;
  readonly #aside: Pick<NodeRpc, 'call'>;
  readonly #chain: NodeChain;
  readonly #first: MinedBlock;
  readonly #keptBlocks: number;

  /**
   * @param aside another connection to the same node
   * @param first the block on which the builder began, which stays
   * @param keptBlocks so many of the newest blocks stay
   */
  constructor(node: NodeRpc, aside: Pick<NodeRpc, 'call'>, chain: NodeChain, first: MinedBlock, keptBlocks: number) {
    this.#node = node;
    this.#aside = aside;
    this.#chain = chain;
    this.#first = first;
    this.#keptBlocks = keptBlocks;
  }

  /**
   * Takes some milliseconds. Old headers, which anvil never forgets, go as those of a chain that is rolled back: it is told that an
   * old block is its newest. Its state carries the hash of every block since the start, and so does each state that it keeps: only
   * a rollback begins with a fresh list of the newest 256. What is rolled back for that is an empty block on top of `head`.
   */
  async forgetBlocks(head: MinedBlock): Promise<void> {
    const next = await this.#mineEmpty(head);
    if (await this.#forgetHeaders(head)) await this.#pretendNewest(next);
    await this.#takeBackTo(head);
  }

  /**
   * The newest state without its empty slots, to be given back to `forgetSlots` while it still is the newest. Takes as long as the node
   * needs to write down its state and all its transactions: some tenths of a second, seconds on a busy machine. It makes blocks meanwhile.
   */
  async readSlots(): Promise<CleanState> {
    const accounts = withoutEmptySlots(await this.#accounts());
    return stateFile({ accounts }) as CleanState;
  }

  /**
   * As `forgetBlocks`, and rids the state of slots that were set to zero, each of which is held in every kept state and worked
   * into each block's state root. Takes some tens of milliseconds.
   */
  async forgetSlots(head: MinedBlock, state: CleanState): Promise<void> {
    if (!(await this.#forgetHeaders(head))) return this.forgetBlocks(head);
    await this.#node.call('anvil_loadState', state);
    await this.#pretendNewest(head);
    await this.#mineEmpty(head);
    await this.#takeBackTo(head);
  }

  async #mineEmpty(head: MinedBlock): Promise<MinedBlock> {
    await this.#node.call('evm_setTime', head.timestampS);
    await this.#node.call('evm_mine');
    return this.#chain.newest();
  }

  /** Leaves the node at its first block with an empty state; false where there is nothing old, and all is as it was. */
  async #forgetHeaders(head: MinedBlock): Promise<boolean> {
    const oldest = head.number - this.#keptBlocks;
    if (oldest <= this.#first.number) return false;
    const emptyState = { accounts: {}, storage: {}, block_hashes: {} };
    await this.#load({ historical_states: [[this.#first.hash, emptyState]] });
    await this.#pretendNewest({ ...this.#first, number: oldest });
    await this.#chain.rollback(oldest - this.#first.number);
    return true;
  }

  async #pretendNewest({ number, timestampS, baseFeePerGas, gasLimit, header }: MinedBlock): Promise<void> {
    const block = {
      number: quantity(number),
      beneficiary: header.miner,
      timestamp: quantity(timestampS),
      gas_limit: gasLimit,
      basefee: Number(baseFeePerGas),
      difficulty: '0x0',
      prevrandao: header.mixHash,
      blob_excess_gas_and_price: { excess_blob_gas: 0, blob_gasprice: 1 },
      slot_num: 0,
    };
    await this.#load({ block, best_block_number: number });
  }

  async #load(part: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#node.call('anvil_loadState', stateFile(part));
  }

  async #takeBackTo(head: MinedBlock): Promise<void> {
    await this.#chain.rollback(1);
    if ((await this.#chain.newest()).hash !== head.hash)
      throw new BugError('the node did not return to its newest block', { block: head.number });
  }

  /**
   * The node's thread that begins a long answer may be the one that listens to all connections, and then none does until it has ended:
   * 3 of 6 dumps held up everything, for their 1 to 2 s. Another takes over where it has something to do at that moment (of 13, one was
   * held up): some quick reads, and some calls that run until their gas is gone.
   */
  async #keepBusy(): Promise<void> {
    const reads = Array.from({ length: 20 }, () => this.#node.call('eth_getBalance', zeroAddress, 'latest'));
    const calls = Array.from({ length: 4 }, () => this.#node.call('eth_call', { data: endlessLoop }, 'latest'));
    await Promise.all(reads);
    // That they end by running out of gas is their purpose.
    await Promise.allSettled(calls);
  }

  /** All accounts of the newest state. They come first in the dump; the rest, many times as much, is not even unpacked. */
  async #accounts(): Promise<unknown> {
    const [, answer] = await Promise.all([this.#keepBusy(), this.#aside.call('anvil_dumpState')]);
    const dump = z.string().parse(answer);
    const gunzip = createGunzip();
    gunzip.end(Buffer.from(dump.slice(2), 'hex'));
    const [begin, end] = ['"accounts":', ',"best_block_number":'];
    let text = '';
    for await (const chunk of gunzip) {
      const from = Math.max(0, text.length - end.length);
      text += (chunk as Buffer).toString('latin1');
      const ending = text.indexOf(end, from);
      if (ending >= 0) return JSON.parse(text.slice(text.indexOf(begin) + begin.length, ending));
    }
    throw new BugError('the node wrote its state down in another form', { beginning: text.slice(0, 200) });
  }
}
