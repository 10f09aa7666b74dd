import { formatFigure, type Plot } from './report.ts';

const WIDTH = 640;
const BAR_HEIGHT = 22;
const ROW_HEIGHT = 34;
const LABEL_WIDTH = 190;
const VALUE_WIDTH = 90;
const TOP = 34;
const COLOURS = ['#0f766e', '#b4572b', '#5b5fa8', '#7a6a3a'];

/** A plot as SVG: a bar to each median, a line from the least to the most. Read on light and on dark ground. */
export function barPlot({ title, unit, bars }: Plot): string {
  const most = Math.max(...bars.map(bar => bar.max));
  const room = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
  const x = (value: number): number => round(LABEL_WIDTH + (value / most) * room);
  const rows = bars.map((bar, index) => {
    const top = TOP + index * ROW_HEIGHT;
    const middle = top + BAR_HEIGHT / 2;
    return [
      text(LABEL_WIDTH - 8, middle + 4, bar.name, 'end'),
      `<rect x="${LABEL_WIDTH}" y="${top}" width="${round(x(bar.median) - LABEL_WIDTH)}" height="${BAR_HEIGHT}" rx="3" fill="${COLOURS[index % COLOURS.length]}"/>`,
      `<path d="M${x(bar.min)} ${middle}H${x(bar.max)}M${x(bar.min)} ${middle - 5}v10M${x(bar.max)} ${middle - 5}v10" stroke="#888" stroke-width="1.5" fill="none"/>`,
      text(x(bar.max) + 8, middle + 4, formatFigure(bar.median), 'start'),
    ].join('\n  ');
  });
  const height = TOP + bars.length * ROW_HEIGHT + 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
  <title>${escapeText(`${title}, ${unit}`)}</title>
  ${text(0, 16, `${title}, ${unit}`, 'start')}
  ${rows.join('\n  ')}
</svg>
`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#808080">${escapeText(content)}</text>`;
}

function escapeText(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
