import type { ConsoleSnapshot } from '../../protocol.ts';
import type { HostHistory } from '../live-feed.ts';
import { count, decimal, mebibytes, milliseconds, perSecond } from '../parts/format.ts';
import { Plot } from '../parts/plot.tsx';

const percentOf = (value: number): string => `${decimal(value)}%`;

/** The host and its workers in the last minutes. */
export function HostPlots({ snapshot, history }: { snapshot: ConsoleSnapshot; history: HostHistory }) {
  const { times, columns } = history;
  const { host, workers = [] } = snapshot;
  const cores = host?.cores ?? 1;
  const workerLimitMb = workers.reduce((sum, worker) => sum + worker.limits.residentMb, 0);
  return (
    <section aria-label="The host in the last five minutes" class="plots">
      <Plot
        title="CPU"
        times={times}
        series={[
          { label: 'host', color: '--series-1', values: columns.hostCpu },
          { label: 'workers', color: '--series-2', values: columns.workerCpu },
        ]}
        limit={{ value: cores * 100, label: cores === 1 ? '1 core' : `${cores} cores`, shown: 'always' }}
        smallestTop={10}
        format={value => `${Math.round(value)}%`}
        read={percentOf}
      />
      <Plot
        title="Memory"
        times={times}
        series={[
          { label: 'host', color: '--series-1', values: columns.hostMb },
          { label: 'workers', color: '--series-2', values: columns.workerMb },
        ]}
        limit={{ value: workerLimitMb, label: `${mebibytes(workerLimitMb)} for workers`, shown: 'near' }}
        smallestTop={100}
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
          { label: 'lag', color: '--series-3', values: columns.lag },
        ]}
        smallestTop={2}
        format={milliseconds}
        read={milliseconds}
      />
    </section>
  );
}
