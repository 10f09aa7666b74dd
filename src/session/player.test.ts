import { expect, test } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { resolveLimits } from '../limits/limits.ts';
import { Player } from './player.ts';
import type { PlayerConnection } from './player-connection.ts';
import { SessionCounters } from './session-counters.ts';

function pausablePlayer() {
  const calls: string[] = [];
  const connection: PlayerConnection = {
    remoteAddress: '192.0.2.1',
    closed: false,
    isFastChannelUp: false,
    attach: () => {},
    startKeepAlive: () => {},
    openFastChannel: () => Promise.resolve(0),
    sendReliable: () => {},
    sendFast: () => {},
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    close: () => {},
  };
  const events = { onPacket: () => {}, onClosed: () => {}, deliver: () => {} };
  const identity = { peerId: 1, playerId: 'p-1', playerSessionId: 'psess-1' };
  const player = new Player(
    {
      ...identity,
      connection,
      limits: resolveLimits(),
      hits: new LimitHits(),
      counters: new SessionCounters(),
    },
    events,
  );
  return { player, calls };
}

test('a player who is not read from for two reasons is read from again when both are gone', () => {
  const { player, calls } = pausablePlayer();
  player.pause('script');
  player.pause('relay');
  player.resume('script');
  expect(calls).toEqual(['pause']);
  player.resume('relay');
  expect(calls).toEqual(['pause', 'resume']);
});

test('the same reason counts once, and one that was not there changes nothing', () => {
  const { player, calls } = pausablePlayer();
  player.resume('relay');
  player.pause('script');
  player.pause('script');
  player.resume('relay');
  expect(calls).toEqual(['pause']);
  player.resume('script');
  player.resume('script');
  expect(calls).toEqual(['pause', 'resume']);
});
