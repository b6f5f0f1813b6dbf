import { microseconds, summary } from '../detect/testing/timing.ts';
import { type Wei, wei } from '../domain/amount.ts';
import { type Random, seededRandom } from '../domain/random.ts';
import { chainGroups, initialLimits } from '../domain/riskLimit.ts';
import { loadNative } from '../native.ts';
import { type RiskAccount, RiskBook, type RiskPosition, type RiskTrade } from './riskBook.ts';
import { plainRiskChecks } from './testing/plainRiskChecks.ts';

const positionCount = 1000;
const assetCount = 200;
const clusterCount = 20;
const checks = 20_000;
const peerChecks = 2_000;
const ether = 10n ** 18n;
const strategy = 'flash-arbitrage' as const;

const amount = (random: Random, mostMilliether: number): Wei =>
  wei((BigInt(1 + random.below(mostMilliether)) * ether) / 1000n);

function placeOf(random: Random): Pick<RiskPosition, 'strategy' | 'group' | 'asset' | 'cluster'> {
  const asset = random.below(assetCount);
  const group = chainGroups[random.below(chainGroups.length)] ?? 'mainnet';
  return { strategy, group, asset: `asset ${asset}`, cluster: asset % clusterCount };
}

function tradeOf(random: Random): RiskTrade {
  return {
    ...placeOf(random),
    atRisk: amount(random, 3_000),
    opens: random.below(2) === 0 ? wei(0n) : amount(random, 20_000),
    adds: amount(random, 500),
    notional: amount(random, 2_000_000),
    kelly: random.below(100_000),
    correlation: random.below(1_000_000),
  };
}

/** A trade as the core takes it: the same numbers that RiskBook writes, all assets known by their place. */
function coreTrades(trades: readonly RiskTrade[]): { places: Int32Array; amounts: BigInt64Array } {
  const units = (value: Wei): bigint => (value + 999_999_999n) / 1_000_000_000n;
  return {
    places: Int32Array.from(
      trades.flatMap(({ group, asset, cluster }) => [
        0,
        chainGroups.indexOf(group),
        Number(asset?.slice('asset '.length)),
        cluster ?? -1,
      ]),
    ),
    amounts: BigInt64Array.from(
      trades.flatMap(({ atRisk, opens, adds, notional, kelly, correlation }) => [
        units(atRisk),
        units(opens),
        units(adds),
        units(notional),
        BigInt(kelly),
        BigInt(correlation ?? 0),
      ]),
    ),
  };
}

/** One trade against every limit with a thousand positions open, in the core and through TypeScript. The peer reads every position, in the same run. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const random = seededRandom(8);
  const account: RiskAccount = {
    capital: wei(10_000n * ether),
    cash: wei(8_000n * ether),
    dayLoss: wei(100n * ether),
    monthPeak: wei(10_100n * ether),
    monthFall: wei(100n * ether),
    overallPeak: wei(10_500n * ether),
    overallFall: wei(500n * ether),
    valueAtRisk: wei(150n * ether),
  };
  const positions = Array.from({ length: positionCount }, (): RiskPosition => {
    const isHeld = random.below(2) === 0;
    return {
      ...placeOf(random),
      held: isHeld ? amount(random, 4_000) : wei(0n),
      risk: isHeld ? wei(0n) : amount(random, 100),
    };
  });
  const trades = Array.from({ length: checks }, () => tradeOf(random));

  const core = new (loadNative().RiskBook)();
  const book = new RiskBook();
  book.setLimits(initialLimits.values);
  book.setAccount(account);
  core.setLimits(BigInt64Array.from(Object.values(initialLimits.values), BigInt));
  core.setAccount(
    BigInt64Array.from(
      [
        account.capital,
        account.cash,
        account.dayLoss,
        account.monthPeak,
        account.monthFall,
        account.overallPeak,
        account.overallFall,
        account.valueAtRisk ?? wei(0n),
      ],
      (value) => value / 1_000_000_000n,
    ),
  );
  for (const [slot, position] of positions.entries()) {
    book.setPosition(String(slot), position);
    const place = [0, chainGroups.indexOf(position.group), Number(position.asset?.slice(6)), position.cluster ?? -1];
    core.setPosition(
      Int32Array.of(slot, ...place),
      BigInt64Array.of(position.held / 1_000_000_000n, position.risk / 1_000_000_000n),
    );
  }
  for (const trade of trades.slice(0, 500)) {
    const expected = plainRiskChecks(initialLimits.values, account, positions, trade);
    const found = book.check(trade);
    for (const [place, { limit, value, bound, state }] of expected.entries()) {
      const check = found[place];
      const scale = check?.unit === 'wei' ? 1_000_000_000n : 1n;
      if (
        check?.limit !== limit ||
        check.value !== value * scale ||
        check.bound !== bound * scale ||
        check.state !== state
      )
        throw new Error(`the peer checks ${limit} otherwise`);
    }
  }
  const [throughTypeScript, theirs]: [number[], number[]] = [[], []];
  for (const trade of trades) throughTypeScript.push(microseconds(() => void book.check(trade)));
  for (const trade of trades.slice(0, peerChecks))
    theirs.push(microseconds(() => void plainRiskChecks(initialLimits.values, account, positions, trade)));
  const { places, amounts } = coreTrades(trades);
  const nanoseconds = new Float64Array(checks);
  core.timeChecks(places, amounts, nanoseconds);
  core.timeChecks(places, amounts, nanoseconds);
  const peer = 'js:TypeScript over every position';
  const inCore = [...nanoseconds].map((ns) => ns / 1000);
  const line = (path: string): object => ({
    bench: 'risk-check',
    case: `positions=${positionCount} path=${path}`,
    unit: 'us',
  });
  emit({ ...line('native'), ...summary(inCore, peer, theirs) });
  emit({ ...line('typescript'), ...summary(throughTypeScript, peer, theirs) });
}
