import { type ExposureAnswer, mostHeldAssets, mostResting } from '../contract/exposure.ts';
import { type Wei, wei } from '../domain/amount.ts';
import { shortHex } from '../domain/hex.ts';
import type { Asset } from '../domain/ledger.ts';
import { worstCaseCost } from '../domain/plan.ts';
import { inNativeDown } from '../portfolio/tokenValue.ts';
import { chainGroupOf } from '../risk/tradeBounds.ts';
import { assetValue } from './assetValue.ts';
import type { KernelState } from './kernelState.ts';
import { placeOf } from './noteRisk.ts';
import { routeText } from './routeText.ts';
import { openOrders } from './transitions.ts';

type Held = ExposureAnswer['holdings'][number];
type Resting = ExposureAnswer['resting'][number];

/** What is held by the books and what is under way, at the head's prices. Reads the kernel and changes nothing. */
export function exposureOf(kernel: KernelState): ExposureAnswer {
  const { epoch, head, headAtMs, risk } = kernel;
  const { chain } = epoch;
  const { dollarToken = null } = chain;
  const dollarPrice = dollarToken === null ? null : assetValue(kernel, dollarToken);
  const dollar = dollarToken === null ? undefined : kernel.tokens.get(dollarToken);
  const resting = [...waitingTickets(kernel), ...underWay(kernel)];
  return {
    chain: chain.name,
    group: chainGroupOf(chain),
    nativeSymbol: chain.nativeSymbol,
    wrappedNative: chain.wrappedNative,
    blockNumber: head?.number ?? 0,
    blockAtMs: headAtMs,
    baseFeePerGas: head?.baseFeePerGas ?? null,
    capital: risk.figures?.capital ?? null,
    dollar:
      dollar === undefined || dollarPrice === null
        ? null
        : { asset: dollar.address, symbol: dollar.symbol, decimals: dollar.decimals, price: plain(dollarPrice) },
    holdings: holdings(kernel).slice(0, mostHeldAssets),
    resting: resting.slice(0, mostResting),
    more: Math.max(0, resting.length - mostResting),
    tailsMadeAtMs: risk.valueAtRisk?.madeAtMs ?? null,
  };
}

const plain = ({
  weiNumerator,
  weiDenominator,
}: Pick<NonNullable<Held['price']>, 'weiNumerator' | 'weiDenominator'>) => ({
  weiNumerator,
  weiDenominator,
});

/** Largest value first; what has no price last. */
function holdings(kernel: KernelState): Held[] {
  const { ledger, epoch, tokens } = kernel;
  const amounts = new Map<Asset, bigint>();
  for (const account of ['wallet', 'executor'] as const)
    for (const [asset, amount] of ledger.holdings(account)) amounts.set(asset, (amounts.get(asset) ?? 0n) + amount);
  const listed = new Set<Asset>(['native', epoch.chain.wrappedNative, ...epoch.chain.profitTokens]);
  const earned = earnedBy(kernel);
  const valued = [...amounts]
    .filter(([asset, amount]) => amount !== 0n || earned.has(asset))
    .map(([asset, amount]) => {
      const price = assetValue(kernel, asset);
      const worthOf = (part: bigint): Wei | null => (price === null ? null : inNativeDown(part, price));
      const byStrategy = [...(earned.get(asset) ?? [])];
      const rest = amount - byStrategy.reduce((sum, [, part]) => sum + part, 0n);
      const token = asset === 'native' ? undefined : tokens.get(asset);
      const held: Held = {
        asset,
        symbol: asset === 'native' ? epoch.chain.nativeSymbol : (token?.symbol ?? shortHex(asset)),
        decimals: asset === 'native' ? 18 : (token?.decimals ?? 0),
        amount,
        price: price === null ? null : plain(price),
        isCash: placeOf(kernel, 'flash-arbitrage', asset).asset === null,
        isListed: listed.has(asset),
        parts: [
          ...byStrategy.map(([strategy, part]) => ({ strategy, amount: part, value: worthOf(part) })),
          ...(rest === 0n ? [] : [{ strategy: null, amount: rest, value: worthOf(rest) }]),
        ],
      };
      return { held, value: worthOf(amount) ?? -1n };
    });
  valued.sort((a, b) => (a.value < b.value ? 1 : a.value > b.value ? -1 : 0));
  return valued.map(({ held }) => held);
}

/** What each strategy brought of each asset; gas is taken out of the native currency. */
function earnedBy({ breakdown }: KernelState): Map<Asset, Map<string, bigint>> {
  const found = new Map<Asset, Map<string, bigint>>();
  const add = (asset: Asset, strategy: string, amount: bigint): void => {
    if (amount === 0n) return;
    const parts = found.get(asset) ?? new Map<string, bigint>();
    parts.set(strategy, (parts.get(strategy) ?? 0n) + amount);
    found.set(asset, parts);
  };
  for (const [strategy, { gross, gas }] of breakdown.rows('strategy')) {
    for (const [token, amount] of gross) add(token, strategy, amount);
    add('native', strategy, -gas);
  }
  return found;
}

function waitingTickets(kernel: KernelState): Resting[] {
  return [...kernel.tickets.values()]
    .filter(({ state }) => state === 'simulating' || state === 'awaitingApproval')
    .map(({ id, opportunity, plan, state }) => ({
      id,
      kind: 'ticket',
      strategy: opportunity.strategy,
      state,
      route: routeText(kernel, opportunity.hops).slice(0, 512),
      gasLimit: plan.gasLimit,
      maxFeePerGas: plan.maxFeePerGas,
      maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
      gasUnits: opportunity.gasUnits,
      worst: worstCaseCost(plan),
      gross: grossOf(kernel, opportunity.profitToken, opportunity.gross),
    }));
}

function underWay(kernel: KernelState): Resting[] {
  return openOrders(kernel).map(({ id, ticketId, kind, origin, plan, state, route, predicted }) => ({
    id,
    kind: 'order',
    strategy: origin?.strategy ?? 'flash-arbitrage',
    state,
    route: (kind === 'cancel' ? `cancellation of ${route}` : route).slice(0, 512),
    gasLimit: plan.gasLimit,
    maxFeePerGas: plan.maxFeePerGas,
    maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
    gasUnits: kind === 'cancel' ? null : (kernel.tickets.get(ticketId)?.opportunity.gasUnits ?? null),
    worst: worstCaseCost(plan),
    gross: kind === 'cancel' ? wei(0n) : grossOf(kernel, predicted.profitToken, predicted.gross),
  }));
}

function grossOf(kernel: KernelState, token: Exclude<Asset, 'native'>, amount: bigint): Wei | null {
  const price = assetValue(kernel, token);
  return price === null ? null : inNativeDown(amount, price);
}
