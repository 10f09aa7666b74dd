import { expect, vi } from 'vitest';
import type { Limits } from '../../../../limits/limits.ts';
import type { Input } from '../../operation.ts';
import { type Rig, type RigOptions, slots, startRig } from '../../test/rig.ts';
import type { MatchmakingHappening } from '../matchmaking-listener.ts';

/* Two players against each other, whose levels are near. */

export type DuelRig = Rig;

export const DUEL = JSON.stringify({
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'level', type: 'number', default: 5 }],
  teams: [
    { name: 'red', minPlayers: 1, maxPlayers: 1 },
    { name: 'blue', minPlayers: 1, maxPlayers: 1 },
  ],
  rules: [
    {
      name: 'Near',
      type: 'distance',
      measurements: ['teams[*].players.attributes[level]'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[level]))',
      maxDistance: 1,
    },
  ],
});

export interface DuelOptions {
  limits?: Partial<Limits>;
  options?: RigOptions;
  parts?: Partial<Input<'CreateMatchmakingConfiguration'>>;
}

/** With a configuration `duel`, STANDALONE unless `parts` say otherwise. */
export async function duelRig({ limits, options, parts }: DuelOptions = {}): Promise<Rig> {
  const rig = await startRig({ matchPassIntervalMs: 1, ...limits }, options);
  await rig.call('CreateMatchmakingRuleSet', { Name: 'duel-rules', RuleSetBody: DUEL });
  await rig.call('CreateMatchmakingConfiguration', {
    Name: 'duel',
    RuleSetName: 'duel-rules',
    RequestTimeoutSeconds: 60,
    AcceptanceRequired: false,
    FlexMatchMode: 'STANDALONE',
    ...parts,
  });
  return rig;
}

/** With a queue `arena` to one fleet. */
export async function queueRig({
  limits,
  parts,
  size = 4,
}: DuelOptions & { size?: number } = {}): Promise<Rig> {
  const rig = await startRig({ matchPassIntervalMs: 1, ...limits });
  const DestinationArn = await rig.addFleet('fleet-1', { runtimeConfiguration: slots(size) });
  const { GameSessionQueue } = await rig.call('CreateGameSessionQueue', {
    Name: 'arena',
    Destinations: [{ DestinationArn }],
  });
  await rig.call('CreateMatchmakingRuleSet', { Name: 'duel-rules', RuleSetBody: DUEL });
  await rig.call('CreateMatchmakingConfiguration', {
    Name: 'duel',
    RuleSetName: 'duel-rules',
    RequestTimeoutSeconds: 60,
    AcceptanceRequired: false,
    GameSessionQueueArns: [GameSessionQueue?.GameSessionQueueArn ?? ''],
    ...parts,
  });
  return rig;
}

export const withAcceptance = { AcceptanceRequired: true, AcceptanceTimeoutSeconds: 20 };

export function enter(rig: Rig, TicketId: string, level = 5, tenant = 'a') {
  return rig.call(
    'StartMatchmaking',
    {
      TicketId,
      ConfigurationName: 'duel',
      Players: [{ PlayerId: `player-${TicketId}`, PlayerAttributes: { level: { N: level } } }],
    },
    tenant,
  );
}

export function accept(rig: Rig, TicketId: string, AcceptanceType: 'ACCEPT' | 'REJECT' = 'ACCEPT') {
  return rig.call('AcceptMatch', { TicketId, PlayerIds: [`player-${TicketId}`], AcceptanceType });
}

export async function ticket(rig: Rig, TicketId: string) {
  const { TicketList } = await rig.call('DescribeMatchmaking', { TicketIds: [TicketId] });
  return TicketList?.[0];
}

/** Tries until it holds; threads may take their time on a busy machine. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, 10_000);
}

export function untilStatus(rig: Rig, TicketId: string, Status: string) {
  return eventually(async () => {
    const found = await ticket(rig, TicketId);
    expect(found?.Status).toBe(Status);
    return found!;
  });
}

type HappeningOf<T, H = MatchmakingHappening> = H extends { type: infer U }
  ? T extends U
    ? H
    : never
  : never;

/** The happenings of one type, once there are so many. */
export function untilHappened<T extends MatchmakingHappening['type']>(rig: Rig, type: T, count = 1) {
  return eventually(() => {
    const those = rig.happenings.filter(one => one.type === type);
    expect(those.length).toBeGreaterThanOrEqual(count);
    return those as HappeningOf<T>[];
  });
}
