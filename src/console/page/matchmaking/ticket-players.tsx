import type { Player } from '@aws-sdk/client-gamelift';
import { TableFrame } from '../parts/table-frame.tsx';
import { attributeWords, latencyWords } from './player-words.ts';

/** Who plays together, and what the rules are held against. */
export function TicketPlayers({ players }: { players: readonly Player[] }) {
  return (
    <section class="block">
      <h2>Players</h2>
      {players.length === 0 ? (
        <p class="empty">Nobody. The ticket looks for players of a game session that nobody is left in.</p>
      ) : (
        <TableFrame label="Players">
          <table>
            <caption class="unseen">Players of the ticket</caption>
            <thead>
              <tr>
                <th scope="col">Player</th>
                <th scope="col">Team</th>
                <th scope="col">Attributes</th>
                <th scope="col">Latency</th>
              </tr>
            </thead>
            <tbody>
              {players.map(player => (
                <PlayerRow player={player} key={player.PlayerId} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}

function PlayerRow({ player: { PlayerId, Team, PlayerAttributes, LatencyInMs } }: { player: Player }) {
  const attributes = Object.entries(PlayerAttributes ?? {});
  return (
    <tr>
      <th scope="row">
        <bdi class="said">{PlayerId}</bdi>
      </th>
      <td>{Team === undefined ? <span class="soft">–</span> : <bdi class="said">{Team}</bdi>}</td>
      <td>
        {attributes.length === 0 && <span class="soft">–</span>}
        {attributes.map(([name, value]) => (
          <div key={name}>
            <bdi class="said soft">{name}</bdi> <bdi class="said">{attributeWords(value)}</bdi>
          </div>
        ))}
      </td>
      <td>
        <bdi class="said">{latencyWords(LatencyInMs) || '–'}</bdi>
      </td>
    </tr>
  );
}
