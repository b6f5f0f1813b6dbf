import { summary } from '../../app/detect/testing/timing.ts';
import { startBuiltChain } from './testing/builtChain.ts';

const rounds = 1_500;
const warmUp = 100;
const blockTimeMs = 250;
const producer = '0x000000000000000000000000000000000000dEaD';

/** What an engine asks at each block. */
const reads: readonly (readonly [method: string, ...params: readonly unknown[]])[] = [
  ['eth_blockNumber'],
  ['eth_getBalance', producer, 'latest'],
  ['eth_getBlockByNumber', 'latest', false],
  ['eth_call', { to: producer, data: '0x' }, 'latest'],
  ['eth_getLogs', { fromBlock: '0x1', toBlock: '0x8' }],
];

/**
 * One read after the other on the public port, by WebSocket and through the gate that keeps reads out of a half-made block, against the
 * same read put to the node itself, while blocks are made four times a second. Builder, server and client share a thread here.
 */
export async function bench(emit: (line: object) => void): Promise<void> {
  const built = await startBuiltChain();
  try {
    built.chain.startBlocks(blockTimeMs);
    for (const [method, ...params] of reads) {
      const ours: number[] = [];
      const theirs: number[] = [];
      const timed = async (into: number[], work: () => Promise<unknown>): Promise<unknown> => {
        const before = performance.now();
        const answer = await work();
        into.push(1000 * (performance.now() - before));
        return answer;
      };
      for (let round = -warmUp; round < rounds; round += 1) {
        if (round === 0) for (const list of [ours, theirs]) list.length = 0;
        const answer = await timed(ours, () => built.call(method, ...params));
        await timed(theirs, () => built.node.call(method, ...params));
        if (answer === null || answer === undefined) throw new Error(`${method} was not answered`);
      }
      emit({
        bench: 'rpc',
        case: `${method} blockTime=${blockTimeMs}ms`,
        unit: 'us',
        ...summary(ours, 'native:anvil direct', theirs),
      });
    }
    const { p50, p99 } = built.chain.builder.buildMs();
    emit({
      bench: 'rpc',
      case: `an empty block`,
      unit: 'ms',
      p50: Math.round(p50 * 100) / 100,
      p99: Math.round(p99 * 100) / 100,
    });
  } finally {
    await built.stop();
  }
}
