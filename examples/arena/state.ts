/** What the arena's script sends; `script.js` says how. */
export interface ArenaState {
  tick: number;
  coins: { x: number; y: number }[];
  players: Map<number, { x: number; y: number; score: number }>;
}

export interface Roster {
  width: number;
  height: number;
  /** By peer id. */
  names: Record<string, string>;
  phase?: 'round' | 'pause';
  /** The tick at which that ends. */
  phaseEndTick?: number;
}

const PLAYER_BYTES = 14;

export function decodeState(payload: Uint8Array): ArenaState {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const coinCount = view.getUint8(4);
  const coins = Array.from({ length: coinCount }, (_, i) => ({
    x: view.getUint8(5 + 2 * i),
    y: view.getUint8(6 + 2 * i),
  }));
  const players: ArenaState['players'] = new Map();
  for (let at = 5 + 2 * coinCount; at + PLAYER_BYTES <= view.byteLength; at += PLAYER_BYTES) {
    players.set(view.getUint32(at, true), {
      x: view.getFloat32(at + 4, true),
      y: view.getFloat32(at + 8, true),
      score: view.getUint16(at + 12, true),
    });
  }
  return { tick: view.getUint32(0, true), coins, players };
}

/** The arena as a picture in text: coins are dots, players the first letters of their names. */
export function draw({ coins, players }: ArenaState, { width, height, names }: Roster): string {
  const cells = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  const put = (x: number, y: number, mark: string): void => {
    const row = cells[Math.round(y)];
    if (row !== undefined) row[Math.round(x)] = mark;
  };
  for (const { x, y } of coins) put(x, y, '·');
  for (const [peerId, { x, y }] of players) put(x, y, names[peerId]?.[0] ?? '?');
  const edge = `+${'-'.repeat(width)}+`;
  return [edge, ...cells.map(row => `|${row.join('')}|`), edge].join('\n');
}
