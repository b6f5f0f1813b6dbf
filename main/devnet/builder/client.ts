import WebSocket from 'ws';
import type { SubscriptionKind } from '../../../app/contract/devnetControl.ts';
import type { Faults } from './faults.ts';
import type { Subscriber } from './subscriptions.ts';

const mostUnderWay = 4_096;
/** What may wait to be read by somebody before we hang up: nothing grows on behalf of one who does not read. */
const mostBufferedBytes = 32 * 1024 * 1024;
const mostLaggingFrames = 16_384;

interface LaggingFrame {
  readonly text: string;
  readonly dueMs: number;
}

/** One WebSocket of the public port. */
export class Client implements Subscriber {
  readonly #socket: WebSocket;
  readonly #faults: Faults;
  readonly #onTooSlow: () => void;
  readonly #lagging: LaggingFrame[] = [];
  #timer: NodeJS.Timeout | null = null;
  #underWay = 0;

  constructor(socket: WebSocket, faults: Faults, onTooSlow: () => void) {
    this.#socket = socket;
    this.#faults = faults;
    this.#onTooSlow = onTooSlow;
  }

  /** Whether one more call may begin. */
  begins(): boolean {
    if (this.#underWay >= mostUnderWay) return false;
    this.#underWay += 1;
    return true;
  }

  ended(): void {
    this.#underWay -= 1;
  }

  answer(text: string): void {
    const { answersMs } = this.#faults.lag;
    if (answersMs === 0) this.#send(text);
    else setTimeout(() => this.#send(text), answersMs);
  }

  push(kind: SubscriptionKind, text: string): void {
    if (this.#faults.loses(kind)) return;
    const { headsMs, logsMs, pendingMs } = this.#faults.lag;
    const delayMs = { heads: headsMs, logs: logsMs, pending: pendingMs }[kind];
    if (delayMs === 0 && this.#lagging.length === 0) return this.#send(text);
    if (this.#lagging.length >= mostLaggingFrames) return this.#tooSlow();
    this.#lagging.push({ text, dueMs: performance.now() + delayMs });
    this.#schedule();
  }

  gone(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#lagging.length = 0;
  }

  #schedule(): void {
    const [next] = this.#lagging;
    if (this.#timer !== null || next === undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        const now = performance.now();
        // In the order in which they were pushed: a connection does not overtake itself.
        while ((this.#lagging[0]?.dueMs ?? Number.POSITIVE_INFINITY) <= now) {
          const due = this.#lagging.shift();
          if (due !== undefined) this.#send(due.text);
        }
        this.#schedule();
      },
      Math.max(1, next.dueMs - performance.now()),
    );
  }

  #send(text: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > mostBufferedBytes) return this.#tooSlow();
    this.#socket.send(text);
  }

  #tooSlow(): void {
    this.#onTooSlow();
    this.#lagging.length = 0;
    this.#socket.terminate();
  }
}
