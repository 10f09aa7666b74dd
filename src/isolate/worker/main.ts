/**
 * A script worker: one process, many isolates, one at a time on its main thread. It holds no socket but the
 * socketpair to the relay host (descriptor 3), no file and no secret, and it may be killed at any moment. Its only argument
 * is the user to become, if any: see `confine.ts`.
 */
import { Socket } from 'node:net';
import {
  type BeginRequest,
  encodeResult,
  type Frame,
  FrameReader,
  frameHead,
  type IsolateSpec,
  type LoadRequest,
  ReplyKind,
  RequestKind,
  type Result,
  type ScriptRequest,
} from '../frames.ts';
import { confine } from './confine.ts';
import { ExchangeMemory } from './exchange-memory.ts';
import { RuntimeImages } from './runtime-image.ts';
import { SessionIsolate } from './session-isolate.ts';

/** The host is trusted; the bound only keeps a broken stream from filling memory. */
const MAX_REQUEST_BYTES = 256 * 1024 * 1024;

const NOTHING = new Uint8Array(0);
const UNMEASURED = { cpuUs: 0, wallUs: 0, heapUsedKb: 0 };

class Worker {
  #link: Socket;
  #images: RuntimeImages | undefined;
  /** Bundles by hash; bounded by the host, which says which to forget. */
  #scripts = new Map<string, string>();
  #isolates = new Map<number, SessionIsolate>();
  #memory = new ExchangeMemory();

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

  #handle({ kind, sessionNumber, body }: Frame): void {
    switch (kind) {
      case RequestKind.hello:
        this.#images = new RuntimeImages(body.toString());
        return this.#reply(ReplyKind.ready, 0, Buffer.alloc(0));
      case RequestKind.script: {
        const { hash, code } = parse<ScriptRequest>(body);
        this.#scripts.set(hash, code);
        return;
      }
      case RequestKind.forgetScript:
        this.#scripts.delete(body.toString());
        return;
      case RequestKind.close:
        return this.#drop(sessionNumber);
      default:
        return this.#answer(sessionNumber, this.#run(kind, sessionNumber, body));
    }
  }

  #run(kind: number, sessionNumber: number, body: Buffer): Result {
    if (kind === RequestKind.make) return this.#make(sessionNumber, parse<IsolateSpec>(body));
    const isolate = this.#isolates.get(sessionNumber);
    // Its `make` or `load` failed, and the host had sent this before it knew.
    if (isolate === undefined) return failed('there is no such isolate');
    if (kind === RequestKind.batch) return isolate.run(body);
    if (kind === RequestKind.begin) {
      const { nowUs, config } = parse<BeginRequest>(body);
      return isolate.begin(nowUs, config);
    }
    const { nowUs, hash, config } = parse<LoadRequest>(body);
    const script = this.#scripts.get(hash);
    return script === undefined ? failed(`there is no script ${hash}`) : isolate.load(nowUs, config, script);
  }

  #make(sessionNumber: number, spec: IsolateSpec): Result {
    if (this.#images === undefined) return failed('the worker has no runtime');
    try {
      const image = this.#images.of(spec.profile);
      this.#isolates.set(sessionNumber, new SessionIsolate(image, spec, this.#memory));
      return { status: 'ok', text: '', ...UNMEASURED, commands: NOTHING };
    } catch (error) {
      return failed(`the isolate could not be made: ${error}`);
    }
  }

  #answer(sessionNumber: number, result: Result): void {
    if (result.status !== 'ok') this.#drop(sessionNumber);
    this.#reply(ReplyKind.result, sessionNumber, encodeResult(result));
  }

  #drop(sessionNumber: number): void {
    this.#isolates.get(sessionNumber)?.dispose();
    this.#isolates.delete(sessionNumber);
  }

  #reply(kind: number, sessionNumber: number, body: Buffer): void {
    // One buffer: the stream has one write to keep account of.
    this.#link.write(Buffer.concat([frameHead(kind, sessionNumber, body.length), body]));
  }
}

function parse<T>(body: Buffer): T {
  return JSON.parse(body.toString()) as T;
}

function failed(text: string): Result {
  return { status: 'failed', text, ...UNMEASURED, commands: NOTHING };
}

// A service manager's stop may go to all processes of the service, but a script is told of the end by its host. A
// worker ends with its link.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

confine(process.argv[2]);
new Worker(new Socket({ fd: 3, readable: true, writable: true }));
