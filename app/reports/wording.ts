import { formatUnits } from '../domain/amount.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import type { Asset } from '../domain/ledger.ts';
import type { Token } from '../domain/token.ts';

const nativeDecimals = 18;
const longestText = 256;
const longestSymbol = 24;

/** Invisible: control characters but for a line break, marks that turn the direction of writing, zero widths, lone surrogates. */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be written
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that a stranger may have had a hand in: nothing invisible, nothing endless. */
export function safeText(text: string, longest = longestText): string {
  const visible = text.replace(invisible, '�');
  return visible.length <= longest ? visible : `${visible.slice(0, longest - 1)}…`.replace(invisible, '�');
}

/** Exact decimal texts of amounts, and names of tokens. A token that the run did not know is counted in its smallest unit, and its name says so. */
export class Wording {
  readonly #tokens: ReadonlyMap<Address, Token>;
  readonly nativeSymbol: string;

  constructor(tokens: readonly Token[], nativeSymbol: string) {
    this.#tokens = new Map(tokens.map((token) => [token.address, token]));
    this.nativeSymbol = nativeSymbol;
  }

  native(amount: bigint): string {
    return formatUnits(amount, nativeDecimals);
  }

  name(asset: Asset): string {
    if (asset === 'native') return this.nativeSymbol;
    return safeText(this.#tokens.get(asset)?.symbol ?? `${shortHex(asset)} (units)`, longestSymbol);
  }

  amount(amount: bigint, asset: Asset): string {
    return asset === 'native' ? this.native(amount) : formatUnits(amount, this.#tokens.get(asset)?.decimals ?? 0);
  }
}
