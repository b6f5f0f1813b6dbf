import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenAmount } from '../domain/amount.ts';
import { chainId, lenderKinds } from '../domain/chain.ts';
import { type Address, type Bytes, parseAddress, parseBytes } from '../domain/hex.ts';
import { type FlashLoan, type Funding, flashSwap } from '../domain/plan.ts';
import {
  decodeExecute,
  type ExecuteCall,
  type ExecutorHop,
  encodeExecute,
  executorInterface,
} from './executorCalldata.ts';

const addresses = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes): Address => parseAddress(`0x${Buffer.from(bytes).toString('hex')}`));
const amounts = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }).map(tokenAmount);
const hops = fc.oneof(
  fc.record({
    kind: fc.constant('uniswapV2' as const),
    pool: addresses,
    zeroForOne: fc.boolean(),
    feePpm: fc.integer({ min: 0, max: 999_999 }),
  }),
  fc.record({
    kind: fc.constant('uniswapV3' as const),
    pool: addresses,
    zeroForOne: fc.boolean(),
    feePpm: fc.constant(0),
  }),
);
const loans = fc.record({
  kind: fc.constantFrom(...lenderKinds),
  lender: addresses,
  amount: fc.bigInt({ min: 1n, max: 2n ** 255n - 1n }).map(tokenAmount),
});
const fundings: fc.Arbitrary<Funding> = fc.oneof(
  fc.constant(flashSwap),
  fc.tuple(loans).map((list) => ({ kind: 'loans' as const, loans: list })),
  fc.tuple(loans, loans).map((list) => ({ kind: 'loans' as const, loans: list })),
);
const calls: fc.Arbitrary<ExecuteCall> = fc
  .record({
    hops: fc.array(hops, { minLength: 2, maxLength: 8 }),
    terms: fc.record({
      funding: fundings,
      profitToken: addresses,
      amountIn: amounts,
      minProfit: amounts,
      deadlineS: fc.integer({ min: 0, max: 2 ** 40 }),
    }),
    chainId: fc.integer({ min: 1, max: 2 ** 40 }).map(chainId),
  })
  .map((call) => {
    const { funding, amountIn } = call.terms;
    const lent = loansOf(funding).reduce((sum, { amount }) => sum + amount, 0n);
    return { ...call, terms: { ...call.terms, amountIn: lent === 0n ? amountIn : tokenAmount(lent) } };
  });

function loansOf(funding: Funding): readonly FlashLoan[] {
  return funding.kind === 'loans' ? funding.loans : [];
}

/** Laid out by hand from the Contract ABI Specification: seven head words, the hops of four words, the loans of three. */
const known: ExecuteCall = {
  hops: [
    { kind: 'uniswapV2', pool: parseAddress(`0x${'11'.repeat(20)}`), zeroForOne: true, feePpm: 3000 },
    { kind: 'uniswapV3', pool: parseAddress(`0x${'22'.repeat(20)}`), zeroForOne: false, feePpm: 0 },
  ],
  terms: {
    funding: {
      kind: 'loans',
      loans: [
        {
          kind: 'aaveV3',
          lender: parseAddress(`0x${'44'.repeat(20)}`),
          amount: tokenAmount(10n ** 18n),
        },
      ],
    },
    profitToken: parseAddress(`0x${'33'.repeat(20)}`),
    amountIn: tokenAmount(10n ** 18n),
    minProfit: tokenAmount(7n),
    deadlineS: 1_700_000_000,
  },
  chainId: chainId(31_337),
};
const word = (value: bigint | string): string =>
  (typeof value === 'string' ? value : value.toString(16)).padStart(64, '0');
const knownWords = [
  word(0xe0n),
  word(0x200n),
  word('33'.repeat(20)),
  word(10n ** 18n),
  word(7n),
  word(1_700_000_000n),
  word(31_337n),
  word(2n),
  word(0n),
  word('11'.repeat(20)),
  word(1n),
  word(3000n),
  word(1n),
  word('22'.repeat(20)),
  word(0n),
  word(0n),
  word(1n),
  word(1n),
  word('44'.repeat(20)),
  word(10n ** 18n),
];
/** The same without its loan. */
const swapping: ExecuteCall = { ...known, terms: { ...known.terms, funding: flashSwap } };
const borrowing = (...loans: FlashLoan[]): ExecuteCall => ({
  ...known,
  terms: { ...known.terms, funding: { kind: 'loans', loans: loans as [FlashLoan, ...FlashLoan[]] } },
});
const [loan] = loansOf(known.terms.funding) as [FlashLoan];

function refusal(data: Bytes): unknown {
  try {
    decodeExecute(data);
  } catch (thrown) {
    return thrown;
  }
  return null;
}

const refused = expect.objectContaining({ name: 'ExpectedError', code: 'PLAN_CALLDATA_REFUSED' });

