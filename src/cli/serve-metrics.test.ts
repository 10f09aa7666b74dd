import { readFileSync } from 'node:fs';
import {
  CreateGameSessionQueueCommand,
  DeleteFleetCommand,
  DeleteGameSessionQueueCommand,
  DescribeGameSessionPlacementCommand,
  StartGameSessionPlacementCommand,
  TerminateGameSessionCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answering, TestServe, until } from './test/serve.ts';

let serve: TestServe;
let fleetId: string;
beforeAll(async () => {
  serve = await TestServe.start({ limits: { metricFleetLocations: 1, metricQueues: 1 } });
  fleetId = await serve.deploy(answering('hello'), 3);
});
afterAll(() => serve[Symbol.asyncDispose]());

async function readMetrics(): Promise<string> {
  const response = await fetch(`${serve.operatorUrl}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  return response.text();
}

/** The value of one series; 0 where there is none. */
async function series(name: string, labels = `fleet_id="${fleetId}",location="local"`): Promise<number> {
  const line = (await readMetrics()).split('\n').find(one => one.startsWith(`${name}{${labels}} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

test('a fleet has the figures that CloudWatch has of it, under the same names', async () => {
  expect(await series('gamelift_active_instances')).toBe(1);
  expect(await series('gamelift_available_game_sessions')).toBe(3);
  expect(await series('gamelift_percent_idle_instances')).toBe(100);
  const { GameSessionId } = await serve.createSession(fleetId);
  await serve.untilSession(GameSessionId, 'ACTIVE');
  await serve.join(GameSessionId);
  expect(await series('gamelift_active_game_sessions')).toBe(1);
  expect(await series('gamelift_available_game_sessions')).toBe(2);
  expect(await series('gamelift_current_player_sessions')).toBe(1);
  expect(await series('gamelift_player_session_activations_total')).toBe(1);
  expect(await series('gamelift_server_process_activations_total')).toBe(1);
  expect(await series('gamelift_server_process_terminations_total')).toBe(0);

  await serve.client.send(
    new TerminateGameSessionCommand({ GameSessionId, TerminationMode: 'FORCE_TERMINATE' }),
  );
  await serve.untilSession(GameSessionId, 'TERMINATED');
  expect(await series('gamelift_server_process_terminations_total')).toBe(1);
  expect(await series('gamelift_server_process_abnormal_terminations_total')).toBe(0);
  expect(await series('gamelift_active_game_sessions')).toBe(0);
});

test('a queue counts its placements, and has no series when it is deleted', async () => {
  const labels = 'tenant_id="local",queue_name="metrics"';
  await serve.client.send(
    new CreateGameSessionQueueCommand({
      Name: 'metrics',
      Destinations: [{ DestinationArn: `arn:aws:gamelift:local::fleet/${fleetId}` }],
    }),
  );
  await serve.client.send(
    new StartGameSessionPlacementCommand({
      ...{ PlacementId: 'p-1', GameSessionQueueName: 'metrics', MaximumPlayerSessionCount: 2 },
    }),
  );
  await until('FULFILLED', async () => {
    const answer = await serve.client.send(new DescribeGameSessionPlacementCommand({ PlacementId: 'p-1' }));
    return answer.GameSessionPlacement?.Status;
  });
  expect(await series('gamelift_placements_started_total', labels)).toBe(1);
  expect(await series('gamelift_placements_succeeded_total', labels)).toBe(1);
  expect(await series('gamelift_queue_depth', labels)).toBe(0);
  await serve.client.send(new DeleteGameSessionQueueCommand({ Name: 'metrics' }));
  expect(await readMetrics()).not.toContain('queue_name="metrics"');
});

test('fleets beyond the bound are one, and make room when they are deleted', async () => {
  const second = await serve.deploy(answering('hello'), 5);
  const text = await readMetrics();
  expect(text).not.toContain(second);
  expect(await series('gamelift_available_game_sessions', 'fleet_id="other",location="other"')).toBe(5);
  expect(text).not.toContain('gamelift_percent_available_game_sessions{fleet_id="other"');
  await serve.client.send(new DeleteFleetCommand({ FleetId: second }));
  await serve.untilFleet(second, 'TERMINATED');
  expect(await readMetrics()).not.toContain('fleet_id="other"');
});

test('each worker, each limit and the latency of callbacks are in the metrics', async () => {
  // Sampled figures come with the next sample.
  const poll = { timeout: 15_000 };
  await expect.poll(readMetrics, poll).toMatch(/^playpen_callback_latency_seconds_count [1-9]/m);
  await expect
    .poll(readMetrics, poll)
    .toMatch(/^playpen_worker_resident_memory_bytes\{worker="\d+"\} \d{7,}/m);
  const text = await readMetrics();
  expect(text).toContain('playpen_healthy 1\n');
  expect(text).toContain('playpen_limit{limit="metricFleetLocations"} 1\n');
  expect(text).toContain('playpen_limit_hits_total{limit="heapMb"} 0\n');
  const bucket = (le: string) =>
    Number(new RegExp(`_latency_seconds_bucket\\{le="${le}"\\} (\\d+)`).exec(text)?.[1]);
  expect(bucket('\\+Inf')).toBeGreaterThan(0);
  expect(bucket('\\+Inf')).toBeGreaterThanOrEqual(bucket('0.001024'));
  expect(text).toContain(`playpen_callback_latency_seconds_count ${bucket('\\+Inf')}\n`);
});

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { uid: string };
  targets?: { refId: string; expr: string; datasource: { uid: string } }[];
}

test('the dashboard asks for metrics that there are, and Grafana can read it', async () => {
  const file = new URL('../../examples/grafana/playpen.json', import.meta.url);
  const dashboard = JSON.parse(readFileSync(file, 'utf8'));
  const panels: Panel[] = dashboard.panels;
  expect(dashboard).toMatchObject({ id: null, uid: 'playpen', title: 'Playpen', schemaVersion: 38 });
  expect(dashboard.__inputs[0]).toMatchObject({ name: 'DS_PROMETHEUS', pluginId: 'prometheus' });
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
  );
  expect(new Set(cells).size, 'no panel lies over another').toBe(cells.length);
  for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);

  const text = await readMetrics();
  const known = new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
  const shown = panels.filter(({ type }) => type !== 'row');
  const variables: string[] = dashboard.templating.list.map((one: { definition: string }) => one.definition);
  for (const panel of shown) {
    expect(panel.targets?.length, panel.title).toBeGreaterThan(0);
    for (const target of panel.targets!) expect(target.datasource.uid).toBe(`\${${'DS_PROMETHEUS'}}`);
  }
  const asked = [...shown.flatMap(panel => panel.targets!.map(({ expr }) => expr)), ...variables];
  for (const expression of asked) {
    const names = expression.match(/\b(?:playpen|gamelift)_\w+/g);
    expect(names, expression).not.toBeNull();
    for (const name of names!) expect(known.has(name), name).toBe(true);
  }
});
