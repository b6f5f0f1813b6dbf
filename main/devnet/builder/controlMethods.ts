import type { z } from 'zod';
import { type BuilderMethod, builderControl } from '../../../app/contract/devnetControl.ts';
import { invalidParams } from '../../../app/devnet/builder/rpcRefusal.ts';
import type { BlockBuilder } from './blockBuilder.ts';
import type { Faults } from './faults.ts';
import type { Method } from './publicRpc.ts';

/** What the endpoint knows of those who use it. */
export interface EndpointCounts {
  readonly connections: number;
  readonly slowConsumersClosed: number;
}

type Handlers = {
  readonly [M in BuilderMethod]: (
    request: z.output<(typeof builderControl)[M]['request']>,
  ) => Promise<z.input<(typeof builderControl)[M]['response']>>;
};

/** builder_*: by these a developer or a test tells the builder what to do, and how to misbehave. */
export function controlMethods(
  builder: BlockBuilder,
  faults: Faults,
  counts: () => EndpointCounts,
): ReadonlyMap<string, Method> {
  const handlers: Handlers = {
    builder_setLag: async (lag) => {
      faults.lag = lag;
      return null;
    },
    builder_dropFrames: async (loss) => {
      faults.lose(loss);
      return null;
    },
    builder_dropTransactions: async (rule) => {
      faults.dropped = rule;
      return null;
    },
    builder_censor: async (rule) => {
      faults.censored = rule;
      return null;
    },
    builder_reorg: async ({ depth, transactions }) =>
      (await builder.reorganise(depth, transactions)).map(({ hash }) => hash),
    builder_reprice: async (price) => {
      faults.reprice(price);
      return null;
    },
    builder_pause: async () => {
      faults.paused = true;
      // A block that is being made is out before this answers.
      await builder.queue.run(async () => undefined);
      return null;
    },
    builder_resume: async () => {
      faults.paused = false;
      return null;
    },
    builder_mine: async ({ blocks }) => {
      for (let made = 0; made < blocks; made += 1) await builder.produce();
      return null;
    },
    builder_tidy: async () => {
      await builder.tidy();
      return null;
    },
    builder_status: async () => status(builder, faults, counts()),
  };
  return new Map(
    (Object.keys(handlers) as BuilderMethod[]).map((name): [string, Method] => [
      name,
      async ([request = {}]) => {
        const parsed = builderControl[name].request.safeParse(request);
        if (!parsed.success) {
          const [issue] = parsed.error.issues;
          throw invalidParams(`${name}: ${issue?.path.join('.')} ${issue?.message}`.slice(0, 300));
        }
        return (handlers[name] as (value: unknown) => Promise<unknown>)(parsed.data);
      },
    ]),
  );
}

function status(
  builder: BlockBuilder,
  faults: Faults,
  { connections, slowConsumersClosed }: EndpointCounts,
): z.input<(typeof builderControl)['builder_status']['response']> {
  const { mempool, bundles } = builder;
  const { blocks, reorgs, deepestReorg, expired, dropped, unexplainedOmissions } = builder.counts;
  return {
    head: builder.head.number,
    paused: faults.paused,
    blocks,
    reorgs,
    deepestReorg,
    buildMs: builder.buildMs(),
    mempool: { transactions: mempool.size, bytes: mempool.bytes, expired, dropped },
    bundles: { waiting: bundles.waiting, ...bundles.counts },
    unexplainedOmissions,
    lateReads: builder.gate.lateReads,
    connections,
    slowConsumersClosed,
    framesLost: faults.framesLost,
  };
}
