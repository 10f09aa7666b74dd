import { ByteReader } from '../../src/bridge/byte-reader.ts';
import { copyBytes } from '../../src/bridge/captured.ts';
import { EntryStatus, Operation } from '../../src/bridge/entry.ts';
import { encodeUtf8 } from '../modules/utf8.ts';
import type { Clock } from '../realm/clock.ts';
import type { RandomGenerator } from '../realm/random.ts';
import type { BeginConfig, LoadConfig } from './config.ts';
import { describeError } from './describe-error.ts';
import { Exchange } from './exchange.ts';
import { NativeUint8Array, parseJson } from './primordials.ts';
import { RejectionShield } from './rejection-shield.ts';
import { Runtime } from './runtime.ts';

/** The two functions through which the worker reaches the isolate. There is nothing else. */
export interface IsolateEntry {
  /**
   * `(load, nowUs, configJson, script)`, `(begin, nowUs, configJson)`, `(batch, ArrayBuffer)`, `(batch, length)` of what is
   * in the exchange, or `(proceed)`.
   * Never throws. Returns how many bytes of result are in the exchange. Promises that follow from a call run after it has
   * returned: where there may be some, or the result is too long for the exchange, it returns nothing, and `take` does.
   */
  entry(operation: number, ...args: unknown[]): number | undefined;
  /**
   * The status byte; behind it the batch's commands (`done`) or a message in UTF-8 (`failed`). A number: so many bytes in
   * the exchange.
   */
  take(): ArrayBuffer | number;
}

/** What the realm's `Date` and `Math.random` read. */
export interface SessionInputs {
  clock: Clock;
  generator: RandomGenerator;
}

/**
 * Waits for a script, in a realm that is fit for it.
 * @param profile `strict` hides unhandled rejections from isolated-vm: see below
 * @param shared twice `EXCHANGE_BYTES`; without it everything is copied
 */
export function start(
  profile: 'strict' | 'standard',
  inputs: SessionInputs,
  shared?: SharedArrayBuffer,
): IsolateEntry {
  const exchange = shared && new Exchange(shared);
  const shield = profile === 'strict' ? new RejectionShield() : undefined;
  let runtime: Runtime | undefined;
  let status: number = EntryStatus.done;
  let failure = '';
  /** Of the last call; undefined until it is asked for. */
  let body: Uint8Array | undefined;

  function run(operation: number, args: unknown[]): void {
    status = EntryStatus.done;
    if (operation === Operation.load) {
      const [nowUs, config, source] = args as [number, string, string];
      const onPromise = (): void => shield?.raise();
      shield?.look(source);
      runtime = new Runtime({ ...inputs, onPromise }, nowUs, parseJson(config) as LoadConfig, source);
      return;
    }
    if (runtime === undefined) throw new TypeError('no script is loaded');
    if (operation === Operation.begin) {
      return runtime.begin(args[0] as number, parseJson(args[1] as string) as BeginConfig);
    }
    const progress =
      operation === Operation.batch
        ? runtime.batch(batchOf(args[0] as ArrayBuffer | number))
        : runtime.proceed();
    if (progress === 'more') status = EntryStatus.more;
  }

  function batchOf(given: ArrayBuffer | number): ByteReader {
    return typeof given === 'number' ? exchange!.read(given) : new ByteReader(new NativeUint8Array(given));
  }

  function putIntoExchange(): number | undefined {
    body ??= result();
    return exchange?.write(status, body);
  }

  function result(): Uint8Array {
    if (status === EntryStatus.failed) return encodeUtf8(failure);
    return status === EntryStatus.more || runtime === undefined ? NOTHING : runtime.finish();
  }

  return {
    entry(operation, ...args) {
      shield?.beginCall();
      body = undefined;
      try {
        run(operation, args);
      } catch (error) {
        status = EntryStatus.failed;
        failure = describeError(error);
      }
      return shield?.isRaised === false ? putIntoExchange() : undefined;
    },
    take: () => putIntoExchange() ?? withStatus(status, body!),
  };
}

const NOTHING = new NativeUint8Array(0);

function withStatus(status: number, body: Uint8Array): ArrayBuffer {
  const bytes = new NativeUint8Array(1 + body.length);
  bytes[0] = status;
  copyBytes(bytes, body, 1);
  return bytes.buffer;
}
