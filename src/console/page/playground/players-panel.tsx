import { useMemo, useState } from 'preact/hooks';
import type { ConsoleUser, PlaygroundVersion } from '../../protocol.ts';
import { useConsole } from '../console-context.ts';
import { PlayerCard } from './player-card.tsx';
import { PLAYGROUND_LIMITS } from './playground-limits.ts';
import { RoomBar } from './room-bar.tsx';
import { type GameEndpoint, SimulatedPlayer } from './simulated-player.ts';

export interface PlayersPanelProps {
  room: string;
  versions: readonly PlaygroundVersion[];
  currentHash: string;
  onNewRoom(): void;
}

/** The room, and the simulated players who can go into it. */
export function PlayersPanel(props: PlayersPanelProps) {
  const { room, versions, currentHash, onNewRoom } = props;
  const { user } = useConsole();
  const endpoint = useMemo(() => endpointOf(user), [user]);
  const [players, setPlayers] = useState(() => [1, 2].map(number => newPlayer(number, endpoint)));
  const isFull = players.length >= PLAYGROUND_LIMITS.players;
  const remove = (player: SimulatedPlayer): void => {
    player.disconnect();
    setPlayers(players.filter(other => other !== player));
  };
  return (
    <section class="playground-players" aria-label="Players">
      <RoomBar room={room} clientPagePath={user.clientPagePath} onNewRoom={onNewRoom} />
      {players.map(player => (
        <PlayerCard
          key={player.name}
          {...{ player, room, versions, currentHash }}
          onRemove={() => remove(player)}
        />
      ))}
      <button
        type="button"
        class="playground-add"
        disabled={isFull}
        onClick={() => setPlayers([...players, newPlayer(freeNumber(players), endpoint)])}
      >
        {isFull ? `${players.length} players, no more` : 'Add a player'}
      </button>
    </section>
  );
}

function newPlayer(number: number, endpoint: GameEndpoint): SimulatedPlayer {
  return new SimulatedPlayer(`Player ${number}`, endpoint);
}

function freeNumber(players: readonly SimulatedPlayer[]): number {
  const taken = new Set(players.map(({ name }) => name));
  let number = 1;
  while (taken.has(`Player ${number}`)) number++;
  return number;
}

/** Players connect to the host that the page is from. */
function endpointOf({ players }: ConsoleUser): GameEndpoint {
  return {
    // An IPv6 address has brackets in a location, and none here.
    endpoint: location.hostname.replace(/^\[|\]$/g, ''),
    port: players.port,
    protocol: location.protocol === 'https:' ? 'wss' : 'ws',
  };
}
