import type { ReplaySpeed } from '../../app/contract/replay.ts';

/** Recorded time as it passes in a replay: with this machine's, a multiple of it, or not waited for at all. */
export class ReplayPace {
  readonly #nowMs: () => number;
  #speed: ReplaySpeed;
  /** The recorded time that belongs to a moment of this machine's clock, while time passes. */
  #anchor: { readonly atMs: number; readonly nowMs: number } | null = null;
  /** The recorded time at which it stopped passing; null: that of the next input. */
  #stoodAtMs: number | null = null;

  constructor(speed: ReplaySpeed, nowMs: () => number) {
    this.#speed = speed;
    this.#nowMs = nowMs;
  }

  get speed(): ReplaySpeed {
    return this.#speed;
  }

  set speed(speed: ReplaySpeed) {
    this.#speed = speed;
  }

  /** How long until an input recorded then is due; 0 or less: now. Time passes from the first question on. */
  dueInMs(atMs: number): number {
    if (this.#speed === 'max') {
      this.#stoodAtMs = null;
      return 0;
    }
    const nowMs = this.#nowMs();
    this.#anchor ??= { atMs: this.#stoodAtMs ?? atMs, nowMs };
    return this.#anchor.nowMs + (atMs - this.#anchor.atMs) / this.#speed - nowMs;
  }

  /** Time stops passing, before the next input's: another pace goes on from there. */
  stand(nextAtMs: number): void {
    if (this.#anchor === null) return;
    const { atMs, nowMs } = this.#anchor;
    const passedMs = this.#speed === 'max' ? 0 : (this.#nowMs() - nowMs) * this.#speed;
    this.#stoodAtMs = Math.min(atMs + passedMs, nextAtMs);
    this.#anchor = null;
  }

  /** Time goes on from the next input's, wherever that is. */
  restart(): void {
    this.#anchor = null;
    this.#stoodAtMs = null;
  }
}
