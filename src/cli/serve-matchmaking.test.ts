import {
  AcceptMatchCommand,
  CreateGameSessionQueueCommand,
  CreateMatchmakingConfigurationCommand,
  CreateMatchmakingRuleSetCommand,
  DescribeMatchmakingCommand,
  type MatchmakingTicket,
  StartMatchmakingCommand,
} from '@aws-sdk/client-gamelift';
import { expect, test } from 'vitest';
import { TestClient } from '../host/test/test-client.ts';
import { TestServe, until } from './test/serve.ts';

const RULES = {
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'skill', type: 'number', default: 10 }],
  teams: [
    { name: 'red', minPlayers: 2, maxPlayers: 2 },
    { name: 'blue', minPlayers: 2, maxPlayers: 2 },
  ],
};

/** Says to whoever asks what matchmaking has told it, from the start. */
const SCRIPT = `
  let session;
  const told = [];
  exports.ssExports = {
    init(rtSession) { session = rtSession; },
    onStartGameSession({ matchmakerData }) { told.push({ matchmakerData }); },
    onUpdateGameSession({ matchmakerData }, reason, ticketId) { told.push({ matchmakerData, reason, ticketId }); },
    onMessage({ sender }) {
      session.sendMessage(session.newTextGameMessage(7, session.getServerId(), JSON.stringify(told)), sender);
    },
  };`;

interface Told {
  matchmakerData: string;
  reason?: string;
  ticketId?: string;
}

class Lobby {
  readonly serve: TestServe;

  constructor(serve: TestServe) {
    this.serve = serve;
  }

  /** A configuration `ranked` with acceptance and automatic backfill, by a queue to one fleet. */
  async open(fleetId: string): Promise<void> {
    const { client } = this.serve;
    const { GameSessionQueue } = await client.send(
      new CreateGameSessionQueueCommand({
        Name: 'arena',
        Destinations: [{ DestinationArn: `arn:aws:gamelift:local::fleet/${fleetId}` }],
      }),
    );
    await client.send(
      new CreateMatchmakingRuleSetCommand({ Name: 'two-a-side', RuleSetBody: JSON.stringify(RULES) }),
    );
    await client.send(
      new CreateMatchmakingConfigurationCommand({
        Name: 'ranked',
        RuleSetName: 'two-a-side',
        GameSessionQueueArns: [GameSessionQueue!.GameSessionQueueArn!],
        RequestTimeoutSeconds: 600,
        AcceptanceRequired: true,
        AcceptanceTimeoutSeconds: 300,
        BackfillMode: 'AUTOMATIC',
      }),
    );
  }

  /** The ticket has the player's name. */
  async enter(name: string, skill: number): Promise<void> {
    await this.serve.client.send(
      new StartMatchmakingCommand({
        TicketId: name,
        ConfigurationName: 'ranked',
        Players: [{ PlayerId: name, PlayerAttributes: { skill: { N: skill } } }],
      }),
    );
  }

  async accept(name: string): Promise<void> {
    await this.untilStatus(name, 'REQUIRES_ACCEPTANCE');
    await this.serve.client.send(
      new AcceptMatchCommand({ TicketId: name, PlayerIds: [name], AcceptanceType: 'ACCEPT' }),
    );
  }

  async untilStatus(name: string, status: string): Promise<MatchmakingTicket> {
    let ticket: MatchmakingTicket | undefined;
    await until(status, async () => {
      const { TicketList } = await this.serve.client.send(
        new DescribeMatchmakingCommand({ TicketIds: [name] }),
      );
      ticket = TicketList![0];
      return ticket?.Status;
    });
    return ticket!;
  }

  /** The player in the game, by what the ticket says. */
  async join(name: string): Promise<{ client: TestClient; gameSessionArn: string }> {
    const { GameSessionConnectionInfo: info } = await this.untilStatus(name, 'COMPLETED');
    const [{ PlayerId, PlayerSessionId } = {}] = info!.MatchedPlayerSessions!;
    expect(PlayerId).toBe(name);
    const login = { playerSessionId: PlayerSessionId! };
    const client = await TestClient.login(info!.Port!, login, { host: info!.IpAddress! });
    return { client, gameSessionArn: info!.GameSessionArn! };
  }
}

async function toldBy(client: TestClient): Promise<Told[]> {
  client.sendReliable({ opCode: 1, targetPlayer: -1 });
  const { payload } = await client.next(({ opCode }) => opCode === 7);
  return JSON.parse(Buffer.from(payload!).toString());
}

function teamsIn(matchmakerData: string): Record<string, string[]> {
  const { teams } = JSON.parse(matchmakerData) as {
    teams: { name: string; players: { playerId: string }[] }[];
  };
  return Object.fromEntries(teams.map(({ name, players }) => [name, players.map(one => one.playerId)]));
}

test('four tickets become a game that all four play; who comes for one that leaves takes over the slot', async () => {
  await using serve = await TestServe.start({ limits: { autoBackfillIntervalMs: 50 } });
  const lobby = new Lobby(serve);
  await lobby.open(await serve.deploy(SCRIPT));
  const names = ['ann', 'ben', 'eva', 'joe'];
  for (const [index, name] of names.entries()) await lobby.enter(name, 10 + index);
  for (const name of names) await lobby.accept(name);
  const players = await Promise.all(names.map(name => lobby.join(name)));
  const [ann, ben] = players.map(({ client }) => client);
  expect(new Set(players.map(({ gameSessionArn }) => gameSessionArn)).size).toBe(1);

  const [{ matchmakerData } = { matchmakerData: '' }] = await toldBy(ann!);
  const player =
    '\\{"playerId":"\\w+","attributes":\\{"skill":\\{"attributeType":"DOUBLE","valueAttribute":1\\d\\.0\\}\\}\\}';
  const team = (name: string) => `\\{"name":"${name}","players":\\[${player},${player}\\]\\}`;
  const arn = 'arn:aws:gamelift:local:\\d{12}:matchmakingconfiguration/ranked';
  expect(matchmakerData).toMatch(
    new RegExp(
      `^\\{"matchId":"[0-9a-f-]{36}","matchmakingConfigurationArn":"${arn}","teams":\\[${team('red')},${team('blue')}\\],` +
        '"autoBackfillMode":"AUTOMATIC","autoBackfillTicketId":"auto-backfill-[0-9a-f-]{36}"\\}$',
    ),
  );
  const before = teamsIn(matchmakerData);
  expect(Object.values(before).flat().sort()).toEqual(names);

  ben!.socket.close();
  await lobby.enter('kim', 19);
  await lobby.accept('kim');
  const kim = await lobby.join('kim');
  expect(kim.gameSessionArn).toBe(players[0]!.gameSessionArn);
  const told = await toldBy(kim.client);
  expect(told).toHaveLength(2);
  const { autoBackfillTicketId } = JSON.parse(matchmakerData);
  expect(told[1]).toMatchObject({ reason: 'MATCHMAKING_DATA_UPDATED', ticketId: autoBackfillTicketId });
  const replaced = Object.entries(before).map(([name, ids]) => [
    name,
    ids.toSorted((a, b) => Number(a === 'ben') - Number(b === 'ben')).map(id => (id === 'ben' ? 'kim' : id)),
  ]);
  expect(teamsIn(told[1]!.matchmakerData)).toEqual(Object.fromEntries(replaced));
}, 60_000);
