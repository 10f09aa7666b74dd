import { expect, test } from 'vitest';
import { receiverName, senderName } from './peer-names.ts';

test('the server and its players are told apart', () => {
  expect(senderName({ sender: -1 })).toBe('server');
  expect(senderName({ sender: 3 })).toBe('player 3');
});

test('a message goes to a player, a group, everybody or the server', () => {
  expect(receiverName({ targetPeer: 2 })).toBe('player 2');
  expect(receiverName({ targetPeer: -1 })).toBe('server');
  expect(receiverName({ targetGroup: 7 })).toBe('group 7');
  expect(receiverName({ targetGroup: -1 })).toBe('all players');
  expect(receiverName({})).toBe('server');
});
