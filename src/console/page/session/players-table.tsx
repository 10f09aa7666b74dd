import { useSignal } from '@preact/signals';
import type { KickRequest, SessionDetail, SessionPlayer } from '../../protocol.ts';
import { callServer } from '../console-api.ts';
import { useRefusal } from '../console-context.ts';
import { OutcomeText, useAction } from '../parts/action.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { duration } from '../parts/format.ts';
import { TableFrame } from '../parts/table-frame.tsx';
import { sessionPath } from './session-detail.ts';

/** Who is in the session; each can be disconnected. */
export function PlayersTable({ detail, onChanged }: { detail: SessionDetail; onChanged(): void }) {
  const asked = useSignal<SessionPlayer | undefined>(undefined);
  const { outcome, run } = useAction();
  const refusal = useRefusal('act');
  const kick = ({ peerId }: SessionPlayer): Promise<void> =>
    run(async () => {
      await callServer('POST', `${sessionPath(detail.id)}/kick`, { peerId } satisfies KickRequest);
      onChanged();
      return `Player ${peerId} was disconnected.`;
    });
  return (
    <section class="block">
      <h2>Players</h2>
      {detail.players.length === 0 ? (
        <p class="empty">Nobody is here.</p>
      ) : (
        <TableFrame label="Players">
          <table>
            <caption class="unseen">Players in this session</caption>
            <thead>
              <tr>
                <th scope="col">Peer</th>
                <th scope="col">Player</th>
                <th scope="col">Channel</th>
                <th scope="col" class="number">
                  Here for
                </th>
                <th scope="col">
                  <span class="unseen">Disconnect</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {detail.players.map(player => (
                <PlayerRow
                  player={player}
                  refusal={refusal}
                  key={player.peerId}
                  onKick={() => {
                    asked.value = player;
                  }}
                />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {refusal !== undefined && <p class="soft">{refusal}</p>}
      <OutcomeText outcome={outcome} />
      {asked.value !== undefined && (
        <KickDialog
          player={asked.value}
          onKick={kick}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </section>
  );
}

function PlayerRow({ player, refusal, onKick }: PlayerRowProps) {
  return (
    <tr>
      <th scope="row">{player.peerId}</th>
      <td>
        <bdi class="said">{player.playerId || '–'}</bdi>
        {player.playerSessionId !== player.playerId && player.playerSessionId !== '' && (
          <div class="id soft said">{player.playerSessionId}</div>
        )}
      </td>
      <td>{player.hasFastChannel ? 'fast and reliable' : 'reliable'}</td>
      <td class="number">{duration((Date.now() - player.connectedAt) / 1000)}</td>
      <td class="number">
        <button
          type="button"
          disabled={refusal !== undefined}
          title={refusal}
          aria-label={`Kick player ${player.peerId}`}
          onClick={onKick}
        >
          Kick
        </button>
      </td>
    </tr>
  );
}

interface PlayerRowProps {
  player: SessionPlayer;
  /** Why the user may not kick. */
  refusal: string | undefined;
  onKick(): void;
}

function KickDialog({ player, onKick, onClose }: KickDialogProps) {
  return (
    <ConfirmDialog
      title={`Kick player ${player.peerId}?`}
      confirm="Kick"
      onConfirm={() => void onKick(player)}
      onClose={onClose}
    >
      <p class="soft">
        <bdi class="said">{player.playerId}</bdi> is disconnected with the code kicked.
      </p>
    </ConfirmDialog>
  );
}

interface KickDialogProps {
  player: SessionPlayer;
  onKick(player: SessionPlayer): Promise<void>;
  onClose(): void;
}
