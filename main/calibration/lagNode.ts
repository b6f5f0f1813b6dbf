import { builderControl } from '../../app/contract/devnetControl.ts';
import { ExpectedError } from '../../app/domain/errors.ts';

/** Makes the devnet's public port answer, and tell of blocks, so much later: for both engines alike. */
export async function lagNode(endpoint: string, lagMs: number): Promise<void> {
  const params = [{ answersMs: lagMs, headsMs: lagMs, logsMs: lagMs, pendingMs: lagMs }];
  const response = await fetch(endpoint.replace(/^ws/, 'http'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'builder_setLag', params }),
    signal: AbortSignal.timeout(10_000),
  });
  const { result } = (await response.json()) as { readonly result?: unknown };
  if (builderControl.builder_setLag.response.safeParse(result).success) return;
  throw new ExpectedError('CALIBRATION_NO_LAG', 'the devnet did not take the lag', { advice: 'Start it again.' });
}
