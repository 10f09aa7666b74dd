export const LAST_INT32 = 0x7fffffff;

/** The group whose membership the client itself asks for, to measure the round trip; nobody can join it. */
export const ROUND_TRIP_GROUP_ID = LAST_INT32;

/** -1 stands for the server, 0 for nobody. */
export function requirePeerId(id: number): void {
  requireId(id, 'peer id', LAST_INT32);
}

/** -1 stands for all players, 0 for nobody. */
export function requireGroupId(id: number): void {
  requireId(id, 'group id', ROUND_TRIP_GROUP_ID - 1);
}

function requireId(id: number, name: string, last: number): void {
  const valid = Number.isInteger(id) && (id === -1 || id > 0) && id <= last;
  if (!valid) throw new RangeError(`${name} ${id} is neither -1 nor an integer from 1 to ${last}`);
}
