import type {
  LiquidityAnswer,
  LiquidityName,
  LiquidityRequest,
  liquidityRequests,
} from '../../app/contract/liquidity.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';

/** Whose engine follows the pools and blocks that a window shows. */
export interface FollowedPools {
  /** @throws ExpectedError POOL_UNKNOWN, and when the engine does not answer */
  liquidity<N extends LiquidityName>(name: N, request: LiquidityRequest<N>): Promise<LiquidityAnswer<N>>;
}

export function liquidityHandlers(followed: FollowedPools): RequestHandlers<typeof liquidityRequests> {
  return {
    pools: (request) => followed.liquidity('pools', request),
    poolDepth: (request) => followed.liquidity('poolDepth', request),
    mempool: (request) => followed.liquidity('mempool', request),
    chainGas: (request) => followed.liquidity('chainGas', request),
  };
}
