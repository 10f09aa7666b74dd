import { expect, test } from 'vitest';
import { accept, type DuelRig, duelRig, enter, untilStatus, withAcceptance } from './test/duel-rig.ts';

function countsIn({ matchmaking }: DuelRig, tenantId = 'a') {
  return matchmaking.activeByStatus(tenantId, 'duel');
}

test('active tickets are counted in the status they have, and those that ended in none', async () => {
  const rig = await duelRig({ parts: withAcceptance });
  await enter(rig, 'low', 1);
  await enter(rig, 'high', 9);
  await untilStatus(rig, 'high', 'SEARCHING');
  expect(countsIn(rig)).toEqual({ SEARCHING: 2 });
  expect(countsIn(rig, 'b')).toEqual({});
  await enter(rig, 'higher', 9);
  await untilStatus(rig, 'higher', 'REQUIRES_ACCEPTANCE');
  expect(countsIn(rig)).toEqual({ SEARCHING: 1, REQUIRES_ACCEPTANCE: 2 });
  await accept(rig, 'high');
  await accept(rig, 'higher');
  await untilStatus(rig, 'high', 'COMPLETED');
  expect(countsIn(rig)).toEqual({ SEARCHING: 1 });
  await rig.call('StopMatchmaking', { TicketId: 'low' });
  expect(countsIn(rig)).toEqual({});
});

test('an id that is refused because it was used before is not counted', async () => {
  const rig = await duelRig();
  await enter(rig, 'twice', 1);
  await expect(enter(rig, 'twice', 1)).rejects.toThrow('used before');
  await rig.call('StopMatchmaking', { TicketId: 'twice' });
  await untilStatus(rig, 'twice', 'CANCELLED');
  await expect(enter(rig, 'twice', 1)).rejects.toThrow('used before');
  expect(countsIn(rig)).toEqual({});
});
