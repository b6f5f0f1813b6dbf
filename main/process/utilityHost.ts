import { join } from 'node:path';
import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { ExpectedError } from '../../app/domain/errors.ts';
import { outputLines } from './outputLines.ts';
import { type ChildHandle, entryName, type OutputListener, type ProcessHost, type ProcessName } from './processHost.ts';

/**
 * Children by Electron's utilityProcess. Arguments of a utility process travel in a message, so only a switch shows in
 * its command line: that is how a child carries its entry's name there.
 */
export function utilityHost(bundleFolder: string, onOutput: OutputListener): ProcessHost {
  return {
    start: (name) =>
      new Promise((resolve, reject) => {
        const child = utilityProcess.fork(join(bundleFolder, name, 'index.js'), [], {
          serviceName: entryName(name),
          execArgv: [`--syndicate-entry=${entryName(name)}`],
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        child.stdout?.on(
          'data',
          outputLines((line) => onOutput(name, line)),
        );
        child.stderr?.on(
          'data',
          outputLines((line) => onOutput(name, line)),
        );
        const exits = exitOf(child);
        exits.listen((cause) =>
          reject(
            new ExpectedError('PROCESS_NOT_STARTED', `the ${name} process ended before it started (${cause})`, {
              advice: 'Read its log in the data folder, then start again.',
            }),
          ),
        );
        child.once('spawn', () => {
          if (child.pid !== undefined) resolve(handleOf(name, child, child.pid, exits));
        });
      }),
  };
}

interface ExitSignal {
  listen(listener: (cause: string) => void): void;
}

function exitOf(child: UtilityProcess): ExitSignal {
  let gone: string | null = null;
  const listeners: ((cause: string) => void)[] = [];
  child.once('exit', (code) => {
    gone = `code ${code}`;
    for (const listener of listeners.splice(0)) listener(gone);
  });
  return {
    listen: (listener) => {
      if (gone === null) listeners.push(listener);
      else listener(gone);
    },
  };
}

function handleOf(name: ProcessName, child: UtilityProcess, pid: number, exits: ExitSignal): ChildHandle {
  return {
    name,
    pid,
    port: {
      post: (message) => child.postMessage(message),
      listen: (receive) => {
        child.on('message', receive);
        return () => child.off('message', receive);
      },
    },
    onExit: (listener) => exits.listen(listener),
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
    postWithPort: (message, port) => child.postMessage(message, [port as MessagePortMain]),
  };
}
