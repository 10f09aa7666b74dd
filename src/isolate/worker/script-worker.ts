import type { Duplex } from 'node:stream';
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
import { RuntimeImages } from './runtime-image.ts';
import { SessionIsolate } from './session-isolate.ts';
import { WorkerShared } from './worker-shared.ts';

/** The host is trusted; the bound only keeps a broken stream from filling memory. */
const MAX_REQUEST_BYTES = 256 * 1024 * 1024;

const NOTHING = new Uint8Array(0);
const UNMEASURED = { cpuUs: 0, wallUs: 0, heapUsedKb: 0 };

/** Does what its host asks: one request after the other, each answered before the next is begun. */
export class ScriptWorker {
  #link: Duplex;
  #images: RuntimeImages | undefined;
  /** Bundles by hash; bounded by the host, which says which to forget. */
  #scripts = new Map<string, string>();
  #isolates = new Map<number, SessionIsolate>();
  #shared = new WorkerShared();

  constructor(link: Duplex) {
    this.#link = link;
  }

  /** Works through what the host asks, until the link ends. @throws {Error} at a frame that no host sends */
  async work(): Promise<void> {
    const frames: Frame[] = [];
    const reader = new FrameReader(MAX_REQUEST_BYTES, frame => frames.push(frame));
    for await (const chunk of this.#link) {
      if (!reader.push(chunk as Buffer)) throw new Error('the host has announced a frame that is too long');
      for (const frame of frames.splice(0)) {
        this.#handle(frame);
        // A request counts as running until the host reads its answer. One that waits in here for room in the link while
        // others are worked on would make an honest session look stuck.
        if (this.#link.writableLength > 0) await this.#answersLeft();
      }
    }
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
      this.#isolates.set(sessionNumber, new SessionIsolate(image, spec, this.#shared));
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

  async #answersLeft(): Promise<void> {
    await new Promise(resolve => this.#link.write(NOTHING, resolve));
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
