import { Interface } from 'ethers';
import { type TokenAmount, tokenAmount } from '../domain/amount.ts';
import { type ChainId, chainId, type LenderKind, type PoolKind } from '../domain/chain.ts';
import { ExpectedError, ensure, present } from '../domain/errors.ts';
import type { Address, Bytes } from '../domain/hex.ts';
import { type FlashLoan, type Funding, flashSwap, type PlanTerms } from '../domain/plan.ts';
import { addressWord, readAddress, readUint, uintWord } from './abiWords.ts';

/** The methods and errors of resources/contracts/IExecutor.sol; a test compares the two. */
export const executorInterface = new Interface([
  'function execute(tuple(uint8 kind, address pool, bool zeroForOne, uint24 feePpm)[] hops, tuple(uint8 kind, address lender, uint256 amount)[] loans, address profitToken, uint256 amountIn, uint256 minProfit, uint256 deadline, uint256 chainId) returns (uint256 profit)',
  'function executeSplit(tuple(uint8 kind, address pool, bool zeroForOne, uint24 feePpm, uint8 leg, uint256 amountIn)[] swaps, tuple(uint8 kind, address lender, uint256 amount)[] loans, address profitToken, uint256 amountIn, uint256 minProfit, uint256 deadline, uint256 chainId) returns (uint256 profit)',
  'error NotOwner()',
  'error WrongChain()',
  'error Expired()',
  'error Reentered()',
  'error BadRoute()',
  'error UnexpectedCallback()',
  'error MinProfit(uint256 profit, uint256 minProfit)',
  'error TransferFailed()',
  'error AllowanceLeft()',
]);

/** The contract's numbering of pool kinds: the index is the `kind` of a hop. */
const kindsByNumber: readonly PoolKind[] = ['uniswapV2', 'uniswapV3'];

/** And of lenders: the index is the `kind` of a loan. */
const lendersByNumber: readonly LenderKind[] = ['balancerV2', 'aaveV3'];

/** As in the contract. */
const maxHops = 8;
const maxLoans = 2;

/** A hop as the contract gets it. `feePpm` is 0 for a V3 pool, which knows its own. */
export interface ExecutorHop {
  readonly kind: PoolKind;
  readonly pool: Address;
  readonly zeroForOne: boolean;
  readonly feePpm: number;
  /** Of a route whose legs go over several pools; then every hop has it. */
  readonly part?: LegPart;
}

/** Legs are counted from 0. The last hop of a later leg has an `amountIn` of 0 and takes what the others leave. */
export interface LegPart {
  readonly leg: number;
  readonly amountIn: TokenAmount;
}

/** What a call of `execute` says, or of `executeSplit` where the hops are parts of legs. */
export interface ExecuteCall {
  readonly hops: readonly ExecutorHop[];
  readonly terms: PlanTerms;
  readonly chainId: ChainId;
}

const selectorOf = (method: string): string => present(executorInterface.getFunction(method), 'the method').selector;
const selector = selectorOf('execute');
const splitSelector = selectorOf('executeSplit');
/** The head's words: where the hops and the loans begin, then the five other arguments. */
const headWords = 7;
const wordsPerHop = 4;
const wordsPerSplitHop = 6;
const wordsPerLoan = 3;

/** Calldata of `execute` or `executeSplit`. A V3 hop is written with fee 0, so that the calldata holds nothing that the contract ignores. */
export function encodeExecute(call: ExecuteCall): Bytes {
  const { profitToken, amountIn, minProfit, deadlineS } = call.terms;
  const loans = loansOf(call.terms.funding);
  const isSplit = call.hops.some(({ part }) => part !== undefined);
  const words = [
    uintWord(headWords * 32),
    uintWord((headWords + 1 + call.hops.length * (isSplit ? wordsPerSplitHop : wordsPerHop)) * 32),
    addressWord(profitToken),
    uintWord(amountIn),
    uintWord(minProfit),
    uintWord(deadlineS),
    uintWord(call.chainId),
    uintWord(call.hops.length),
  ];
  for (const { kind, pool, zeroForOne, feePpm, part } of call.hops) {
    ensure((part !== undefined) === isSplit, 'either all hops are parts of legs or none');
    ensure(feePpm <= 0xffffff, 'a fee does not fit its 24 bits', { feePpm });
    words.push(
      uintWord(kindsByNumber.indexOf(kind)),
      addressWord(pool),
      uintWord(zeroForOne ? 1 : 0),
      uintWord(kind === 'uniswapV2' ? feePpm : 0),
    );
    if (part !== undefined) words.push(uintWord(part.leg), uintWord(part.amountIn));
  }
  words.push(uintWord(loans.length));
  for (const { kind, lender, amount } of loans)
    words.push(uintWord(lendersByNumber.indexOf(kind)), addressWord(lender), uintWord(amount));
  return `${isSplit ? splitSelector : selector}${words.join('')}` as Bytes;
}

function loansOf(funding: Funding): readonly FlashLoan[] {
  return funding.kind === 'loans' ? funding.loans : [];
}

/**
 * The one meaning of calldata, or a refusal: another method, an unknown kind of pool or lender, too few hops, loans that
 * are not the input, a number that does not fit, or any byte that encoding the decoded call again does not give back.
 * @throws ExpectedError PLAN_CALLDATA_REFUSED
 */
