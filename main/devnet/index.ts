import { devnetRequests } from '../../app/contract/devnet.ts';
import { serveRequests } from '../../app/contract/requests.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { parentPort } from '../process/parentPort.ts';
import { type Devnet, startDevnet } from './devnet.ts';

// Entry of the devnet process: serves app/contract/devnet.ts to main and goes when main goes, taking the node with it.

let starting: Promise<Devnet> | null = null;
let leaving = false;

function say(line: string): void {
  process.stderr.write(`main/devnet: ${line}\n`);
}

async function leave(code: number): Promise<void> {
  if (leaving) return;
  leaving = true;
  const devnet = await starting?.catch(() => null);
  await devnet?.stop();
  process.exit(code);
}

function fail(error: unknown): void {
  say(
    error instanceof ExpectedError
      ? `${error.code}: ${error.message}. ${error.advice} ${JSON.stringify(error.facts)}`
      : String(error instanceof Error ? error.stack : error),
  );
  void leave(1);
}

const port = parentPort();
process.prependListener('disconnect', () => void leave(0));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void leave(0));
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

serveRequests(port, 'devnet', devnetRequests, {
  start: async (request) => {
    if (starting !== null)
      throw new ExpectedError('DEVNET_RUNNING', 'the devnet runs already', { advice: 'Stop it first.' });
    starting = startDevnet(request, {
      say,
      onNodeLost: fail,
      onCrowdBroken: (error) => {
        if (error instanceof ExpectedError) say(`${error.code}: ${error.message}`);
        else fail(error);
      },
    });
    try {
      return (await starting).ready;
    } catch (error) {
      // Nothing runs: it may be asked again, with other folders perhaps.
      starting = null;
      throw error;
    }
  },
  provision: async ({ owner, wei }) => {
    if (starting === null)
      throw new ExpectedError('DEVNET_NOT_RUNNING', 'the devnet is not running', { advice: 'Start it first.' });
    return { executor: await (await starting).provision(owner, wei) };
  },
  stop: async () => {
    const devnet = await starting;
    leaving = true;
    await devnet?.stop();
    // After the answer has gone out.
    setTimeout(() => process.exit(0), 50);
    return {};
  },
});
