const TESTS = '\\.(test|bench)\\.tsx?$';

/** What each folder of the core may import besides itself, as app/README.md draws it. Tests may import more. */
const CORE = {
  market: ['domain'],
  detect: ['domain'],
  strategies: ['domain', 'detect'],
  risk: ['domain'],
  execution: ['domain'],
  lending: ['domain', 'detect'],
  paper: ['domain', 'detect', 'market', 'execution'],
  portfolio: ['domain'],
  store: ['domain'],
  candles: ['domain'],
  book: ['domain', 'candles'],
  blocks: ['domain', 'market', 'candles'],
  history: ['domain', 'candles', 'blocks'],
  imports: ['domain', 'candles', 'book', 'blocks', 'history'],
  signing: ['domain', 'contract', 'execution'],
  reports: ['domain', 'contract', 'portfolio'],
  devnet: ['domain', 'contract'],
  indicators: ['domain'],
  quant: ['domain'],
  conformance: ['domain', 'detect', 'book', 'candles', 'imports', 'indicators', 'quant'],
  workspace: ['domain', 'contract'],
  engine: [
    'domain',
    'contract',
    'market',
    'detect',
    'strategies',
    'risk',
    'execution',
    'lending',
    'portfolio',
    'store',
  ],
};

const coreRules = Object.entries(CORE).map(([folder, below]) => ({
  name: `core-${folder}`,
  severity: 'error',
  from: { path: `^app/${folder}/`, pathNot: ['\\.(test|bench)\\.tsx?$', '/testing/', '/reference/'] },
  to: { path: '^app/[^/]+/', pathNot: `^app/(${[folder, ...below].join('|')})/` },
}));

/** The direction of imports, as the folders are meant. `npm test` fails on any that goes another way. */
export default {
  forbidden: [
    ...coreRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere hides every rule behind it.',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^electron$', '\\.(css|html|svg|png|woff2)$'] },
    },
    {
      name: 'domain-at-the-bottom',
      severity: 'error',
      from: { path: '^app/domain/', pathNot: TESTS },
      to: { pathNot: '^app/domain/' },
    },
    {
      name: 'contract-over-domain',
      severity: 'error',
      from: { path: '^app/contract/', pathNot: TESTS },
      to: { path: '^(app|main|preload|renderer|scripts|e2e)/', pathNot: '^app/(contract|domain)/' },
    },
    {
      name: 'app-below-processes',
      severity: 'error',
      comment: 'The core knows no process and no window.',
      from: { path: '^app/' },
      to: { path: '^(main|preload|renderer|e2e)/|^electron$|(^|/)node_modules/(electron|react|react-dom)/' },
    },
    {
      name: 'renderer-sees-contract',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(app|main|preload|e2e|scripts)/', pathNot: '^app/(contract|domain)/' },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      comment: 'Pages are sandboxed: there is no Node in them.',
      from: { path: '^(renderer|preload)/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'preload-sees-contract',
      severity: 'error',
      from: { path: '^preload/' },
      to: { path: '^(app|main|renderer|e2e|scripts)/', pathNot: '^app/contract/' },
    },
    {
      name: 'main-sees-app',
      severity: 'error',
      comment: 'Arguments are read by one module, which the launcher has too.',
      from: { path: '^main/' },
      to: { path: '^(preload|renderer|e2e|scripts)/', pathNot: '^scripts/arguments\\.mjs$' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { pathNot: '^main/' },
      to: { path: '^main/' },
    },
    {
      name: 'nobody-imports-renderer',
      severity: 'error',
      from: { pathNot: '^renderer/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'child-processes-apart',
      severity: 'error',
      comment: 'Engine, signer and devnet know each other only by their messages.',
      from: { path: '^main/(engine|signer|devnet)/' },
      to: { path: '^main/(engine|signer|devnet)/', pathNot: '^main/$1/' },
    },
    {
      name: 'signer-without-network',
      severity: 'error',
      from: { path: '^main/signer/', pathNot: TESTS },
      to: { path: '^(node:)?(net|tls|http|https|http2|dgram|dns)$' },
    },
    {
      name: 'addon-through-native',
      severity: 'error',
      from: { pathNot: '^app/native\\.ts$' },
      to: { path: '^build/|\\.node$' },
    },
    {
      name: 'scripts-stand-alone',
      severity: 'error',
      comment: 'The launcher runs before anything is installed or built.',
      from: { path: '^scripts/' },
      to: { path: '^(app|main|preload|renderer|e2e)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|build|\\.syndicate)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
