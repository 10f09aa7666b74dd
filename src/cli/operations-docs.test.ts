import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateGameSessionCommand,
  DescribeFleetAttributesCommand,
  UpdateFleetCapacityCommand,
  UpdateGameSessionCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveLimits } from '../limits/limits.ts';
import { createProgram } from './program.ts';
import { answering, TestServe } from './test/serve.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const unit = readFileSync(new URL('../../packaging/playpen.service', import.meta.url), 'utf8');
const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');

let folder: string;
let serve: TestServe;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playpen-operations-'));
  serve = await TestServe.start({ directory: join(folder, 'data') });
});
afterAll(async () => {
  await serve.stop();
  await rm(folder, { recursive: true });
});

test('each metric that operators are told to alert on is one, and so is each limit', async () => {
  const text = await (await fetch(`${serve.operatorUrl}/metrics`)).text();
  const alerts = page.split('## What to alert on')[1]!.split('\n## ')[0]!;
  const names = new Set(alerts.match(/\b(?:playpen|gamelift)_\w+/g)!.filter(name => !name.endsWith('_')));
  expect(names.size).toBeGreaterThan(10);
  for (const name of names) expect(text, name).toContain(`# TYPE ${name.replace(/_bucket$/, '')} `);
  const limits = [...alerts.matchAll(/limit=~?"([^"]+)"/g)].flatMap(([, value = '']) => value.split('\\|'));
  for (const limit of limits) expect(text, limit).toContain(`playpen_limit{limit="${limit}"}`);
});

test('the ports of the page, the unit and the image are those that serve has', () => {
  const command = createProgram().commands.find(one => one.name() === 'serve')!;
  const portOf = (flag: string): number => command.options.find(one => one.long === flag)!.defaultValue;
  for (const [flag, protocol] of [
    ['--port', 'TCP'],
    ['--api-port', 'TCP'],
    ['--operator-port', 'TCP'],
  ] as const) {
    expect(page).toContain(`| ${portOf(flag)}, ${protocol} | \`${flag}\` |`);
  }
  const firstUdp = portOf('--udp-ports');
  expect(page).toContain(
    `| ${firstUdp} to ${firstUdp + resolveLimits().udpPorts - 1}, UDP | \`--udp-ports\` |`,
  );
  expect(dockerfile).toContain(`EXPOSE ${portOf('--port')}/tcp ${portOf('--api-port')}/tcp\n`);
  expect(dockerfile).toContain(`http://127.0.0.1:${portOf('--operator-port')}/healthz`);
  const flags = `${unit}\n${dockerfile}`.match(/(?<=\s|")--[a-z-]+(?= \/| \d|"| -)/g)!;
  const known = new Set(command.options.map(one => one.long));
  for (const flag of flags) if (!NOT_OURS.has(flag)) expect(known.has(flag), flag).toBe(true);
});

/** Flags of other programs in these files. */
const NOT_OURS = new Set(['--omit', '--from', '--interval', '--timeout', '--retries']);

test('a fleet that is drained keeps its game sessions and their players, and begins none', async () => {
  const fleetId = await serve.deploy(answering('drain'));
  const { GameSessionId } = await serve.createSession(fleetId);
  await serve.untilSession(GameSessionId, 'ACTIVE');
  await serve.client.send(
    new UpdateGameSessionCommand({ GameSessionId, ProtectionPolicy: 'FullProtection' }),
  );
  await serve.client.send(
    new UpdateFleetCapacityCommand({ FleetId: fleetId, DesiredInstances: 0, MinSize: 0 }),
  );
  const another = serve.client.send(
    new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 2 }),
  );
  await expect(another).rejects.toMatchObject({ name: 'FleetCapacityExceededException' });
  const player = await serve.join(GameSessionId);
  await player.close();
  await serve.untilSession(GameSessionId, 'ACTIVE');
});

test('a copy of the folder of a stopped server is a backup: another server takes up what was in it', async () => {
  const fleetId = await serve.deploy(answering('backup'));
  await serve.stop();
  await cp(join(folder, 'data'), join(folder, 'backup'), { recursive: true, preserveTimestamps: true });
  const restored = await TestServe.start({ directory: join(folder, 'backup') });
  try {
    const { FleetAttributes } = await restored.client.send(
      new DescribeFleetAttributesCommand({ FleetIds: [fleetId] }),
    );
    expect(FleetAttributes).toMatchObject([{ Status: 'ACTIVE' }]);
    const { GameSessionId } = await restored.createSession(fleetId);
    await restored.untilSession(GameSessionId, 'ACTIVE');
  } finally {
    await restored.stop();
  }
  serve = await TestServe.start({ directory: join(folder, 'data') });
});
