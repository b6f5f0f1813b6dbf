import type { z } from 'zod';
import { type BuilderMethod, type BuilderStatus, builderControl, type Reorg } from '../../contract/devnetControl.ts';

type RequestOf<M extends BuilderMethod> = z.input<(typeof builderControl)[M]['request']>;
type ResponseOf<M extends BuilderMethod> = z.output<(typeof builderControl)[M]['response']>;

/** A devnet's builder, as a test commands it over the public port. */
export interface BuilderControl {
  tell<M extends BuilderMethod>(method: M, request: RequestOf<M>): Promise<ResponseOf<M>>;
  reorg(depth: number, transactions?: Reorg['transactions']): Promise<readonly string[]>;
  status(): Promise<BuilderStatus>;
  /** Nobody makes a block while the work goes on. */
  whilePaused<T>(work: () => Promise<T>): Promise<T>;
}

/** @param call sends JSON-RPC to the devnet's public endpoint */
export function builderControlOver(
  call: (method: string, ...params: readonly unknown[]) => Promise<unknown>,
): BuilderControl {
  const tell: BuilderControl['tell'] = async (method, request) => {
    const response: z.ZodType = builderControl[method].response;
    return response.parse(await call(method, request)) as never;
  };
  return {
    tell,
    reorg: (depth, transactions) =>
      tell('builder_reorg', { depth, ...(transactions === undefined ? {} : { transactions }) }),
    status: () => tell('builder_status', {}),
    whilePaused: async (work) => {
      await tell('builder_pause', {});
      try {
        return await work();
      } finally {
        await tell('builder_resume', {});
      }
    },
  };
}
