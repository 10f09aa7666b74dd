import type { ConsoleSnapshot } from '../../protocol.ts';
import { duration, mebibytes, milliseconds, plural } from '../parts/format.ts';
import { StateMark } from '../parts/state-mark.tsx';

/** The whole in two sentences. */
export function Summary({ snapshot }: { snapshot: ConsoleSnapshot }) {
  const { host, sessions, sessionsLeftOut } = snapshot;
  const players = host?.players ?? sessions.reduce((sum, session) => sum + session.players, 0);
  return (
    <div class="summary">
      <p class="lead">
        {plural(players, 'player')} in {plural(sessions.length + sessionsLeftOut, 'game session')}
        {host !== undefined && ` of ${host.limits.sessions}, on ${plural(host.workers, 'worker')}`}.
      </p>
      {host !== undefined && (
        <dl class="facts">
          <div>
            <dt>Host</dt>
            <dd>
              <StateMark
                tone={host.isHealthy ? 'good' : 'bad'}
                text={host.isHealthy ? 'healthy' : 'not healthy'}
              />
            </dd>
          </div>
          <Fact name="Up" value={duration(host.uptimeSeconds)} />
          <Fact name="Process" value={String(host.pid)} />
          <Fact name="Memory" value={mebibytes(host.residentMb)} />
          <Fact name="Loop lag, p99" value={milliseconds(host.eventLoopLag.p99Ms)} />
          <Fact name="Spare workers" value={String(host.spareWorkers)} />
        </dl>
      )}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
