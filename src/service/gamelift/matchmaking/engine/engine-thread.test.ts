import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { type DuelRig, duelRig, enter, eventually, untilStatus } from '../test/duel-rig.ts';
import { type StartEngineLink, startEngineThread } from './engine-link.ts';

/** The first thread is another one. */
function firstThread(first: StartEngineLink): StartEngineLink {
  let started = 0;
  return (limits, events) => {
    started += 1;
    return (started === 1 ? first : startEngineThread)(limits, events);
  };
}

async function complete(rig: DuelRig): Promise<void> {
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  await untilStatus(rig, 'ann', 'COMPLETED');
  await untilStatus(rig, 'ben', 'COMPLETED');
}

async function completesAfterLoss(rig: DuelRig): Promise<void> {
  await complete(rig);
  expect(rig.errors.splice(0)).toMatchObject([{ message: expect.stringContaining('was lost') }]);
}

test('a thread makes matches', async () => {
  await complete(await duelRig({ options: { startEngine: startEngineThread } }));
});

test('a thread that runs out of memory is replaced, and its tickets find their match', async () => {
  const startEngine = firstThread((limits, events) =>
    startEngineThread({ ...limits, matchThreadHeapMb: 1 }, events),
  );
  await completesAfterLoss(await duelRig({ limits: { matchThreadRestMs: 1 }, options: { startEngine } }));
});

test('a thread that never ends its pass is replaced, and its tickets find their match', async () => {
  const startEngine = firstThread((_limits, events) => {
    const code = "require('node:worker_threads').parentPort.on('message', () => { for (;;); })";
    const worker = new Worker(code, { eval: true });
    worker.on('message', message => events.onMessage(message));
    return {
      send: message => worker.postMessage(message),
      stop: async () => {
        await worker.terminate();
      },
    };
  });
  const limits = { matchThreadRestMs: 1, matchThreadSilenceMs: 3_000 };
  await completesAfterLoss(await duelRig({ limits, options: { startEngine } }));
});

test('a ticket is explained by the thread', async () => {
  const rig = await duelRig({ options: { startEngine: startEngineThread } });
  await enter(rig, 'ann', 5);
  await enter(rig, 'ben', 50);
  await eventually(async () => {
    const explanation = await rig.matchmaking.explain('a', 'ann');
    expect(explanation).toMatchObject({
      candidates: 1,
      compatible: 0,
      rules: [{ ruleName: 'Near', failedCount: 1 }],
    });
  });
});
