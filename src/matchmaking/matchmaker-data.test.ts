import { expect, test } from 'vitest';
import { readMatchmakerData, writeMatchmakerData } from './matchmaker-data.ts';

const DATA = {
  matchId: 'm-1',
  matchmakingConfigurationArn: 'arn:aws:gamelift:local:000000000000:matchmakingconfiguration/c',
  teams: [
    {
      name: 'red',
      players: [
        {
          playerId: 'p"1',
          latencyMs: { east: 5 },
          attributes: {
            wins: { N: 3 },
            class: { S: 'mage' },
            modes: { SL: ['coop', 'duel'] },
            skills: { SDM: { body: 10, mind: 1.5, soul: 1e300 } },
          },
        },
      ],
    },
    { name: 'blue', players: [{ playerId: 'p2', latencyMs: {}, attributes: {} }] },
  ],
  autoBackfillMode: null,
  autoBackfillTicketId: null,
} as const;

const TEXT =
  '{"matchId":"m-1","matchmakingConfigurationArn":"arn:aws:gamelift:local:000000000000:matchmakingconfiguration/c",' +
  '"teams":[{"name":"red","players":[{"playerId":"p\\"1","attributes":{' +
  '"class":{"attributeType":"STRING","valueAttribute":"mage"},' +
  '"modes":{"attributeType":"STRING_LIST","valueAttribute":["coop","duel"]},' +
  '"skills":{"attributeType":"STRING_DOUBLE_MAP","valueAttribute":{"body":10.0,"mind":1.5,"soul":1e+300}},' +
  '"wins":{"attributeType":"DOUBLE","valueAttribute":3.0}}}]},' +
  '{"name":"blue","players":[{"playerId":"p2","attributes":{}}]}],' +
  '"autoBackfillMode":null,"autoBackfillTicketId":null}';

test('matchmaker data is written as the live service writes it', () => {
  expect(writeMatchmakerData(DATA)).toBe(TEXT);
});

test('what was written is read back: players with their team, ready for a backfill', () => {
  const read = readMatchmakerData(TEXT)!;
  expect(read.teams[0]!.players[0]).toEqual({
    playerId: 'p"1',
    team: 'red',
    latencyMs: {},
    attributes: DATA.teams[0].players[0].attributes,
  });
  expect(writeMatchmakerData(read)).toBe(TEXT);
});

test('what is no matchmaker data is not taken for it', () => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"teams":{}}',
    '{"teams":[{"name":"red"}]}',
    '{"teams":[null]}',
  ]) {
    expect(readMatchmakerData(text)).toBeUndefined();
  }
});
