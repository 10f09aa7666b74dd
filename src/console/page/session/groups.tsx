import type { SessionDetail } from '../../protocol.ts';
import { TableFrame } from '../parts/table-frame.tsx';

/** Groups of players, and who is in them. */
export function Groups({ groups }: { groups: SessionDetail['groups'] }) {
  return (
    <section class="block">
      <h2>Groups</h2>
      {groups.length === 0 ? (
        <p class="empty">There is none but the group of all players.</p>
      ) : (
        <TableFrame label="Groups">
          <table>
            <caption class="unseen">Groups of this session</caption>
            <thead>
              <tr>
                <th scope="col">Group</th>
                <th scope="col">Peers</th>
                <th scope="col" class="number">
                  Players
                </th>
              </tr>
            </thead>
            <tbody>
              {groups.map(({ groupId, peerIds }) => (
                <tr key={groupId}>
                  <th scope="row">{groupId}</th>
                  <td>{peerIds.join(', ')}</td>
                  <td class="number">{peerIds.length}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}
