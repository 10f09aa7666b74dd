import './overview.css';
import { useConsole } from '../console-context.ts';
import { usePageTitle } from '../parts/use-page-title.ts';
import { EndedTable } from './ended-table.tsx';
import { FleetsTable } from './fleets-table.tsx';
import { HostPlots } from './host-plots.tsx';
import { SessionsTable } from './sessions-table.tsx';
import { Summary } from './summary.tsx';
import { WorkersTable } from './workers-table.tsx';

/** What runs now, and what ended lately. */
export function Overview() {
  usePageTitle('Live');
  const { feed, user } = useConsole();
  const snapshot = feed.snapshot.value;
  return (
    <>
      <h1>Live</h1>
      {snapshot === undefined ? (
        <p class="soft">Waiting for the first figures.</p>
      ) : (
        <>
          <Summary snapshot={snapshot} />
          {snapshot.host !== undefined && <HostPlots snapshot={snapshot} history={feed.host} />}
          <SessionsTable
            rows={snapshot.sessions}
            leftOut={snapshot.sessionsLeftOut}
            at={snapshot.at}
            user={user}
          />
          <div class="side-by-side">
            {snapshot.workers !== undefined && <WorkersTable workers={snapshot.workers} />}
            <FleetsTable fleets={snapshot.fleets} />
          </div>
          <EndedTable rows={snapshot.ended} at={snapshot.at} />
        </>
      )}
    </>
  );
}
