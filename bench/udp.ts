import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from '../src/client/index.ts';
import type { Report } from './report/report.ts';
import { type ServerPlan, ServerProcess } from './servers/server-process.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** V8 compiles what is called often, on cores that the echo needs: so many it takes until most of it is compiled. */
const WARM_UP = 3_000;
const ECHOES = 1_000;
const PAYLOAD = new Uint8Array(64);
const OP_CODE = 7;
const ANSWER_MS = 1_000;
const PLAN: ServerPlan = {
  sessions: 1,
  playersPerSession: 1,
  script: `
    let session;
    exports.ssExports = {
      init(rtSession) { session = rtSession; },
      onMessage(message) {
        session.sendMessage(session.newBinaryGameMessage(8, -1, message.payload), message.sender);
      },
    };`,
};

/** Sends one datagram; resolves with its answer. */
type Echo = () => Promise<unknown>;

/** One message at a time over the fast channel to a script and back, beside a bare echo. */
export async function benchUdp(report: Report): Promise<void> {
  const found = { playpen: newTimes(), bare: newTimes() };
  for (let round = 0; round < ROUNDS; round++) {
    await measurePlaypen(found.playpen);
    await measureBare(found.bare);
  }
  for (const [name, { p50Ms, p99Ms }] of [
    ['echo through a script', found.playpen],
    ['bare UDP echo', found.bare],
  ] as const) {
    const goals = name === 'bare UDP echo' ? [] : [{ atMost: 0.5 }, { atMost: 3 }];
    report.row(`${name}, p50`, p50Ms, 'ms', goals[0]);
    report.row(`${name}, p99`, p99Ms, 'ms', goals[1]);
  }
  const lost = found.playpen.lost + found.bare.lost;
  if (lost > 0) report.note(`${lost} datagrams had no answer within ${ANSWER_MS} ms.`);
}

interface Times {
  p50Ms: number[];
  p99Ms: number[];
  lost: number;
}

function newTimes(): Times {
  return { p50Ms: [], p99Ms: [], lost: 0 };
}

async function measurePlaypen(times: Times): Promise<void> {
  const server = await ServerProcess.start('servers/playpen.ts', PLAN);
  const client = await connect({
    endpoint: '127.0.0.1',
    port: server.ports[0]!,
    playerSessionId: '0/0',
  });
  const isUp = Promise.withResolvers<void>();
  client.on('fastChannel', ({ state }) => {
    if (state === 'up') isUp.resolve();
  });
  if (client.fastChannel === 'up') isUp.resolve();
  await isUp.promise;
  let answered = Promise.withResolvers<void>();
  client.on('message', () => answered.resolve());
  await measure(times, () => {
    answered = Promise.withResolvers();
    client.send(OP_CODE, PAYLOAD, { channel: 'fast' });
    return answered.promise;
  });
  await client.close();
  await server.stop();
}

async function measureBare(times: Times): Promise<void> {
  const server = await ServerProcess.start('yardsticks/udp-echo.ts', PLAN);
  const socket = createSocket('udp4');
  await measure(times, () => {
    socket.send(PAYLOAD, server.ports[0]!, '127.0.0.1');
    return once(socket, 'message');
  });
  socket.close();
  await server.stop();
}

async function measure(times: Times, echo: Echo): Promise<void> {
  const tookMs: number[] = [];
  for (let i = 0; i < WARM_UP + ECHOES; i++) {
    const startedMs = performance.now();
    const isAnswered = await Promise.race([echo().then(() => true), lateAnswer()]);
    if (!isAnswered) times.lost++;
    else if (i >= WARM_UP) tookMs.push(performance.now() - startedMs);
  }
  tookMs.sort((a, b) => a - b);
  times.p50Ms.push(tookMs[Math.floor(tookMs.length * 0.5)]!);
  times.p99Ms.push(tookMs[Math.floor(tookMs.length * 0.99)]!);
}

function lateAnswer(): Promise<false> {
  return new Promise(resolve => setTimeout(resolve, ANSWER_MS, false).unref());
}
