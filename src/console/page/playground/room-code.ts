/** No letters that look like others, nor vowels that make words of them. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 6;
/** What development's server takes for the name of a room; see `OpenAdmission`. */
const ROOM_CODE = /^[A-Za-z0-9-]{1,32}$/;
/** The largest multiple of the alphabet's length in a byte: bytes above it would favour the first letters. */
const FAIR_BYTES = 256 - (256 % LETTERS.length);

/** A code that nobody guesses by accident: six letters, evenly drawn. */
export function newRoomCode(randomBytes: (count: number) => Uint8Array = cryptoBytes): string {
  let code = '';
  while (code.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < FAIR_BYTES && code.length < LENGTH) code += LETTERS[byte % LETTERS.length];
    }
  }
  return code;
}

export function isRoomCode(text: string): boolean {
  return ROOM_CODE.test(text);
}

/** The player session id that brings a player into the room. */
export function playerSessionIdOf(room: string): string {
  return `room-${room}`;
}

/** The part of the address behind `#` that opens the playground in the room. */
export function playgroundHref(room: string): string {
  return `#/playground?room=${encodeURIComponent(room)}`;
}

/** The game's own page in the room; undefined where the path would lead to another server. */
export function gameHref(clientPagePath: string, room: string): string | undefined {
  if (!/^\/(?![/\\])/.test(clientPagePath)) return undefined;
  return `${clientPagePath}?room=${encodeURIComponent(room)}`;
}

function cryptoBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
