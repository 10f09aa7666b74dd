import 'uplot/dist/uPlot.min.css';
import './plot.css';
import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { createPlot, type PlotContent, type PlotSeries, plotData } from './plot-canvas.ts';
import { useColorScheme } from './use-color-scheme.ts';

export interface PlotProps extends PlotContent {
  title: string;
  /** A value beside the name of its series. */
  read(value: number): string;
}

/** Lines of the last minutes, below their newest values, or those of the moment that is pointed at. */
export function Plot(props: PlotProps) {
  const { title, times, series } = props;
  const element = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const pointed = useSignal<number | null>(null);
  useCanvas(element, props, index => {
    pointed.value = index;
  });
  return (
    <section class="plot" aria-labelledby={titleId}>
      <div class="plot-head">
        <h3 id={titleId}>{title}</h3>
        <dl>
          {series.map(one => (
            <Reading
              series={one}
              index={pointed.value ?? times.length - 1}
              read={props.read}
              key={one.label}
            />
          ))}
        </dl>
      </div>
      <div class="plot-canvas" ref={element} aria-hidden="true" data-samples={times.length} />
    </section>
  );
}

function Reading({ series, index, read }: { series: PlotSeries; index: number; read: PlotProps['read'] }) {
  const value = series.values[index] ?? null;
  return (
    <div class="reading">
      <dt>
        <span class="swatch" style={{ background: `var(${series.color})` }} aria-hidden="true" />
        {series.label}
      </dt>
      <dd>{value === null ? '–' : read(value)}</dd>
    </div>
  );
}

/** Keeps a canvas of the element's width, drawn anew with each render. */
function useCanvas(
  element: { readonly current: HTMLElement | null },
  props: PlotProps,
  onPoint: (index: number | null) => void,
): void {
  const scheme = useColorScheme();
  const plot = useRef<uPlot | null>(null);
  const content = useRef<PlotContent>(props);
  content.current = props;
  // The canvas is made anew for another colour scheme.
  useLayoutEffect(() => {
    const parent = element.current!;
    const made = createPlot(parent, () => content.current, onPoint);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: parent.clientWidth, height: made.height }));
    watch.observe(parent);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [scheme]);
  useEffect(() => plot.current?.setData(plotData(props)));
}
