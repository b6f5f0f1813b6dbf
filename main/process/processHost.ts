import type { Port } from '../../app/contract/port.ts';

export const processNames = ['engine', 'signer', 'devnet', 'history', 'calibration', 'compute'] as const;
export type ProcessName = (typeof processNames)[number];

/** How a process's command line names it, whichever host started it. */
export function entryName(name: ProcessName): string {
  return `main/${name}`;
}

/** A running child. Its port closes with it. */
export interface ChildHandle {
  readonly name: ProcessName;
  readonly pid: number;
  readonly port: Port;
  /** Called once, also when the child is already gone. `cause` is for people: "signal SIGKILL", "code 1". */
  onExit(listener: (cause: string) => void): void;
  /** Ends it at once, without asking it. */
  kill(): void;
  /** Hands over one end of a MessageChannelMain beside `message`; only a utility process can take it. */
  postWithPort(message: unknown, port: unknown): void;
}

/** Where children come from: utility processes under Electron, forked ones in a headless run. */
export interface ProcessHost {
  /** @throws ExpectedError PROCESS_NOT_STARTED */
  start(name: ProcessName): Promise<ChildHandle>;
}

/** Receives what a child writes to its standard output and error, line by line. */
export type OutputListener = (name: ProcessName, line: string) => void;
