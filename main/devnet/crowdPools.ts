import type { CrowdPool } from '../../app/devnet/poolView.ts';
import { poolPlans } from '../../app/devnet/topology.ts';
import { present } from '../../app/domain/errors.ts';
import { orderedPair } from './deploy.ts';
import type { Deployment } from './deployment.ts';

/** Every pool of the topology with its place on the chain, in the topology's order. */
export function crowdPools(deployment: Deployment): readonly CrowdPool[] {
  return poolPlans.map((plan, index) => {
    const { token0, token1 } = orderedPair(deployment.tokens, plan);
    return {
      address: present(deployment.pools[index], 'pool'),
      kind: plan.kind,
      dexId: plan.dexId,
      token0,
      token1,
      feePpm: plan.feePpm,
    };
  });
}
