import type { ConsoleSessionRow } from '../../protocol.ts';
import { count, decimal, duration, milliseconds, percent, shortId } from '../parts/format.ts';
import { healthOf } from '../parts/health.ts';
import { Meter } from '../parts/meter.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { Version } from '../parts/version.tsx';
import { sessionHref } from '../router.ts';

/** One game session that runs. */
export function SessionRow({ row, at }: { row: ConsoleSessionRow; at: number }) {
  const { limits } = row;
  return (
    <tr>
      <th scope="row">
        <a class="id" href={sessionHref(row.id)} title={row.id}>
          {shortId(row.id)}
        </a>
      </th>
      <td>
        <StateMark {...healthOf(row)} />
      </td>
      <td class="number">
        {row.players}
        <span class="soft">/{row.maxPlayers}</span>
      </td>
      <td>
        <Meter
          used={row.cpuMs}
          allowed={limits.cpuMsPerSecond}
          text={`${decimal(row.cpuMs)} of ${limits.cpuMsPerSecond} ms`}
        />
      </td>
      <td>
        <Meter
          used={row.heapMb}
          allowed={limits.heapMb}
          text={`${decimal(row.heapMb)} of ${limits.heapMb} MiB`}
        />
      </td>
      <td class="number">{count(Math.round(row.receivedMessages))}</td>
      <td class="number">{count(Math.round(row.sentMessages))}</td>
      <td class="number">{row.latency.batches === 0 ? '–' : milliseconds(row.latency.p99Ms)}</td>
      <td class="number">{count(row.queueEvents)}</td>
      <td class="number">{row.players === 0 ? '–' : percent(row.fastChannelShare)}</td>
      <td>
        <Version label={row.versionLabel} hash={row.scriptHash} />
      </td>
      <td class="number">{duration((at - row.createdAt) / 1000)}</td>
    </tr>
  );
}