/** Two to four legs of one to three pools each, as many as eight pools; the last of a later leg takes the rest. */
const splits: fc.Arbitrary<ExecuteCall> = fc
  .tuple(calls, fc.array(fc.array(hops, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 4 }), amounts)
  .map(([call, legs, seed]) => {
    const parts = legs.flatMap((leg, i) =>
      leg.map((hop, place) => {
        const amount = i > 0 && place === leg.length - 1 ? 0n : (seed % 2n ** 250n) + BigInt(place) + 1n;
        return { ...hop, part: { leg: i, amountIn: tokenAmount(amount) } };
      }),
    );
    const entered = parts.reduce((sum, { part }) => sum + (part.leg === 0 ? part.amountIn : 0n), 0n);
    return { ...call, hops: parts, terms: { ...call.terms, funding: flashSwap, amountIn: tokenAmount(entered) } };
  });

describe('calldata of executeSplit', () => {
  it('is what the ABI library writes, and comes back as what it was made from', () => {
    fc.assert(
      fc.property(splits, (call) => {
        const { hops: parts, terms, chainId: id } = call;
        const tuples = parts.map(({ kind, pool, zeroForOne, feePpm, part }) => [
          kind === 'uniswapV2' ? 0 : 1,
          pool,
          zeroForOne,
          feePpm,
          part?.leg,
          part?.amountIn,
        ]);
        const { profitToken, amountIn, minProfit, deadlineS } = terms;
        const values = [tuples, [], profitToken, amountIn, minProfit, deadlineS, id];
        const data = encodeExecute(call);
        expect(data).toBe(executorInterface.encodeFunctionData('executeSplit', values));
        expect(decodeExecute(data)).toEqual(call);
      }),
      { numRuns: 200 },
    );
  });

  const split = (...parts: (readonly [number, bigint])[]): ExecuteCall => {
    const [hop] = known.hops as [ExecutorHop];
    const entered = parts.reduce((sum, [leg, amount]) => sum + (leg === 0 ? amount : 0n), 0n);
    return {
      ...swapping,
      hops: parts.map(([leg, amount]) => ({ ...hop, part: { leg, amountIn: tokenAmount(amount) } })),
      terms: { ...swapping.terms, amountIn: tokenAmount(entered) },
    };
  };

  it('refuses legs that keep, double or skip what they get', () => {
    expect(refusal(encodeExecute(split([0, 5n], [0, 6n], [1, 3n], [1, 0n])))).toBeNull();
    for (const parts of [
      [
        [0, 5n],
        [0, 6n],
      ],
      [
        [0, 5n],
        [2, 0n],
      ],
      [
        [1, 5n],
        [2, 0n],
      ],
      [
        [0, 5n],
        [1, 0n],
        [0, 5n],
      ],
      [
        [0, 5n],
        [1, 4n],
      ],
      [
        [0, 5n],
        [1, 0n],
        [1, 4n],
      ],
      [
        [0, 5n],
        [1, 0n],
        [1, 0n],
      ],
      [
        [0, 5n],
        [0, 0n],
        [1, 0n],
      ],
      [
        [0, 5n],
        [1, 0n],
        [3, 0n],
      ],
    ] as const)
      expect(
        refusal(encodeExecute(split(...parts))),
        JSON.stringify(parts, (_, value) => String(value)),
      ).toEqual(refused);
    const good = split([0, 5n], [0, 6n], [1, 0n]);
    const terms = { ...good.terms, amountIn: tokenAmount(12n) };
    expect(refusal(encodeExecute({ ...good, terms }))).toEqual(refused);
    expect(refusal(`${encodeExecute(good)}${word(0n)}` as Bytes)).toEqual(refused);
    // The words of one method under the selector of the other.
    const [own, other] = [encodeExecute(good), encodeExecute(swapping)];
    expect(refusal(`${other.slice(0, 10)}${own.slice(10)}` as Bytes)).toEqual(refused);
    expect(refusal(`${own.slice(0, 10)}${other.slice(10)}` as Bytes)).toEqual(refused);
  });
});

