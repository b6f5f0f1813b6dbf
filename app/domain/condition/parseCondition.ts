import { ExpectedError } from '../errors.ts';
import {
  type Condition,
  type ConditionDecimal,
  type ConditionFieldKind,
  type ConditionOperator,
  type ConditionWord,
  conditionOperators,
} from './condition.ts';

export const longestCondition = 512;
const deepest = 16;

interface Token {
  readonly kind: 'word' | 'text' | 'decimal' | 'sign' | 'end';
  readonly text: string;
  /** Where it begins, counted from 1. */
  readonly at: number;
}

const tokenPattern =
  /\s*(?:(?<sign>>=|<=|!=|[≤≥≠=<>()])|"(?<text>[^"]*)"|(?<decimal>[-−]?\d+(?:\.\d+)?(?![\w.]))|(?<word>[\p{L}\p{N}_.:/%$₮-]+))/uy;

/**
 * Reads a condition. `and` binds closer than `or`, `not` closer than both; words of a value stand bare or in quotes, capitals
 * do not matter. An empty text holds always.
 * @param fields what each field is, by its name
 * @param anywhere the field in which a word stands that is not compared: then `weth net > 1` is `anywhere contains weth and net > 1`
 * @throws ExpectedError CONDITION_MALFORMED saying where and what was expected
 */
export function parseCondition(
  text: string,
  fields: ReadonlyMap<string, ConditionFieldKind>,
  anywhere: string | null = null,
): Condition {
  if (text.length > longestCondition)
    throw malformed(1, `a condition of at most ${longestCondition} characters`, 'more');
  if (text.trim() === '') return { kind: 'always' };
  return new ConditionReader(tokensOf(text), fields, anywhere).whole();
}

function malformed(at: number, expected: string, found: string): ExpectedError {
  const shown = found === '' ? 'the end' : `“${found.slice(0, 40)}”`;
  return new ExpectedError('CONDITION_MALFORMED', `at character ${at}: expected ${expected}, found ${shown}`, {
    advice: 'Write conditions such as: net > 0.02 and (state = landed or venue contains sushi).',
    facts: { at },
  });
}

const spellings: ReadonlyMap<string, string> = new Map([
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
]);

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    const begins = at + text.slice(at).search(/\S/);
    if (match === null) throw malformed(begins + 1, 'a word, a number or a sign', text.slice(begins, begins + 1));
    const [kind, written] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) ?? ['end', ''];
    tokens.push({ kind: kind as Token['kind'], text: spellings.get(written) ?? written, at: begins + 1 });
    at = tokenPattern.lastIndex;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length + 1 }];
}

const joiners: ReadonlySet<string> = new Set(['and', 'or']);

/** Recursive descent over the tokens of one condition. */
class ConditionReader {
  readonly #tokens: readonly Token[];
  readonly #fields: ReadonlyMap<string, ConditionFieldKind>;
  readonly #anywhere: string | null;
  #next = 0;

  constructor(tokens: readonly Token[], fields: ReadonlyMap<string, ConditionFieldKind>, anywhere: string | null) {
    this.#tokens = tokens;
    this.#fields = fields;
    this.#anywhere = anywhere;
  }

  whole(): Condition {
    const condition = this.#either(0);
    const { kind, at, text } = this.#peek();
    if (kind !== 'end') throw malformed(at, '“and”, “or” or the end', text);
    return condition;
  }

  #either(depth: number): Condition {
    return this.#series('or', () => this.#series('and', () => this.#one(depth)));
  }

  #series(word: 'and' | 'or', read: () => Condition): Condition {
    const parts = [read()];
    while (this.#takeWord(word) || (word === 'and' && this.#goesOn())) parts.push(read());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: word, parts };
  }

  #one(depth: number): Condition {
    const token = this.#peek();
    if (depth > deepest) throw malformed(token.at, 'fewer parts within each other', token.text);
    if (this.#takeWord('not')) return { kind: 'not', part: this.#one(depth + 1) };
    if (token.kind === 'sign' && token.text === '(') {
      this.#next += 1;
      const inner = this.#either(depth + 1);
      const closing = this.#take();
      if (closing.text !== ')' || closing.kind !== 'sign') throw malformed(closing.at, '“)”', closing.text);
      return inner;
    }
    return this.#comparison();
  }

  /** Where words stand bare, what stands side by side holds together. */
  #goesOn(): boolean {
    const { kind, text } = this.#peek();
    if (this.#anywhere === null || kind === 'end') return false;
    return kind === 'sign' ? text === '(' : kind !== 'word' || text.toLowerCase() !== 'or';
  }

  #isCompared(): boolean {
    const { kind, text } = this.#peek();
    return kind !== 'end' && kind !== 'text' && conditionOperators.some((each) => each === text.toLowerCase());
  }

  #comparison(): Condition {
    const name = this.#take();
    const isWord = name.kind !== 'sign' && name.kind !== 'end' && !joiners.has(name.text.toLowerCase());
    if (this.#anywhere !== null && isWord && !this.#isCompared())
      return { kind: 'compare', field: this.#anywhere, operator: 'contains', value: { kind: 'word', text: name.text } };
    const known = [...this.#fields.keys()].find((field) => field.toLowerCase() === name.text.toLowerCase());
    const kind = known === undefined || name.kind !== 'word' ? undefined : this.#fields.get(known);
    if (known === undefined || kind === undefined)
      throw malformed(name.at, `one of ${[...this.#fields.keys()].join(', ')}`, name.text);
    const operator = this.#operator(known, kind);
    return { kind: 'compare', field: known, operator, value: this.#value(known, kind) };
  }

  #operator(field: string, kind: ConditionFieldKind): ConditionOperator {
    const token = this.#take();
    const operator = conditionOperators.find((each) => each === token.text.toLowerCase());
    const allowed: readonly ConditionOperator[] =
      kind === 'figure'
        ? ['=', '!=', '>', '>=', '<', '<=', 'crosses']
        : kind === 'yesNo'
          ? ['=', '!=']
          : ['=', '!=', 'contains'];
    if (operator === undefined || !allowed.includes(operator) || token.kind === 'text')
      throw malformed(token.at, `${allowed.join(' ')} after ${field}`, token.text);
    return operator;
  }

  #value(field: string, kind: ConditionFieldKind): ConditionDecimal | ConditionWord {
    const token = this.#take();
    if (kind === 'figure') {
      if (token.kind !== 'decimal') throw malformed(token.at, `a number for ${field}`, token.text);
      return decimalOf(token.text);
    }
    if (kind === 'yesNo') {
      const said = token.text.toLowerCase();
      if (said !== 'yes' && said !== 'no') throw malformed(token.at, `yes or no for ${field}`, token.text);
      return { kind: 'word', text: said };
    }
    if (token.kind === 'sign' || token.kind === 'end') throw malformed(token.at, `a word for ${field}`, token.text);
    return { kind: 'word', text: token.text };
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 1 };
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'word' || text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }
}

function decimalOf(text: string): ConditionDecimal {
  const written = text.replace('−', '-');
  const [whole = '', fraction = ''] = written.split('.');
  return { kind: 'decimal', digits: BigInt(`${whole}${fraction}`), scale: fraction.length };
}
