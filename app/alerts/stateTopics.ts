import type { DiskState } from '../contract/disk.ts';
import type {
  BalanceRow,
  BreakdownRow,
  QuarantineRow,
  RivalRow,
  StageRow,
  StatusRow,
} from '../contract/panelStream.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import { exact, figure, gwei, native, word } from './fields.ts';
import type { AlertContext, AlertTopicDefinition } from './topic.ts';

const bytesInMb = 1_048_576;

export const statusAlerts: AlertTopicDefinition<StatusRow> = {
  title: 'State of the run',
  rows: 'figure',
  ages: true,
  fields: {
    state: word('active, reduceOnly, halted', ({ tradingState }) => tradingState),
    reason: word('why trading was stopped', ({ haltReason }) => haltReason),
    netToday: native('what trading brought today (UTC), after gas', ({ netToday }) => netToday),
    gasToday: native('gas paid today', ({ gasToday }) => gasToday),
    baseFee: gwei('base fee of the newest block', ({ baseFeePerGas }) => baseFeePerGas),
    block: figure('number of the newest block', '', ({ blockNumber }) => blockNumber),
    blockAge: figure('how long ago the newest block came', 's', ({ blockAtMs }, { nowMs }) =>
      blockAtMs === 0 ? null : Math.max(0, (nowMs - blockAtMs) / 1000),
    ),
    feed: word('connecting, connected, disconnected', ({ feed }) => feed),
    pools: figure('pools that are followed', '', ({ pools }) => pools),
    pending: figure('pending transactions seen', '', ({ pendingSeen }) => pendingSeen),
    reorgs: figure('reorganisations seen', '', ({ reorgs }) => reorgs),
    mismatches: figure('pools that differed from the chain', '', ({ tripwireMismatches }) => tripwireMismatches),
    sent: figure('orders sent', '', ({ sent }) => sent),
    landed: figure('orders landed', '', ({ landed }) => landed),
    lost: figure('orders lost to rivals', '', ({ lost }) => lost),
    reverted: figure('orders reverted', '', ({ reverted }) => reverted),
    relays: {
      kind: 'words',
      unit: '',
      means: 'relays that something is wrong with',
      read: ({ relays }) => relays.filter(({ problem }) => problem !== '').map(({ id }) => id),
    },
  },
  example: 'blockAge > 30 or netToday < -0.5',
  name: ({ chainName, haltReason }) => (haltReason === '' ? chainName : `${chainName} · ${haltReason}`),
};

function assetName(asset: string, { token, nativeSymbol }: AlertContext): string {
  return asset === 'native' ? nativeSymbol : (token(asset as Address)?.symbol ?? shortHex(asset));
}

function inAsset(asset: string, amount: bigint, { token }: AlertContext): ReturnType<typeof exact> {
  const decimals = asset === 'native' ? 18 : token(asset as Address)?.decimals;
  return decimals === undefined ? null : exact(amount, decimals);
}

export const balanceAlerts: AlertTopicDefinition<BalanceRow> = {
  title: 'Balances',
  rows: 'figure',
  fields: {
    books: {
      kind: 'figure',
      unit: 'token',
      means: 'what the books say',
      read: ({ asset, books }, context) => inAsset(asset, books, context),
    },
    chain: {
      kind: 'figure',
      unit: 'token',
      means: 'what the chain says',
      read: ({ asset, chain }, context) => inAsset(asset, chain, context),
    },
    difference: {
      kind: 'figure',
      unit: 'token',
      means: 'chain less books',
      read: ({ asset, books, chain }, context) => inAsset(asset, chain - books, context),
    },
    account: word('wallet or executor', ({ account }) => account),
    asset: {
      kind: 'words',
      unit: '',
      means: 'symbol and address',
      read: ({ asset }, context) => [assetName(asset, context), asset],
    },
  },
  example: 'asset = WETH and books < 1',
  name: ({ account, asset }, context) => `${assetName(asset, context)} of the ${account}`,
  subject: ({ asset }) => (asset.startsWith('0x') ? { kind: 'token', address: asset as Address } : null),
};

