import { useState } from 'preact/hooks';
import { gameHref, playgroundHref } from './room-code.ts';

export interface RoomBarProps {
  room: string;
  clientPagePath: string | undefined;
  onNewRoom(): void;
}

/** The room that players go into, and how others get there. */
export function RoomBar({ room, clientPagePath, onNewRoom }: RoomBarProps) {
  const game = clientPagePath === undefined ? undefined : gameHref(clientPagePath, room);
  return (
    <header class="playground-room">
      <h2>
        Room <code>{room}</code>
      </h2>
      <CopyLink href={playgroundHref(room)} key={room} />
      {game !== undefined && (
        <a href={game} target="_blank" rel="noreferrer">
          Open the game
        </a>
      )}
      <button
        type="button"
        onClick={onNewRoom}
        title="Who connects next gets a session of the current version"
      >
        New room
      </button>
    </header>
  );
}

function CopyLink({ href }: { href: string }) {
  const [state, setState] = useState('');
  const copy = async (): Promise<void> => {
    const link = new URL(href, location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      setState('Copied');
    } catch {
      // Not over plain HTTP from another machine: whoever wants it can take it from the address.
      setState('The link is in the address bar');
    }
  };
  return (
    <>
      <a
        href={href}
        onClick={event => {
          event.preventDefault();
          void copy();
        }}
      >
        Copy link to the room
      </a>
      <span class="soft" role="status">
        {state}
      </span>
    </>
  );
}
