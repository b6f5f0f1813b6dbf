import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Names the broker's address in the environment of an application that is started behind one. */
export const brokerVariable = 'SYNDICATE_TEST_BROKER';

interface DevnetChain {
  endpoints: readonly string[];
  relays: readonly { readonly id: string; readonly url: string }[];
}

interface DevnetAnswer {
  readonly result?: { readonly value?: { readonly chain?: DevnetChain } };
}

/**
 * Stands where main expects the devnet process and passes every message on, but for one: where the devnet says at which
 * address its node answers and its relay takes bundles, the broker says what main hears instead.
 */
export function relayDevnet(real: URL): void {
  const devnet = fork(fileURLToPath(real), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  });
  let relayed: Promise<void> = Promise.resolve();
  devnet.on('message', (message) => {
    relayed = relayed.then(async () => {
      await redirect(message as DevnetAnswer);
      process.send?.(message);
    });
  });
  process.on('message', (message) => devnet.connected && devnet.send(message as object));
  process.on('disconnect', () => devnet.connected && devnet.disconnect());
  devnet.on('exit', (code) => process.exit(code ?? 1));
}

async function redirect(message: DevnetAnswer): Promise<void> {
  const chain = message.result?.value?.chain;
  if (chain === undefined) return;
  const answer = await fetch(process.env[brokerVariable] ?? '', {
    method: 'POST',
    body: JSON.stringify({ endpoints: chain.endpoints, relays: chain.relays }),
  });
  Object.assign(chain, await answer.json());
}
