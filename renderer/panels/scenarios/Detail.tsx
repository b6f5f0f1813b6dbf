import type { JSX } from 'react';
import type { StressAnswer, StressRow } from '../../../app/contract/scenarios.ts';
import { formatUnits } from '../../../app/domain/amount.ts';
import type { RestingOutcome } from '../../../app/domain/scenario.ts';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayAmount } from '../../format/amount.ts';
import { displayPercent } from '../../format/statistic.ts';
import { utcMinute } from '../../format/time.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { shockText } from './words.ts';

const outcomeWords: Readonly<Record<RestingOutcome, string>> = {
  lands: 'lands at the gas of then',
  reverts: 'reverts and costs its gas',
  waits: 'waits above its cap',
  unknown: 'not known',
};

function Figure({ amount, decimals }: { amount: bigint | null; decimals: number }): JSX.Element {
  if (amount === null) return <span className="text-ink-3">not known</span>;
  return (
    <span title={formatUnits(amount, decimals)} className={amount < 0n ? 'text-loss' : ''}>
      {displayAmount(amount, decimals)}
    </span>
  );
}

function Holdings({ report, answer }: { report: StressRow; answer: StressAnswer }): JSX.Element {
  const { dollar, nativeSymbol } = answer;
  return (
    <SmallTable
      label="Holdings"
      headers={[
        'Token',
        'Price',
        ...(dollar === null ? [] : [`${dollar.symbol} before`, 'after']),
        `${nativeSymbol} before`,
        'after ',
        'By',
      ]}
      tracks={`80px 76px ${dollar === null ? '' : 'repeat(2, minmax(92px, 1fr)) '}repeat(2, minmax(92px, 1fr)) minmax(140px, 1.6fr)`}
      numeric={dollar === null ? [1, 2, 3] : [1, 2, 3, 4, 5]}
      minWidth={dollar === null ? 500 : 690}
      rows={report.holdings.map(
        ({
          asset,
          symbol,
          pricePpm,
          dollarsBefore,
          dollarsAfter,
          nativeBefore,
          nativeAfter,
          series,
          unknown,
          lowestPpm,
        }) => ({
          id: asset,
          cells: [
            symbol,
            displayPercent(Number(pricePpm - 1_000_000n) / 1e6),
            ...(dollar === null
              ? []
              : [
                  <Figure key="before" amount={dollarsBefore} decimals={dollar.decimals} />,
                  <Figure key="after" amount={dollarsAfter} decimals={dollar.decimals} />,
                ]),
            <Figure key="native" amount={nativeBefore} decimals={nativeDecimals} />,
            <Figure key="nativeAfter" amount={nativeAfter} decimals={nativeDecimals} />,
            <span key="by" className={unknown === '' ? 'text-ink-2' : 'text-warn'} title={unknown || series}>
              {unknown !== ''
                ? unknown
                : lowestPpm === null
                  ? ''
                  : `${series}, lowest ${displayPercent(Number(lowestPpm - 1_000_000n) / 1e6)}`}
            </span>,
          ],
        }),
      )}
    />
  );
}

function Orders({ report, nativeSymbol }: { report: StressRow; nativeSymbol: string }): JSX.Element {
  if (report.orders.length === 0) return <p className="px-2 py-1 text-ink-3">No order or ticket is under way.</p>;
  return (
    <SmallTable
      label="Orders and tickets under way"
      headers={['Order', 'Route', `${nativeSymbol} net now`, 'then', 'Comes to']}
      tracks="minmax(72px, 0.6fr) minmax(120px, 1.4fr) repeat(2, minmax(92px, 1fr)) minmax(150px, 1fr)"
      numeric={[2, 3]}
      minWidth={560}
      folds={[4]}
      rows={report.orders.map(({ id, route, outcome, netBefore, netAfter }) => ({
        id,
        cells: [
          <span key="id" title={id}>
            {id}
          </span>,
          <span key="route" title={route}>
            {route}
          </span>,
          <Figure key="now" amount={netBefore} decimals={nativeDecimals} />,
          <Figure key="then" amount={netAfter} decimals={nativeDecimals} />,
          outcomeWords[outcome],
        ],
      }))}
    />
  );
}

/** One scenario taken apart: each holding, each order, and what its shocks do and cannot know. */
export function ScenarioDetail({ report, answer }: { report: StressRow; answer: StressAnswer }): JSX.Element {
  const { scenario, problem, worstAtS, locked, oracleAbove } = report;
  const { dollar, nativeSymbol, words } = answer;
  return (
    <section data-testid="scenario-detail" aria-label={scenario.name} className="border-t border-line">
      <p className="px-2 pt-1.5 text-ink">
        {scenario.name} <span className="text-ink-3">{scenario.about}</span>
      </p>
      {problem === '' ? null : (
        <p role="status" data-testid="scenario-problem-text" className="px-2 py-1 text-warn">
          Not known: {problem}
        </p>
      )}
      <ul className="px-2 pb-1 text-caption">
        {scenario.shocks.map((shock) => (
          <li key={shockText(shock)} className="py-0.5">
            <span className="text-ink-2">{shockText(shock)}.</span> {words[shock.kind].does}{' '}
            <span className="text-ink-3">It cannot know: {words[shock.kind].cannotKnow}</span>
          </li>
        ))}
        {worstAtS === null ? null : (
          <li className="text-ink-2">Worst together at the close of the bar of {utcMinute(worstAtS * 1_000)} UTC.</li>
        )}
        {scenario.shocks.some(({ kind }) => kind === 'bridgeHalt') ? (
          <li data-testid="scenario-locked" className="text-ink-2">
            {locked === 0n
              ? 'All that is held lies on the main network: nothing waits for a bridge.'
              : `${displayAmount(locked, nativeDecimals)} ${nativeSymbol} cannot leave ${answer.chain}.`}
          </li>
        ) : null}
        {oracleAbove === null || dollar === null ? null : (
          <li className="text-ink-2">
            Lenders would go on to value it {displayAmount(oracleAbove, dollar.decimals)} {dollar.symbol} above the
            market.
          </li>
        )}
      </ul>
      {problem === '' ? (
        <>
          <Holdings report={report} answer={answer} />
          <Orders report={report} nativeSymbol={nativeSymbol} />
        </>
      ) : null}
    </section>
  );
}
