import { readFileSync } from 'node:fs';
import path from 'node:path';
import { present } from '../../domain/errors.ts';

/** A vector file in the making; see docs/conformance.md. */
export interface AmmVectors {
  readonly suite: 'amm';
  readonly pools: Record<string, object>;
  readonly cases: object[];
}

/** Reads JSON whose integers pass 2^53: those come as text. */
export function readJson<T>(folder: string, file: string): T {
  const text = readFileSync(path.join(folder, file), 'utf8');
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  return JSON.parse(quoted) as T;
}

/** Recorded answers by the call's words: pool, method (and what is given), `A->B`, amount. */
export interface Golden {
  readonly entries: Record<string, { value: string | number }>;
}

export interface GoldenCase {
  readonly id: string;
  readonly method: string;
  readonly in: number;
  readonly out: number;
}

/** Each answer as a case of `pool`, with the tokens' places by symbol, which may depend on the contract's method. */
export function goldenCases(
  golden: Golden,
  pool: string,
  places: Record<string, number> | ((method: string) => Record<string, number>),
): GoldenCase[] {
  return Object.entries(golden.entries).map(([key, { value }]) => {
    const [, contractMethod = '', ...rest] = key.split('|');
    const [route = '', amount = ''] = rest.slice(-2);
    const [from = '', to = ''] = route.split('->');
    const own = typeof places === 'function' ? places(contractMethod) : places;
    return {
      id: key,
      pool,
      method: contractMethod.includes('Output') ? 'exactOut' : 'exactIn',
      in: present(own[from], from),
      out: present(own[to], to),
      amount,
      expect: String(value),
    };
  });
}
