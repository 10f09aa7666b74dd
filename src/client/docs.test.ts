import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newEventSources } from './client-events.ts';
import { CLIENT_LIMITS } from './client-limits.ts';
import * as sdk from './index.ts';
import { RealtimeClient } from './realtime-client.ts';

const page = readFileSync(new URL('../../docs/client.md', import.meta.url), 'utf8');

test('the page of the SDK names all that a game can use', () => {
  const { constructor: _, ...members } = Object.getOwnPropertyDescriptors(RealtimeClient.prototype);
  const names = [
    ...Object.keys(sdk).filter(name => name !== 'RTMessage'),
    ...Object.keys(members),
    ...Object.keys(newEventSources(CLIENT_LIMITS)),
  ];
  expect(names.filter(name => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});

test('the page says how long the client waits, and how often', () => {
  const { reconnectFirstMs, reconnectMaxMs, reconnectAttempts, silentMs, roundTripEveryMs, loginMs } =
    CLIENT_LIMITS;
  expect(page).toContain(
    `after ${reconnectFirstMs} ms, then after waits that double up to ${reconnectMaxMs / 1000} seconds`,
  );
  expect(page).toContain(`| ${reconnectAttempts} attempts |`);
  expect(page).toContain(`nothing\nfor ${silentMs / 1000} seconds`);
  expect(page).toContain(`measured every ${roundTripEveryMs / 1000} seconds`);
  expect(page).toContain(`| ${loginMs.toLocaleString('en')} |`);
});
