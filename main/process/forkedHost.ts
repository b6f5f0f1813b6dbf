import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BugError, ExpectedError } from '../../app/domain/errors.ts';
import { outputLines } from './outputLines.ts';
import type { ChildHandle, OutputListener, ProcessHost, ProcessName } from './processHost.ts';

/**
 * Children by `child_process.fork`, for headless runs. Messages are structured clones, so bigints pass. Each child is in
 * its own process group, so that Ctrl-C at a terminal reaches main alone and main ends the others in order.
 */
export function forkedHost(bundleFolder: string, onOutput: OutputListener): ProcessHost {
  return {
    start: async (name) => {
      const child = fork(join(bundleFolder, name, 'index.js'), [], {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: true,
        execArgv: ['--enable-source-maps'],
      });
      child.stdout?.on(
        'data',
        outputLines((line) => onOutput(name, line)),
      );
      child.stderr?.on(
        'data',
        outputLines((line) => onOutput(name, line)),
      );
      try {
        await once(child, 'spawn');
      } catch (cause) {
        throw new ExpectedError('PROCESS_NOT_STARTED', `the ${name} process could not be started`, {
          advice: 'Check that the machine has memory and process ids left, then start again.',
          cause,
        });
      }
      return handleOf(name, child);
    },
  };
}

function handleOf(name: ProcessName, child: ReturnType<typeof fork>): ChildHandle {
  const { pid } = child;
  if (pid === undefined) throw new BugError(`the ${name} process has no pid`);
  let gone: string | null = null;
  const listeners: ((cause: string) => void)[] = [];
  const end = (cause: string): void => {
    if (gone !== null) return;
    gone = cause;
    for (const listener of listeners.splice(0)) listener(cause);
  };
  child.once('exit', (code, signal) => end(signal === null ? `code ${code}` : `signal ${signal}`));
  // A write to a child that has just died fails here; its exit event tells the rest.
  child.on('error', () => child.kill('SIGKILL'));
  return {
    name,
    pid,
    port: {
      post: (message) => {
        if (child.connected) child.send(message as object);
      },
      listen: (receive) => {
        child.on('message', receive);
        return () => child.off('message', receive);
      },
    },
    onExit: (listener) => {
      if (gone === null) listeners.push(listener);
      else listener(gone);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    postWithPort: () => {
      throw new BugError('a forked process cannot take a window port');
    },
  };
}
