/**
 * A script worker: one process, many isolates, one at a time on its main thread. It holds no socket but the
 * socketpair to the relay host (descriptor 3), no file and no secret, and it may be killed at any moment.
 */
import { Socket } from 'node:net';
import {
  encodeResult,
  type Frame,
  FrameReader,
  frameHead,
  type OpenRequest,
  ReplyKind,
  RequestKind,
  type Result,
} from '../frames.ts';
import { SessionIsolate } from './session-isolate.ts';

/** The host is trusted; the bound only keeps a broken stream from filling memory. */
const MAX_REQUEST_BYTES = 256 * 1024 * 1024;

const NOTHING = new Uint8Array(0);

class Worker {
  #link: Socket;
  #runtimeSource = '';
  #sessions = new Map<number, SessionIsolate>();

  constructor(link: Socket) {
    this.#link = link;
    const reader = new FrameReader(MAX_REQUEST_BYTES, frame => this.#handle(frame));
    link.on('data', (chunk: Buffer) => {
      if (!reader.push(chunk)) process.exit(1);
    });
    // Without its host a worker has nothing to do.
    link.on('close', () => process.exit(0));
    link.on('error', () => process.exit(0));
  }

  #handle(frame: Frame): void {
    switch (frame.kind) {
      case RequestKind.hello:
        this.#runtimeSource = frame.body.toString();
        return this.#reply(ReplyKind.ready, 0, Buffer.alloc(0));
      case RequestKind.open:
        return this.#answer(frame.sessionNumber, this.#open(frame.sessionNumber, frame.body));
      case RequestKind.batch:
        return this.#answer(frame.sessionNumber, this.#batch(frame.sessionNumber, frame.body));
      case RequestKind.close:
        return this.#drop(frame.sessionNumber);
    }
  }

  #open(sessionNumber: number, body: Buffer): Result {
    const request = JSON.parse(body.toString()) as OpenRequest;
    try {
      const isolate = new SessionIsolate(this.#runtimeSource, request);
      this.#sessions.set(sessionNumber, isolate);
      return isolate.open(request.nowUs, request.config, request.script);
    } catch (error) {
      return {
        status: 'failed',
        text: `the isolate could not be made: ${error}`,
        cpuUs: 0,
        commands: NOTHING,
      };
    }
  }

  #batch(sessionNumber: number, body: Buffer): Result {
    const isolate = this.#sessions.get(sessionNumber);
    // The host never asks for a session it closed; answering keeps its count of open requests right.
    if (isolate === undefined)
      return { status: 'failed', text: 'no such session', cpuUs: 0, commands: NOTHING };
    return isolate.run(new Uint8Array(body).buffer);
  }

  #answer(sessionNumber: number, result: Result): void {
    if (result.status !== 'ok') this.#drop(sessionNumber);
    this.#reply(ReplyKind.result, sessionNumber, encodeResult(result));
  }

  #drop(sessionNumber: number): void {
    this.#sessions.get(sessionNumber)?.dispose();
    this.#sessions.delete(sessionNumber);
  }

  #reply(kind: number, sessionNumber: number, body: Buffer): void {
    this.#link.cork();
    this.#link.write(frameHead(kind, sessionNumber, body.length));
    this.#link.write(body);
    this.#link.uncork();
  }
}

// A terminal's interrupt and a service manager's stop go to the whole process group, but a script is told of the
// end by its host. A worker ends with its link.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

new Worker(new Socket({ fd: 3, readable: true, writable: true }));
