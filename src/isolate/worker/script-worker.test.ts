import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { decodeResult, type Frame, FrameReader, frameHead, RequestKind } from '../frames.ts';
import { ScriptWorker } from './script-worker.ts';

/** A batch for an isolate that is not there: it is answered, and needs no runtime. */
function request(sessionNumber: number): Buffer {
  const body = Buffer.alloc(8);
  return Buffer.concat([frameHead(RequestKind.batch, sessionNumber, body.length), body]);
}

/** The host's side of a link that has room for one answer, and for the next when that was read. */
function narrowLink() {
  const answers: Frame[] = [];
  const reader = new FrameReader(1024, frame => answers.push(frame));
  let read = () => {};
  const link = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, onWritten) {
      reader.push(chunk);
      read = onWritten;
    },
  });
  return { link, answers, read: () => read() };
}

test('an answer leaves before the next request is begun', async () => {
  const { link, answers, read } = narrowLink();
  const worked = new ScriptWorker(link).work();
  link.push(Buffer.concat([1, 2, 3].map(request)));
  for (const sessionNumber of [1, 2, 3]) {
    await expect.poll(() => answers.at(-1)?.sessionNumber).toBe(sessionNumber);
    // All that could run while the answer waits in the link has run.
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    expect(answers).toHaveLength(sessionNumber);
    // The answer, and what tells that it has left.
    read();
    await setImmediate();
    read();
  }
  expect(answers.map(({ body }) => decodeResult(body)?.status)).toEqual(['failed', 'failed', 'failed']);
  link.push(null);
  await worked;
});

test('a frame longer than any host sends ends the worker', async () => {
  const { link } = narrowLink();
  const worked = new ScriptWorker(link).work();
  link.push(frameHead(RequestKind.batch, 1, 0xffff_ffff));
  await expect(worked).rejects.toThrow('too long');
});
