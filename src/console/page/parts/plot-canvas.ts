import uPlot from 'uplot';
import { PAGE_LIMITS } from '../page-limits.ts';
import { isLimitDrawn, isolatedIndices, largestOf, type PlotLimit, plotTop } from './plot-scale.ts';
import { tokenColor } from './token-color.ts';

export interface PlotSeries {
  label: string;
  /** A name of `theme.css`. */
  color: '--series-1' | '--series-2' | '--series-3';
  values: (number | null)[];
}

/** What is drawn, asked for anew each time. */
export interface PlotContent {
  /** Seconds since the epoch. */
  times: number[];
  series: PlotSeries[];
  limit?: PlotLimit | undefined;
  /** The plot reaches up to this at least. */
  smallestTop: number;
  /** A value of the axis. */
  format(value: number): string;
}

const HEIGHT = 132;
const AXIS_WIDTH = 58;
const LABEL_HEIGHT = 13;
const SHORTEST_SECONDS = 60;

/** Draws lines of the last minutes onto a canvas within `element`. Colours are those of the moment it is made. */
export function createPlot(
  element: HTMLElement,
  content: () => PlotContent,
  onPoint: (index: number | null) => void,
): uPlot {
  const color = (name: string): string => tokenColor(element, name);
  const [ink, line, limitColor] = [color('--ink-soft'), color('--line'), color('--series-limit')];
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: ink, font, ticks: { show: false } };
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      padding: [6, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => timeWindow(content().times) },
        y: { range: () => [0, topOf(content())] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 60, size: 22, incrs: [60, 120, 300], values: '{HH}:{mm}' },
        {
          ...axis,
          ...{ size: AXIS_WIDTH, space: 34, gap: 6, grid: { stroke: line, width: 1 } },
          values: (_, splits) => splits.map(value => content().format(value)),
        },
      ],
      series: [
        {},
        ...content().series.map(({ label, color: name }) => ({
          label,
          stroke: color(name),
          width: 1.5,
          points: {
            show: false,
            size: 4,
            filter: (plot: uPlot, index: number) => isolatedIndices([...plot.data[index]!]),
          },
        })),
      ],
      hooks: {
        draw: [plot => drawLimit(plot, content(), limitColor, font)],
        setCursor: [plot => onPoint(plot.cursor.idx ?? null)],
      },
    },
    plotData(content()),
    element,
  );
}

export function plotData({ times, series }: PlotContent): uPlot.AlignedData {
  return [times, ...series.map(({ values }) => values)];
}

function topOf({ series, limit, smallestTop }: PlotContent): number {
  return plotTop(largestOf(series.map(({ values }) => values)), limit, smallestTop);
}

/** A minute at first, and then all that is kept. */
function timeWindow(times: number[]): [number, number] {
  const end = times.at(-1) ?? Date.now() / 1000;
  const seconds = end - (times[0] ?? end);
  return [end - Math.min(PAGE_LIMITS.historySamples, Math.max(SHORTEST_SECONDS, seconds)), end];
}

function drawLimit(plot: uPlot, { series, limit }: PlotContent, color: string, font: string): void {
  const largest = largestOf(series.map(({ values }) => values));
  if (!isLimitDrawn(limit, largest)) return;
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(limit.value, 'y', true)) + 0.5;
  const scale = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = scale;
  ctx.setLineDash([4 * scale, 4 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = font.replace(/^\d+/, size => `${Number(size) * scale}`);
  ctx.textAlign = 'left';
  const isRoomAbove = y - bbox.top > LABEL_HEIGHT * scale;
  ctx.textBaseline = isRoomAbove ? 'bottom' : 'top';
  ctx.fillText(limit.label, bbox.left + 4 * scale, y + (isRoomAbove ? -2 : 3) * scale);
  ctx.restore();
}
