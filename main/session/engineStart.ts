import type { LimitSet } from '../../app/domain/riskLimit.ts';
import type { Epoch } from '../../app/domain/run.ts';
import type { EngineStart } from './engineLink.ts';
import type { Permissions } from './permissions.ts';
import type { SessionOptions } from './sessionOptions.ts';

type StartOptions = Pick<SessionOptions, 'folder' | 'settings' | 'alerts' | 'nowMs' | 'seed' | 'twins'>;

/** All that an engine is told as it starts: what a person has set, and what is allowed at this moment. */
export function engineStartOf(epoch: Epoch, options: StartOptions, permissions: Permissions): EngineStart {
  const { folder, settings, alerts, nowMs, seed, twins } = options;
  const { current } = settings;
  const atMs = nowMs();
  const strategies = current.strategies.map(({ strategy, mode, setBy }) => {
    const grant = mode === 'automate' ? permissions.grantOf(strategy, epoch.chain.chainId, atMs) : null;
    return {
      strategy,
      mode: mode === 'automate' && grant === null ? ('approve' as const) : mode,
      grant,
      ...(setBy === undefined ? {} : { setBy }),
    };
  });
  const chain = {
    ...epoch.chain,
    endpoints: [...epoch.chain.endpoints],
    dexes: [...epoch.chain.dexes],
    relays: [...epoch.chain.relays],
    lenders: [...epoch.chain.lenders],
    profitTokens: [...epoch.chain.profitTokens],
  };
  return {
    folder: folder.root,
    epoch: { ...epoch, chain },
    strategies,
    tradingState: permissions.tradingState,
    fundingSources: [...current.fundingSources],
    mostSplitPools: current.mostSplitPools,
    neverTrade: current.neverTrade,
    tokenTrust: current.tokenTrust,
    alertRules: [...(alerts?.engineRules ?? [])],
    limits: limitsToSend(current.limits),
    retention: current.retention.journal,
    ...(epoch.mode === 'PAPER' ? { paper: { seed, twins: [...(twins?.() ?? [])] } } : {}),
  };
}

/** As a message carries it. */
export function limitsToSend(limits: LimitSet): EngineStart['limits'] {
  return { ...limits, changes: [...limits.changes] };
}