export const breakdownAlerts: AlertTopicDefinition<BreakdownRow> = {
  title: 'Results by strategy, token, pool …',
  rows: 'figure',
  fields: {
    by: word('what it is broken down by', ({ by }) => by),
    name: word('of which one', ({ name }) => name),
    net: native('what its orders brought after gas', ({ net }) => net),
    predicted: native('what they were predicted to bring', ({ predictedNet }) => predictedNet),
    gas: native('gas they paid', ({ gas }) => gas),
    failureCost: native('what its failed orders cost', ({ failureCost }) => failureCost),
    orders: figure('its orders', '', ({ orders }) => orders),
    landed: figure('of these landed', '', ({ landed }) => landed),
    failed: figure('of these failed', '', ({ failed }) => failed),
  },
  example: 'by = strategy and failureCost > 0.1',
  name: ({ by, name }) => `${by} ${name}`,
};

export const rivalAlerts: AlertTopicDefinition<RivalRow> = {
  title: 'Rivals',
  rows: 'figure',
  fields: {
    rival: word('its address, or “others”', ({ id }) => id),
    lost: figure('orders lost to it', '', ({ lost }) => lost),
    missed: figure('opportunities it took before us', '', ({ missed }) => missed),
    lostNet: native('what the lost ones would have brought', ({ lostNet }) => lostNet),
    missedNet: native('what the missed ones would have brought', ({ missedNet }) => missedNet),
    transactions: figure('its transactions', '', ({ transactions }) => transactions),
  },
  example: 'lost > 20',
  name: ({ id }) => shortHex(id),
};

export const quarantineAlerts: AlertTopicDefinition<QuarantineRow> = {
  title: 'Pools in quarantine',
  rows: 'events',
  fields: {
    pool: word('its address', ({ id }) => id),
    venue: word('its venue', ({ venue }) => venue),
    reason: word('why, in words', ({ reason }) => reason),
  },
  example: 'reason contains differs',
  name: ({ id, venue }) => `${venue} ${shortHex(id)}`,
  subject: ({ id }) => ({ kind: 'pool', address: id }),
};

export const stageAlerts: AlertTopicDefinition<StageRow> = {
  title: 'Stage clock',
  rows: 'figure',
  fields: {
    stage: word('analysed, decided, simulated, submitted, landed, total', ({ id }) => id),
    p50: figure('median', 'ms', ({ p50Ms }) => p50Ms),
    p95: figure('95th percentile', 'ms', ({ p95Ms }) => p95Ms),
    p99: figure('99th percentile', 'ms', ({ p99Ms }) => p99Ms),
    overBudget: figure('99th percentile less its budget', 'ms', ({ p99Ms, budgetMs }) =>
      budgetMs === null ? null : p99Ms - budgetMs,
    ),
  },
  example: 'stage = analysed and overBudget > 0',
  name: ({ id }) => id,
};

export interface ProcessAlertRow {
  readonly id: string;
  readonly restarts: number;
  readonly state: string;
}

export const processAlerts: AlertTopicDefinition<ProcessAlertRow> = {
  title: 'Processes',
  rows: 'figure',
  fields: {
    process: word('engine, signer, devnet', ({ id }) => id),
    state: word('starting, running, restarting, stopped', ({ state }) => state),
    restarts: figure('how often it was restarted in this run', '', ({ restarts }) => restarts),
  },
  example: 'process = engine and state != running',
  name: ({ id }) => id,
};

export const diskAlerts: AlertTopicDefinition<DiskState> = {
  title: 'Disk',
  rows: 'figure',
  fields: {
    free: figure('room on the disk of the data folder', 'MB', ({ freeBytes }) => freeBytes / bytesInMb),
    level: word('enough, low, spent', ({ level }) => level),
  },
  example: 'level != enough or free < 5000',
  name: () => 'the data folder',
};

export interface WarningAlertRow {
  readonly id: string;
  readonly text: string;
}

export const warningAlerts: AlertTopicDefinition<WarningAlertRow> = {
  title: 'Warnings and failures',
  rows: 'events',
  fields: { text: word('what it says', ({ text }) => text) },
  example: 'text contains disk',
  name: ({ text }) => text,
};