export function decodeExecute(data: Bytes): ExecuteCall {
  const isSplit = data.startsWith(splitSelector);
  if (!isSplit && !data.startsWith(selector)) throw refused('it is not a call of execute or executeSplit', data);
  const hopWords = isSplit ? wordsPerSplitHop : wordsPerHop;
  const words = data.slice(selector.length).match(/[0-9a-f]{64}/g) ?? [];
  const hopCount = safeInteger(words[headWords] ?? '0') ?? 0;
  if (hopCount < 2 || hopCount > maxHops) throw refused('a route has 2 to 8 hops', data);
  const loanWords = words.slice(headWords + 1 + hopCount * hopWords);
  const loanCount = safeInteger(loanWords[0] ?? '0') ?? maxLoans + 1;
  if (loanCount > maxLoans) throw refused('it borrows from more than two lenders', data);
  if (loanWords.length !== 1 + loanCount * wordsPerLoan) throw refused('it is cut or goes on', data);
  const call = readCall(words, hopCount, hopWords, loanWords.slice(1), loanCount);
  if (call === null) throw refused('a number in it is out of range', data);
  const { amountIn, funding } = call.terms;
  if (amountIn === 0n || loansOf(funding).some(({ amount }) => amount === 0n))
    throw refused('it borrows nothing', data);
  if (funding.kind === 'loans' && funding.loans.reduce((sum, { amount }) => sum + amount, 0n) !== amountIn)
    throw refused('its loans do not add up to its input', data);
  if (isSplit && !areLegs(call.hops, amountIn)) throw refused('its legs do not hand on all that they get', data);
  // Offsets, counts, paddings, unknown bits and what lies behind the end: all seen at once.
  if (encodeExecute(call) !== data) throw refused('it is not in canonical form', data);
  return call;
}

function readCall(
  words: readonly string[],
  hopCount: number,
  hopWords: number,
  loanWords: readonly string[],
  loanCount: number,
): ExecuteCall | null {
  const [, , profitToken = '', amountIn = '', minProfit = '', deadline = '', chain = ''] = words;
  const deadlineS = safeInteger(deadline);
  const id = safeInteger(chain);
  const hops = Array.from({ length: hopCount }, (_, index) =>
    readHop(words.slice(headWords + 1 + index * hopWords, headWords + 1 + (index + 1) * hopWords)),
  );
  const loans = Array.from({ length: loanCount }, (_, index) => readLoan(loanWords.slice(index * wordsPerLoan)));
  if (deadlineS === null || id === null || hops.includes(null) || loans.includes(null)) return null;
  const [first, ...others] = loans.filter((loan) => loan !== null);
  return {
    hops: hops.filter((hop) => hop !== null),
    terms: {
      funding: first === undefined ? flashSwap : { kind: 'loans', loans: [first, ...others] },
      profitToken: readAddress(profitToken),
      amountIn: tokenAmount(readUint(amountIn)),
      minProfit: tokenAmount(readUint(minProfit)),
      deadlineS,
    },
    chainId: chainId(id),
  };
}

function readHop(words: readonly string[]): ExecutorHop | null {
  const [kindWord = '', pool = '', direction = '', fee = '', legWord, amountWord] = words;
  const kind = kindsByNumber[safeInteger(kindWord) ?? kindsByNumber.length];
  const feePpm = safeInteger(fee);
  if (kind === undefined || feePpm === null || feePpm > 0xffffff) return null;
  const hop = { kind, pool: readAddress(pool), zeroForOne: readUint(direction) === 1n, feePpm };
  if (legWord === undefined || amountWord === undefined) return hop;
  const leg = safeInteger(legWord);
  return leg === null ? null : { ...hop, part: { leg, amountIn: tokenAmount(readUint(amountWord)) } };
}

/** Legs from 0 without a gap, two at least: the first takes the whole input, and each later one's last hop what is left. */
function areLegs(hops: readonly ExecutorHop[], amountIn: bigint): boolean {
  let entered = 0n;
  const fit = hops.every(({ part }, place) => {
    const before = place === 0 ? 0 : (hops[place - 1]?.part?.leg ?? 0);
    const next = hops[place + 1]?.part?.leg;
    if (part === undefined || (part.leg !== before && (place === 0 || part.leg !== before + 1))) return false;
    if (part.leg === 0) entered += part.amountIn;
    return part.leg > 0 && next !== part.leg ? part.amountIn === 0n : part.amountIn > 0n;
  });
  return fit && entered === amountIn && (hops.at(-1)?.part?.leg ?? 0) > 0;
}

function readLoan([kindWord = '', lender = '', amount = '']: readonly string[]): FlashLoan | null {
  const kind = lendersByNumber[safeInteger(kindWord) ?? lendersByNumber.length];
  if (kind === undefined) return null;
  return { kind, lender: readAddress(lender), amount: tokenAmount(readUint(amount)) };
}

function safeInteger(word: string): number | null {
  const value = readUint(word);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

function refused(why: string, data: Bytes, cause?: unknown): ExpectedError {
  return new ExpectedError('PLAN_CALLDATA_REFUSED', `The calldata cannot be read as a trade of ours: ${why}.`, {
    advice: 'Do not sign it. If it came from this program, keep the report: it is a bug.',
    facts: { selector: data.slice(0, 10), bytes: (data.length - 2) / 2 },
    cause,
  });
}
