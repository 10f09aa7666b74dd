/**
 * A process that writes to the store in the file it is given, in rounds numbered from the number it is given, until
 * it is killed. It says a round's number once all calls of that round have resolved.
 */
import { writeSync } from 'node:fs';
import { gameSession, script } from '../../test/records.ts';
import { SqliteStore } from '../sqlite-store.ts';

const [file = '', first = ''] = process.argv.slice(2);
const store = new SqliteStore({ file });
await store.open();
await store.insert('script', script('rounds', { sizeOnDisk: 0 }));
for (let round = Number(first); ; round += 1) {
  const id = `session ${round}`;
  const gameProperties = Array.from({ length: 16 }, (_, index) => ({ Key: `${index}`, Value: `${round}` }));
  await store.claimGameSession(gameSession(id, { gameProperties }), { slots: 9, activating: 9 });
  const players = ['1', '2', '3'].map(player => ({
    playerSessionId: `player ${round} ${player}`,
    playerId: player,
    playerData: player.repeat(2_000),
  }));
  await store.claimPlayerSessions('a', id, players, { nowMs: 1_000, expiresMs: 2_000 });
  await store.putBlob(id, Buffer.alloc(50_000, round));
  await store.endGameSession('a', id, { atMs: 1_500 });
  await store.update('script', 'a', 'rounds', record => ({ ...record, sizeOnDisk: round }));
  writeSync(1, `${round}\n`);
}