describe('calldata of execute', () => {
  it('has the layout that the ABI prescribes', () => {
    const selector = executorInterface.getFunction('execute')?.selector ?? '';
    expect(encodeExecute(known)).toBe(`${selector}${knownWords.join('')}`);
  });

  it('is what the ABI library writes', () => {
    fc.assert(
      fc.property(calls, ({ hops, terms, chainId }) => {
        const tuples = hops.map((hop) => [hop.kind === 'uniswapV2' ? 0 : 1, hop.pool, hop.zeroForOne, hop.feePpm]);
        const { profitToken, amountIn, minProfit, deadlineS } = terms;
        const borrowed = loansOf(terms.funding).map(({ kind, lender, amount }) => [
          lenderKinds.indexOf(kind),
          lender,
          amount,
        ]);
        const values = [tuples, borrowed, profitToken, amountIn, minProfit, deadlineS, chainId];
        expect(encodeExecute({ hops, terms, chainId })).toBe(executorInterface.encodeFunctionData('execute', values));
      }),
      { numRuns: 200 },
    );
  });

  it('comes back as what it was made from', () => {
    fc.assert(
      fc.property(calls, (call) => {
        expect(decodeExecute(encodeExecute(call))).toEqual(call);
      }),
      { numRuns: 200 },
    );
  });

  it('writes a V3 hop without a fee', () => {
    const withFee: ExecuteCall = { ...known, hops: known.hops.map((hop) => ({ ...hop, feePpm: 500 })) };
    expect(decodeExecute(encodeExecute(withFee)).hops.map((hop) => hop.feePpm)).toEqual([500, 0]);
  });

  it('means one thing or is refused: no changed byte reads as the same call', () => {
    const data = encodeExecute(known);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: (data.length - 4) / 2 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(data.slice(2), 'hex');
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const changed = parseBytes(`0x${bytes.toString('hex')}`);
        const outcome = refusal(changed);
        if (outcome === null) expect(encodeExecute(decodeExecute(changed))).toBe(changed);
        else expect(outcome).toEqual(refused);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', '0x'],
    ['another method', `0x01681a62${word('33'.repeat(20))}`],
    ['bytes behind the end', `${encodeExecute(known)}00`],
    ['a word behind the end', `${encodeExecute(known)}${word(0n)}`],
    ['a cut', encodeExecute(known).slice(0, -2)],
    ['far too much', `0x${'00'.repeat(5000)}`],
    ['one hop', encodeExecute({ ...known, hops: known.hops.slice(0, 1) })],
    ['nine hops', encodeExecute({ ...known, hops: new Array(9).fill(known.hops[0]) })],
    ['no input', encodeExecute({ ...known, terms: { ...known.terms, amountIn: tokenAmount(0n) } })],
    [
      'an unknown pool kind',
      encodeExecute(known).replace(knownWords.slice(8, 10).join(''), `${word(2n)}${knownWords[9]}`),
    ],
    ['a deadline beyond all numbers', encodeExecute(known).replace(word(1_700_000_000n), 'f'.repeat(64))],
    [
      'a direction that is neither',
      encodeExecute(known).replace(knownWords.slice(9, 11).join(''), `${knownWords[9]}${word(2n)}`),
    ],
    [
      'an address with more than 20 bytes',
      encodeExecute(known).replace(word('33'.repeat(20)), `01${word('33'.repeat(20)).slice(2)}`),
    ],
    ['capital letters', encodeExecute({ ...known, hops: [...known.hops].reverse() }).replace('e0', 'E0')],
    ['a fee on a V3 hop', `${encodeExecute(swapping).slice(0, -128)}${word(1n)}${word(0n)}`],
    [
      'an unknown kind of lender',
      `${encodeExecute(known).slice(0, -192)}${word(2n)}${encodeExecute(known).slice(-128)}`,
    ],
    ['loans that are not the input', encodeExecute(borrowing(loan, loan))],
    ['an empty loan', encodeExecute(borrowing(loan, { ...loan, amount: tokenAmount(0n) }))],
    ['three loans', encodeExecute(borrowing(loan, loan, loan))],
    ['loans that lie elsewhere', encodeExecute(known).replace(word(0x200n), word(0x220n))],
  ])('refuses %s', (_, data) => {
    expect(refusal(data as Bytes)).toEqual(refused);
  });

  it('knows the errors and the method of the contract source', () => {
    const source = readFileSync(new URL('../../resources/contracts/IExecutor.sol', import.meta.url), 'utf8');
    const errors = [...source.matchAll(/error (\w+)\(([^)]*)\)/g)].map(
      ([, name, inputs]) => `${name}(${(inputs ?? '').replace(/\s\w+(?=,|$)/g, '').replace(/\s/g, '')})`,
    );
    const ours = executorInterface.fragments.filter((fragment) => fragment.type === 'error');
    expect(ours.map((fragment) => fragment.format('sighash')).sort()).toEqual(errors.sort());
    expect(source.replace(/\s+/g, ' ')).toContain(
      'function execute( Hop[] calldata hops, Loan[] calldata loans, address profitToken, uint256 amountIn, uint256 minProfit, uint256 deadline, uint256 chainId )',
    );
    expect(source.replace(/\s+/g, ' ')).toContain(
      'struct Hop { uint8 kind; address pool; bool zeroForOne; uint24 feePpm; }',
    );
    expect(source.replace(/\s+/g, ' ')).toContain(
      'function executeSplit( SplitSwap[] calldata swaps, Loan[] calldata loans, address profitToken, uint256 amountIn, uint256 minProfit, uint256 deadline, uint256 chainId )',
    );
    expect(source.replace(/\s+/g, ' ')).toContain(
      'struct SplitSwap { uint8 kind; address pool; bool zeroForOne; uint24 feePpm; uint8 leg; uint256 amountIn; }',
    );
    expect(source.replace(/\s+/g, ' ')).toContain('struct Loan { uint8 kind; address lender; uint256 amount; }');
  });
});
