import type { PlayerLatency } from '@aws-sdk/client-gamelift';
import { expect, test } from 'vitest';
import {
  orderPlaces,
  type Place,
  type PlacementMoment,
  type PlacementRules,
  type PlacementWishes,
} from './places.ts';

const PLACES: Place[] = [
  { fleetId: 'fleet-a', location: 'us-west-2', destination: 0 },
  { fleetId: 'fleet-a', location: 'eu-west-1', destination: 0 },
  { fleetId: 'fleet-b', location: 'us-west-2', destination: 1 },
  { fleetId: 'fleet-b', location: 'ap-east-1', destination: 1 },
];

/** As `<fleet>@<location>`. */
function order(
  rules: Partial<PlacementRules> = {},
  wishes: Partial<PlacementWishes> = {},
  moment: Partial<PlacementMoment> = {},
): string[] {
  const places = orderPlaces(
    PLACES,
    { latencyPolicies: [], ...rules },
    { latencies: [], ...wishes },
    { elapsedMs: 0, pass: 'first', ...moment },
  );
  return places.map(({ fleetId, location }) => `${fleetId.slice(-1)}@${location}`);
}

/** `{ player: { location: milliseconds } }` */
function latencies(players: Record<string, Record<string, number>>): PlayerLatency[] {
  return Object.entries(players).flatMap(([PlayerId, locations]) =>
    Object.entries(locations).map(([RegionIdentifier, LatencyInMilliseconds]) => ({
      PlayerId,
      RegionIdentifier,
      LatencyInMilliseconds,
    })),
  );
}

const NEAR_AND_FAR = latencies({
  ann: { 'us-west-2': 40, 'eu-west-1': 90, 'ap-east-1': 190 },
  bob: { 'us-west-2': 130, 'eu-west-1': 70, 'ap-east-1': 30 },
});

test('without latencies the order is that of destinations, then of the alphabet', () => {
  expect(order()).toEqual(['a@eu-west-1', 'a@us-west-2', 'b@ap-east-1', 'b@us-west-2']);
});

test('with latencies the lowest mean goes first, then destinations', () => {
  // Means: us 85, eu 80, ap 110
  expect(order({}, { latencies: NEAR_AND_FAR })).toEqual([
    'a@eu-west-1',
    'a@us-west-2',
    'b@us-west-2',
    'b@ap-east-1',
  ]);
});

test('a location that nobody has a latency of comes after those that somebody has', () => {
  const known = latencies({ ann: { 'ap-east-1': 300 } });
  expect(order({}, { latencies: known })[0]).toBe('b@ap-east-1');
});

test('latency policies are in force one after the other, the strictest first: the documented example', () => {
  const latencyPolicies = [
    { MaximumIndividualPlayerLatencyMilliseconds: 200 },
    { MaximumIndividualPlayerLatencyMilliseconds: 50, PolicyDurationSeconds: 120 },
    { MaximumIndividualPlayerLatencyMilliseconds: 100, PolicyDurationSeconds: 120 },
  ];
  const allowedAfter = (seconds: number) =>
    order({ latencyPolicies }, { latencies: NEAR_AND_FAR }, { elapsedMs: seconds * 1_000 });

  expect(allowedAfter(0)).toEqual([]);
  expect(allowedAfter(119.999)).toEqual([]);
  expect(allowedAfter(120)).toEqual(['a@eu-west-1']);
  expect(allowedAfter(239.999)).toEqual(['a@eu-west-1']);
  expect(allowedAfter(240)).toHaveLength(4);
  expect(allowedAfter(600)).toHaveLength(4);
});

test('the last latency policy stays in force after its duration', () => {
  const latencyPolicies = [{ MaximumIndividualPlayerLatencyMilliseconds: 100, PolicyDurationSeconds: 10 }];
  const long = { elapsedMs: 500_000 };
  expect(order({ latencyPolicies }, { latencies: NEAR_AND_FAR }, long)).toEqual(['a@eu-west-1']);
});

test('a place is not allowed by a latency policy unless each player has a latency there', () => {
  const latencyPolicies = [{ MaximumIndividualPlayerLatencyMilliseconds: 500 }];
  const partial = latencies({ ann: { 'us-west-2': 10, 'eu-west-1': 20 }, bob: { 'eu-west-1': 30 } });
  expect(order({ latencyPolicies }, { latencies: partial })).toEqual(['a@eu-west-1']);
});

test('latency policies mean nothing for a request without latencies', () => {
  expect(order({ latencyPolicies: [{ MaximumIndividualPlayerLatencyMilliseconds: 1 }] })).toHaveLength(4);
});

test('LOCATION first follows the order of locations, then the alphabet; what is left out comes last', () => {
  const priority = { PriorityOrder: ['LOCATION' as const], LocationOrder: ['us-west-2'] };
  const inOrder = ['a@us-west-2', 'b@us-west-2', 'b@ap-east-1', 'a@eu-west-1'];
  expect(order({ priority })).toEqual(inOrder);
  expect(order({ priority }, { latencies: NEAR_AND_FAR })).toEqual(inOrder);
});

test('DESTINATION first goes before the lowest latency', () => {
  const priority = { PriorityOrder: ['DESTINATION' as const] };
  const near = latencies({ ann: { 'ap-east-1': 1, 'us-west-2': 50, 'eu-west-1': 99 } });
  expect(order({ priority }, { latencies: near })).toEqual([
    'a@us-west-2',
    'a@eu-west-1',
    'b@ap-east-1',
    'b@us-west-2',
  ]);
});

test('a filter leaves nothing but its locations, whatever a request wants', () => {
  const filter = { AllowedLocations: ['us-west-2'] };
  const priorityOverride = { LocationOrder: ['eu-west-1', 'us-west-2'] };
  expect(order({ filter }, { priorityOverride })).toEqual(['a@us-west-2', 'b@us-west-2']);
});

test("a request's own order is for one pass, with the queue's other locations after it", () => {
  const priority = { PriorityOrder: ['LOCATION' as const], LocationOrder: ['us-west-2', 'eu-west-1'] };
  const priorityOverride = { LocationOrder: ['ap-east-1', 'eu-west-1'] };
  expect(order({ priority }, { priorityOverride })).toEqual([
    'b@ap-east-1',
    'a@eu-west-1',
    'a@us-west-2',
    'b@us-west-2',
  ]);
  expect(order({ priority }, { priorityOverride }, { pass: 'later' })).toEqual(order({ priority }));
});

test("a request's own order without a fallback is all there is, on later passes too", () => {
  const priorityOverride = { LocationOrder: ['ap-east-1'], PlacementFallbackStrategy: 'NONE' as const };
  expect(order({}, { priorityOverride })).toEqual(['b@ap-east-1']);
  expect(order({}, { priorityOverride }, { pass: 'later' })).toEqual(['b@ap-east-1']);
});
