import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRoute } from '../router.ts';
import { gameHref, isRoomCode, newRoomCode, playerSessionIdOf, playgroundHref } from './room-code.ts';

/** As development's server has it. */
const ROOM = /^room-[A-Za-z0-9-]{1,32}$/;

test('a new code is six letters, and names a room for the server', () => {
  const code = newRoomCode();
  expect(code).toMatch(/^[A-Z]{6}$/);
  expect(playerSessionIdOf(code)).toMatch(ROOM);
});

test('every letter is as likely as any other: bytes that would favour some are drawn anew', () => {
  const draws = [Uint8Array.of(255, 254, 0, 1), Uint8Array.of(239, 240, 2, 3, 20, 40)];
  expect(newRoomCode(() => draws.shift() ?? new Uint8Array(6))).toBe('BCZDFB');
});

test('what the page takes for a code is what the server does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9-]{0,40}$/)), text => {
      expect(isRoomCode(text)).toBe(ROOM.test(playerSessionIdOf(text)));
    }),
  );
});

test('the link of a room opens the playground in it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9-]{1,32}$/), room => {
      expect(parseRoute(playgroundHref(room))).toEqual({ page: 'playground', room });
    }),
  );
  expect(parseRoute('#/playground')).toEqual({ page: 'playground' });
});

test("the game's page is on this server or there is no link", () => {
  expect(gameHref('/play/', 'K7QX')).toBe('/play/?room=K7QX');
  expect(gameHref('//elsewhere.example/', 'K7QX')).toBeUndefined();
  expect(gameHref('/\\elsewhere.example/', 'K7QX')).toBeUndefined();
  expect(gameHref('javascript:alert(1)', 'K7QX')).toBeUndefined();
});
