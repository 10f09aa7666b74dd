import { type Bar, histogram, percentile } from '../matchmaking/simulation/distribution.ts';
import type { SimulationResult } from '../matchmaking/simulation/simulate.ts';

const BARS = 12;
const PLOT_WIDTH = 50;
const CHART = { width: 480, height: 220, left: 16, top: 40, plotHeight: 140 } as const;

/** One thing that was measured over and over. */
interface Series {
  readonly title: string;
  readonly values: readonly number[];
}

/** What a simulation came to, for a terminal: figures, then the distributions as bars. */
export function simulationReport(result: SimulationResult): string[] {
  const { players, matchedPlayers, matches, timedOutTickets, refusedTickets, firstRefusal } = result;
  const share = players === 0 ? 0 : (100 * matchedPlayers) / players;
  const lines = [
    `players            ${players}, of whom ${matchedPlayers} were matched (${share.toFixed(1)} %)`,
    `matches            ${matches.length}`,
    `tickets timed out  ${timedOutTickets}`,
    `simulated time     ${(result.durationMs / 1_000).toFixed(0)} s`,
  ];
  if (refusedTickets > 0) lines.push(`tickets refused    ${refusedTickets}; the first: ${firstRefusal}`);
  for (const { title, values } of seriesOf(result)) {
    const [median, p90, p99] = [0.5, 0.9, 0.99].map(rank => shown(percentile(values, rank)));
    lines.push('', `${title}: median ${median}, p90 ${p90}, p99 ${p99}`, ...plot(histogram(values, BARS)));
  }
  return lines;
}

/** The distributions as a picture, one below the other. */
export function simulationSvg(result: SimulationResult): string {
  const series = seriesOf(result);
  const charts = series.map(({ title, values }, index) => chart(title, histogram(values, BARS), index));
  const height = Math.max(series.length, 1) * CHART.height;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${CHART.width}" height="${height}" ` +
    `font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n` +
    `${charts.join('\n')}\n</svg>\n`
  );
}

function seriesOf({ waitsMs, matches }: SimulationResult): Series[] {
  const attributes = Object.keys(matches[0]?.spreads ?? {});
  const series = [
    { title: 'seconds a ticket waited', values: waitsMs.map(ms => ms / 1_000) },
    { title: 'players in a match', values: matches.map(({ players }) => players) },
    {
      title: 'mean latency of a match, ms',
      values: matches.flatMap(({ meanLatencyMs }) => meanLatencyMs ?? []),
    },
    ...attributes.flatMap(name => [
      { title: `${name}: difference within a match`, values: matches.map(({ spreads }) => spreads[name]!) },
      {
        title: `${name}: difference of team averages`,
        values: matches.map(({ teamGaps }) => teamGaps[name]!),
      },
    ]),
  ];
  return series.filter(({ values }) => values.length > 0);
}

function plot(bars: readonly Bar[]): string[] {
  const most = Math.max(...bars.map(({ count }) => count));
  return bars.map(({ from, count }) => {
    const bar = '█'.repeat(Math.ceil((count / most) * PLOT_WIDTH));
    return `${shown(from).padStart(10)} ${bar} ${count}`;
  });
}

function chart(title: string, bars: readonly Bar[], index: number): string {
  const { width, left, top, plotHeight, height } = CHART;
  const most = Math.max(...bars.map(({ count }) => count));
  const step = (width - 2 * left) / bars.length;
  const columns = bars.map(({ from, count }, number) => {
    const size = (count / most) * plotHeight;
    const x = left + number * step;
    return (
      `<rect x="${x.toFixed(1)}" y="${(top + plotHeight - size).toFixed(1)}" width="${(step * 0.9).toFixed(1)}" ` +
      `height="${size.toFixed(1)}" fill="steelblue"><title>${count}</title></rect>` +
      `<text x="${x.toFixed(1)}" y="${top + plotHeight + 16}">${shown(from)}</text>`
    );
  });
  return `<g transform="translate(0 ${index * height})"><text x="${left}" y="20">${escapeXml(title)}</text>${columns.join('')}</g>`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
