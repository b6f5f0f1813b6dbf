import { Tabs } from 'radix-ui';
import type { JSX } from 'react';
import { moneyClass } from '../../components/Amount.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { copyableAmount, displayAmount, exactTitle } from '../../format/amount.ts';
import { useStatus } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { Balances } from './Books.tsx';
import { BreakdownTable } from './Breakdown.tsx';
import { EquityLine } from './EquityLine.tsx';
import { Ledger } from './Ledger.tsx';
import { RivalsTable } from './RivalsTable.tsx';

function Figure(): JSX.Element | null {
  const net = useStatus((status) => status.netToday);
  const gas = useStatus((status) => status.gasToday);
  const symbol = useStatus((status) => status.nativeSymbol) ?? '';
  if (net === undefined || gas === undefined) return null;
  return (
    <div className="flex shrink-0 items-baseline gap-3 px-3 pt-1.5">
      <p
        className={`text-figure font-semibold whitespace-nowrap ${moneyClass(net)}`}
        title={exactTitle(net, nativeDecimals, symbol)}
        data-exact={copyableAmount(net, nativeDecimals)}
      >
        {displayAmount(net, nativeDecimals, 'always')} {symbol}
      </p>
      <p className="truncate text-ink-2">
        net today · gas{' '}
        <span title={exactTitle(gas, nativeDecimals, symbol)} data-exact={copyableAmount(gas, nativeDecimals)}>
          {displayAmount(gas, nativeDecimals)}
        </span>
      </p>
    </div>
  );
}

const tabClass =
  'h-6 px-1.5 text-caption text-ink-3 hover:text-ink data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-1px_0_var(--accent)]';

/** Net today, the equity line, and the books it comes from. */
export function ProfitPanel(): JSX.Element {
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  return (
    <TopicBody topic="equity" waitingFor="the state of the books" empty={null}>
      <div className="flex h-full min-h-0 flex-col">
        <Figure />
        <div className="min-h-[96px] flex-1">
          <EquityLine symbol={nativeSymbol} />
        </div>
        <Tabs.Root defaultValue="books" className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Tabs.List aria-label="Books" className="flex shrink-0 gap-1 border-b border-line px-1.5">
            <Tabs.Trigger value="books" className={tabClass}>
              Books and chain
            </Tabs.Trigger>
            <Tabs.Trigger value="breakdown" className={tabClass}>
              Breakdown
            </Tabs.Trigger>
            <Tabs.Trigger value="rivals" className={tabClass}>
              Rivals
            </Tabs.Trigger>
            <Tabs.Trigger value="ledger" className={tabClass}>
              Ledger
            </Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="books" className="min-h-0 flex-1">
            <div className="whole-rows overflow-y-auto">
              <Balances nativeSymbol={nativeSymbol} />
            </div>
          </Tabs.Content>
          <Tabs.Content value="breakdown" className="min-h-0 flex-1">
            <div className="h-full overflow-auto">
              <BreakdownTable nativeSymbol={nativeSymbol} />
            </div>
          </Tabs.Content>
          <Tabs.Content value="rivals" className="min-h-0 flex-1">
            <div className="h-full overflow-auto">
              <RivalsTable nativeSymbol={nativeSymbol} />
            </div>
          </Tabs.Content>
          <Tabs.Content value="ledger" className="min-h-0 flex-1">
            <div className="whole-rows overflow-y-auto">
              <Ledger nativeSymbol={nativeSymbol} />
            </div>
          </Tabs.Content>
        </Tabs.Root>
      </div>
    </TopicBody>
  );
}
