import { wei } from '../../app/domain/amount.ts';
import { longestGrantMs } from '../../app/signing/signingState.ts';
import type { Session } from '../session/session.ts';

/** What the launcher allows the engine to put at risk in each minute on the devnet, whose ether is its own. */
const grantedWeiPerMinute = 5n * 10n ** 18n;

/** Lets the strategy act by itself for the time of a run, or as long as a grant may last. */
export async function grantAutomate(session: Session, forMs: number | undefined): Promise<void> {
  const durationMs = Math.min(longestGrantMs, (forMs ?? longestGrantMs) + 60_000);
  const budget = wei(grantedWeiPerMinute * BigInt(Math.ceil(durationMs / 60_000)));
  await session.grant('flash-arbitrage', budget, durationMs, 'launcher');
}
