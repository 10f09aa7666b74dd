import type { FleetRow } from '../../protocol.ts';
import { shortId } from '../parts/format.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { TableFrame } from '../parts/table-frame.tsx';

/** Fleets, and where they are. */
export function FleetsTable({ fleets }: { fleets: FleetRow[] }) {
  return (
    <section class="block">
      <h2>Fleets</h2>
      {fleets.length === 0 ? (
        <p class="empty">There is none. CreateScript and then CreateFleet of the service API make one.</p>
      ) : (
        <TableFrame label="Fleets">
          <table>
            <caption class="unseen">Fleets and where they are</caption>
            <thead>
              <tr>
                <th scope="col">Fleet</th>
                <th scope="col">State</th>
                <th scope="col">Locations</th>
                <th scope="col" class="number">
                  Sessions
                </th>
                <th scope="col" class="number">
                  Players
                </th>
              </tr>
            </thead>
            <tbody>
              {fleets.map(fleet => (
                <Fleet fleet={fleet} key={fleet.id} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}

function Fleet({ fleet }: { fleet: FleetRow }) {
  return (
    <tr>
      <th scope="row">
        <bdi class="said">{fleet.name}</bdi>
        <div class="id soft" title={fleet.id}>
          {shortId(fleet.id)}
        </div>
      </th>
      <td>
        <FleetState status={fleet.status} />
      </td>
      <td>
        {fleet.locations.map(({ name, status, desired }) => (
          <div key={name}>
            {name} <span class="soft">×{desired}</span>
            {status !== fleet.status && (
              <>
                {' '}
                <FleetState status={status} />
              </>
            )}
          </div>
        ))}
      </td>
      <td class="number">{fleet.sessions}</td>
      <td class="number">{fleet.players}</td>
    </tr>
  );
}

function FleetState({ status }: { status: string }) {
  const tone = status === 'ACTIVE' ? 'good' : status === 'ERROR' ? 'bad' : 'idle';
  return <StateMark tone={tone} text={status.toLowerCase().replaceAll('_', ' ')} />;
}
