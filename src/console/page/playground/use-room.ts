import { useEffect, useState } from 'preact/hooks';
import { isRoomCode, newRoomCode, playgroundHref } from './room-code.ts';

/**
 * The room that players go into: that of the address if it names one, otherwise a new one. The address follows, so it
 * is the link to the room, and whoever loads the page again stays in it.
 */
export function useRoom(addressRoom: string | undefined): { room: string; openNewRoom(): void } {
  const given = addressRoom !== undefined && isRoomCode(addressRoom) ? addressRoom : undefined;
  const [room, setRoom] = useState(() => given ?? newRoomCode());
  useEffect(() => {
    if (given !== undefined) setRoom(given);
  }, [given]);
  // Also when somebody came back by a link without a room.
  useEffect(() => history.replaceState(history.state, '', playgroundHref(room)), [room, addressRoom]);
  return { room, openNewRoom: () => setRoom(newRoomCode()) };
}
