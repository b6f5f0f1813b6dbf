import type { Random } from '../../domain/random.ts';
import type { Rule, Statement } from '../reference/referenceSync.ts';

type Level = Statement['levels'][number];

const middle = 20_000n;
const widest = 60_000;

/** Statements of a market that moves, as a venue sends them, and as a bad line delivers them: lost, doubled, late, crossed. */
export class StatementSource {
  readonly #random: Random;
  readonly #rule: Rule;
  #mid = middle;
  #id = 100;
  #sent: Statement[] = [];

  constructor(random: Random, rule: Rule) {
    this.#random = random;
    this.#rule = rule;
  }

  next(): Statement {
    const { below } = this.#random;
    const chance = below(100);
    if (chance < 6) return this.#snapshot(below(3) === 0 ? this.#id - below(30) : this.#id);
    if (chance < 9 && this.#sent.length > 0) return this.#sent[below(this.#sent.length)] ?? this.#diff();
    if (chance < 11) this.#diff();
    return this.#diff();
  }

  #remember(statement: Statement): Statement {
    this.#sent = [...this.#sent.slice(-8), statement];
    return statement;
  }

  #diff(): Statement {
    const { below } = this.#random;
    const previousId = this.#id;
    const firstId = previousId + 1 + (this.#rule === 'futures' ? below(3) : 0);
    this.#id = this.#rule === 'steps' ? firstId : firstId + below(4);
    const isWhole = this.#rule === 'whole';
    const levels = isWhole ? this.#wholeBook(below(12)) : Array.from({ length: below(9) }, () => this.#level());
    return this.#remember({ isSnapshot: isWhole, firstId, lastId: this.#id, previousId, levels });
  }

  #snapshot(lastId: number): Statement {
    const levels = this.#wholeBook(this.#random.below(40));
    return { isSnapshot: true, firstId: lastId, lastId, previousId: lastId, levels };
  }

  #wholeBook(count: number): Level[] {
    return Array.from({ length: count }, () => this.#level()).filter(([, , size]) => size > 0n);
  }

  /** Mostly near the middle, some far away, some on the wrong side; many take away what may not be there. */
  #level(): Level {
    const { below, next } = this.#random;
    if (below(1500) === 0) this.#mid += BigInt(below(widest) - widest / 2);
    if (below(10) === 0) this.#mid += BigInt(below(3) - 1);
    if (this.#mid < 1000n) this.#mid = middle;
    const away = below(10) === 0 ? below(widest) : below(30);
    const isWrong = below(1500) === 0;
    const side = below(2) === 0 ? 'bid' : 'ask';
    const isBelow = (side === 'bid') !== isWrong;
    const ticks = this.#mid + (isBelow ? -1n : 1n) * BigInt(4 + away);
    const size = next() < 0.4 ? 0n : BigInt(1 + below(100_000));
    return [side, ticks < 1n ? 1n : ticks, size];
  }
}
