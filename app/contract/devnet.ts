import { z } from 'zod';
import { addressSchema, chainSchema } from './domainSchemas.ts';

/** main -> devnet, at start. */
export const devnetStartSchema = z.strictObject({
  /** Folder for anvil's caches and the actors' truth files; wiped at each start. */
  folder: z.string().min(1),
  /** Where the snapshot of the deployed state is kept between starts. */
  snapshotFolder: z.string().min(1),
  seed: z.int().min(0).max(0xffffffff),
  blockTimeMs: z.int().min(250).max(60_000),
  /** How much goes on, as a multiple of the usual pace. */
  intensity: z.number().min(0.1).max(10),
  /** Searchers of each strength. */
  rivals: z.int().min(1).max(4),
});
export type DevnetStart = z.infer<typeof devnetStartSchema>;

/** devnet -> main, when the first block can be read. */
export const devnetReadySchema = z.strictObject({
  chain: chainSchema,
  /** pid of the node, so that main can reap it if this process dies. */
  nodePid: z.int(),
});
export type DevnetReady = z.infer<typeof devnetReadySchema>;

/** main -> devnet: gives a trader ether and an executor that it owns, as a faucet and a deployer would. */
export const devnetProvisionSchema = z.strictObject({ owner: addressSchema, wei: z.bigint().nonnegative() });
export const devnetProvisionedSchema = z.strictObject({ executor: addressSchema });

/** Requests that main makes of the devnet process, by name, with the schemas of both sides. */
export const devnetRequests = {
  start: { request: devnetStartSchema, response: devnetReadySchema },
  provision: { request: devnetProvisionSchema, response: devnetProvisionedSchema },
  stop: { request: z.strictObject({}), response: z.strictObject({}) },
} as const;
