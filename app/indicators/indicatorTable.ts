import { indicatorWarmUp } from './computeIndicator.ts';
import {
  type IndicatorConvention,
  type IndicatorDefinition,
  type IndicatorOption,
  indicatorConventions,
  indicatorDefinitions,
} from './definition.ts';

const titles: Readonly<Record<IndicatorConvention, string>> = {
  talib: 'TA-Lib',
  tulip: 'Tulip Indicators',
  chart: 'Charts',
};

function shownOption({ name, default: usual, least, most }: IndicatorOption): string {
  return `${name} = ${usual} (${least} to ${most})`;
}

function rowOf({ convention, name, inputs, options, outputs }: IndicatorDefinition): string {
  const shown = options.map(shownOption).join('; ') || '-';
  return `| \`${name}\` | ${inputs.join(', ')} | ${shown} | ${outputs.join(', ')} | ${indicatorWarmUp(convention, name)} |`;
}

/** docs/indicators.md: every indicator, by convention and name. */
export function indicatorTable(): string {
  const sections = indicatorConventions.map((convention) => {
    const rows = indicatorDefinitions(convention)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(rowOf);
    return `## ${titles[convention]}: \`${convention}\`\n\n| name | inputs | options (bounds) | outputs | warm-up |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Indicators\n\nWarm-up: bars before the first value, with the default options. Options are given in this order. An average kind is 0 simple, 1 exponential, 2 weighted, 3 double and
4 triple exponential, 5 triangular, 6 Kaufman, 7 MESA, 8 T3. Generated from the core's table (\`native/indicators\`); a test fails when it is out of date
(\`UPDATE_DOCS=1\` writes it anew).\n\n${sections.join('\n')}`;
}
