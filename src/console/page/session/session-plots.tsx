import type { SessionFigureLimits } from '../../../metrics/figures.ts';
import { count, mebibytes, milliseconds, perSecond } from '../parts/format.ts';
import { Plot } from '../parts/plot.tsx';
import type { PlotLimit } from '../parts/plot-scale.ts';
import type { SessionHistory } from '../session-histories.ts';

const cpu = (value: number): string => `${milliseconds(value)}/s`;

/** The session in the last minutes, below its limits. */
export function SessionPlots({ history, limits }: SessionPlotsProps) {
  const { times, columns } = history;
  const limit = (
    value: number | undefined,
    label: (value: number) => string,
    shown: PlotLimit['shown'],
  ): PlotLimit | undefined => (value === undefined ? undefined : { value, label: label(value), shown });
  return (
    <section aria-label="The session in the last five minutes" class="plots">
      <Plot
        title="CPU"
        times={times}
        series={[{ label: 'script', color: '--series-1', values: columns.cpu }]}
        limit={limit(limits?.cpuMsPerSecond, value => `${value} ms/s`, 'always')}
        smallestTop={10}
        format={milliseconds}
        read={cpu}
      />
      <Plot
        title="Memory"
        times={times}
        series={[{ label: 'heap', color: '--series-1', values: columns.heap }]}
        limit={limit(limits?.heapMb, mebibytes, 'always')}
        smallestTop={10}
        format={mebibytes}
        read={mebibytes}
      />
      <Plot
        title="Messages"
        times={times}
        series={[
          { label: 'in', color: '--series-1', values: columns.received },
          { label: 'out', color: '--series-2', values: columns.sent },
        ]}
        smallestTop={10}
        format={count}
        read={perSecond}
      />
      <Plot
        title="Latency"
        times={times}
        series={[
          { label: 'median', color: '--series-1', values: columns.median },
          { label: 'p99', color: '--series-2', values: columns.p99 },
        ]}
        limit={limit(limits?.batchMs, value => `${value} ms for one batch`, 'near')}
        smallestTop={2}
        format={milliseconds}
        read={milliseconds}
      />
    </section>
  );
}

interface SessionPlotsProps {
  history: SessionHistory;
  /** Undefined when the session is over. */
  limits: SessionFigureLimits | undefined;
}
