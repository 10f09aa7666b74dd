import type { WorkerFigures } from '../../../metrics/figures.ts';
import { milliseconds, percent } from '../parts/format.ts';
import { Meter } from '../parts/meter.tsx';
import { TableFrame } from '../parts/table-frame.tsx';

/** The processes that scripts run in. */
export function WorkersTable({ workers }: { workers: WorkerFigures[] }) {
  return (
    <section class="block">
      <h2>Workers</h2>
      {workers.length === 0 ? (
        <p class="empty">None is there yet; the first game session starts one.</p>
      ) : (
        <TableFrame label="Workers">
          <table>
            <caption class="unseen">The processes that scripts run in</caption>
            <thead>
              <tr>
                <th scope="col">Process</th>
                <th scope="col">CPU</th>
                <th scope="col">Memory</th>
                <th scope="col" class="number">
                  Sessions
                </th>
                <th scope="col" class="number">
                  Waited
                </th>
                <th scope="col" class="number">
                  Busy for
                </th>
              </tr>
            </thead>
            <tbody>
              {workers.map(worker => (
                <WorkerRow worker={worker} key={worker.pid} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}

function WorkerRow({ worker }: { worker: WorkerFigures }) {
  const { limits } = worker;
  return (
    <tr>
      <th scope="row">{worker.pid}</th>
      <td>
        <Meter used={worker.cpuMs} allowed={1_000} text={percent(worker.cpuMs / 1_000)} />
      </td>
      <td>
        <Meter
          used={worker.residentMb}
          allowed={limits.residentMb}
          text={`${Math.round(worker.residentMb)} of ${limits.residentMb} MiB`}
        />
      </td>
      <td class="number">
        {worker.sessions}
        <span class="soft">/{limits.sessions}</span>
      </td>
      <td class="number">{milliseconds(worker.waitedMs)}</td>
      <td class="number">{milliseconds(worker.runningMs)}</td>
    </tr>
  );
}
