import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PlaypenError } from '../errors.ts';
import { resolveLimits } from '../limits/limits.ts';
import { MatchPool } from '../matchmaking/pool/match-pool.ts';
import { ruleSetFrom } from '../matchmaking/test/engine-rig.ts';
import { HttpServer } from '../service/http-server.ts';
import { addMatchmakingRoutes } from '../service/matchmaking-routes.ts';
import { main } from './program.ts';

let server: HttpServer;
let api: string;
let asked: [ticketId: string, tenantId: string | undefined][];
beforeEach(async () => {
  asked = [];
  const pool = waitingPool();
  server = new HttpServer({
    ...{ host: '127.0.0.1', port: 0, limits: resolveLimits(), log: pino({ level: 'silent' }) },
    isHealthy: () => true,
    routes: [
      app =>
        addMatchmakingRoutes(app, {
          explain: async (ticketId, tenantId) => {
            asked.push([ticketId, tenantId]);
            const explanation = pool.explain(ticketId, 1_000);
            if (explanation === undefined) throw new PlaypenError('ticket_not_found', `"${ticketId}"`);
            return explanation;
          },
        }),
    ],
  });
  api = `http://127.0.0.1:${(await server.listen()).port}`;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

/** With one ticket, which waits for somebody to play against. */
function waitingPool(): MatchPool {
  const teams = ['red', 'blue'].map(name => ({ name, minPlayers: 1, maxPlayers: 1 }));
  const pool = new MatchPool({ ruleSet: ruleSetFrom({ ruleLanguageVersion: '1.0', teams }), seed: 1 });
  const players = [{ playerId: 'ada', attributes: {}, latencyMs: {} }];
  pool.add({ ticketId: 'ticket/1 ü', enteredAtMs: 0, players });
  return pool;
}

async function explain(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation(line => out.push(String(line)));
  vi.spyOn(process.stderr, 'write').mockImplementation(text => err.push(String(text)) > 0);
  const code = await main(['match', 'explain', '--api', api, ...argv]);
  return { code, out: out.join('\n'), err: err.join('') };
}

test('prints why a ticket waits, in sentences', async () => {
  const { code, out } = await explain('ticket/1 ü');
  expect(code).toBe(0);
  expect(out).toBe(
    'It has waited 1.0 s, with 0 other tickets; 0 of them could share a match with it.\n' +
      'A match needs 2 players; with this ticket, 1 at most come together now.',
  );
  expect(asked).toEqual([['ticket/1 ü', undefined]]);
});

test('prints all that is known as JSON', async () => {
  const { out } = await explain('ticket/1 ü', '--json');
  expect(JSON.parse(out)).toMatchObject({ ticketId: 'ticket/1 ü', ageMs: 1_000, minPlayers: 2, rules: [] });
});

test('says whose ticket is meant', async () => {
  await explain('ticket/1 ü', '--tenant', 'acme & sons');
  expect(asked).toEqual([['ticket/1 ü', 'acme & sons']]);
});

test('says that there is no such ticket, with the code of the table', async () => {
  const { code, err } = await explain('nobody');
  expect(code).toBe(2);
  expect(err).toBe(
    'playpen: the server refused: ticket_not_found, there is no such matchmaking ticket: "nobody"\n',
  );
});
