import { setTimeout } from 'node:timers/promises';
import type {
  CreateGameSessionQueueOutput,
  DescribeFleetAttributesOutput,
  DescribeMatchmakingOutput,
} from '@aws-sdk/client-gamelift';
import type { Report } from './report/report.ts';
import { ApiService } from './servers/api-service.ts';

const MATCHES = 60;
const WARM_UP = 5;
const POLL_MS = 2;
const SLOTS = 20;
const SCRIPT = 'exports.ssExports = { init() {} };';
const RULES = {
  name: 'duel',
  ruleLanguageVersion: '1.0',
  teams: ['red', 'blue'].map(name => ({ name, minPlayers: 1, maxPlayers: 1 })),
};

/** Two tickets on a system that does nothing else, until both have their player sessions in a game session. */
export async function benchTickets(report: Report): Promise<void> {
  await using api = await ApiService.start(0);
  await configure(api);
  const tookMs: number[] = [];
  for (let match = 0; match < WARM_UP + MATCHES; match++) {
    const ids = [`red-${match}`, `blue-${match}`];
    const startedMs = performance.now();
    for (const TicketId of ids) {
      const Players = [{ PlayerId: TicketId }];
      await api.call('StartMatchmaking', { TicketId, ConfigurationName: RULES.name, Players });
    }
    const GameSessionId = await untilCompleted(api, ids);
    if (match >= WARM_UP) tookMs.push(performance.now() - startedMs);
    await api.call('TerminateGameSession', { GameSessionId, TerminationMode: 'FORCE_TERMINATE' });
  }
  report.row('two tickets, to their player sessions', tookMs, 'ms');
  const p99Ms = tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.99)]!;
  report.row('two tickets, to their player sessions, p99', [p99Ms], 'ms', { atMost: 300 });
}

async function configure(api: ApiService): Promise<void> {
  const FleetIds = await api.createFleets(1, SLOTS, SCRIPT);
  const fleets = await api.call<DescribeFleetAttributesOutput>('DescribeFleetAttributes', { FleetIds });
  const queue = await api.call<CreateGameSessionQueueOutput>('CreateGameSessionQueue', {
    Name: RULES.name,
    Destinations: fleets.FleetAttributes!.map(({ FleetArn }) => ({ DestinationArn: FleetArn })),
  });
  await api.call('CreateMatchmakingRuleSet', { Name: RULES.name, RuleSetBody: JSON.stringify(RULES) });
  await api.call('CreateMatchmakingConfiguration', {
    ...{ Name: RULES.name, RuleSetName: RULES.name, AcceptanceRequired: false, RequestTimeoutSeconds: 60 },
    GameSessionQueueArns: [queue.GameSessionQueue!.GameSessionQueueArn],
  });
}

/** @returns the game session of them all */
async function untilCompleted(api: ApiService, TicketIds: readonly string[]): Promise<string> {
  for (;;) {
    const { TicketList } = await api.call<DescribeMatchmakingOutput>('DescribeMatchmaking', { TicketIds });
    const arns = TicketList!.map(ticket => ticket.GameSessionConnectionInfo?.GameSessionArn);
    if (arns.every(arn => arn !== undefined)) return arns[0]!;
    if (TicketList!.some(({ Status }) => Status === 'FAILED')) throw new Error('no game session');
    await setTimeout(POLL_MS);
  }
}
