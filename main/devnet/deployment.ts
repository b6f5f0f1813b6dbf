import { z } from 'zod';
import { addressSchema } from '../../app/contract/domainSchemas.ts';

/** Where everything is, once deployed: what a snapshot's state holds. */
export const deploymentSchema = z.object({
  /** The last block of the set-up. */
  block: z.int().nonnegative(),
  tokens: z.record(z.string(), addressSchema),
  multicall3: addressSchema,
  uniswapV2: z.object({ factory: addressSchema, router: addressSchema }),
  sushiswap: z.object({ factory: addressSchema, router: addressSchema }),
  uniswapV3: z.object({
    factory: addressSchema,
    positionManager: addressSchema,
    quoter: addressSchema,
    swapRouter: addressSchema,
  }),
  balancerV2: z.object({ vault: addressSchema, authorizer: addressSchema }),
  aaveV3: z.object({ addressesProvider: addressSchema, pool: addressSchema, poolConfigurator: addressSchema }),
  blockSpace: addressSchema,
  rivalExecutors: z.object({ slow: addressSchema, competent: addressSchema, strong: addressSchema }),
  /** The fork whose pairs lie, and they in the order of their plans. */
  lyingFactory: addressSchema,
  lyingPairs: z.array(addressSchema),
  /** In the order of the topology's pool plans. */
  pools: z.array(addressSchema),
});
export type Deployment = z.infer<typeof deploymentSchema>;
