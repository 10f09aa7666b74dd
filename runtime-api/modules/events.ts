import { defineHidden } from './captured.ts';
import type { ModuleEnvironment } from './environment.ts';
import { loadLibrary } from './late-library.ts';

/** The part of Node's `EventEmitter` that these modules use themselves. */
export interface Emitter {
  on(name: PropertyKey, listener: (...args: never[]) => void): this;
  emit(name: PropertyKey, ...args: unknown[]): boolean;
  listeners(name: PropertyKey): unknown[];
  listenerCount(name: PropertyKey): number;
}

export type EmitterClass = {
  new (): Emitter;
  prototype: Emitter;
  EventEmitter: EmitterClass;
};

/** Seen by listeners of every 'error' before it is handled; Node's symbol of the same purpose. */
const errorMonitor = Symbol('events.errorMonitor');

/**
 * Node's `events`: the class itself is the module, and also its `EventEmitter` property. `once` awaits one
 * event; the static `on` is an endless loop over events and is left out.
 */
export function createEventsModule(environment: ModuleEnvironment): EmitterClass {
  const EventEmitter = loadLibrary<EmitterClass>('events');
  const { emit } = EventEmitter.prototype;
  defineHidden(
    EventEmitter.prototype,
    'emit',
    function (this: Emitter, name: PropertyKey, ...args: unknown[]) {
      if (name === 'error' && this.listenerCount(errorMonitor) > 0) emit.call(this, errorMonitor, ...args);
      return emit.call(this, name, ...args);
    },
  );
  Object.assign(EventEmitter, {
    EventEmitter,
    errorMonitor,
    captureRejectionSymbol: Symbol.for('nodejs.rejection'),
    captureRejections: false,
    getEventListeners: (emitter: Emitter, name: PropertyKey) => emitter.listeners(name),
    getMaxListeners: (emitter: { getMaxListeners(): number }) => emitter.getMaxListeners(),
    setMaxListeners(count: number, ...emitters: { setMaxListeners(count: number): void }[]) {
      for (const emitter of emitters) emitter.setMaxListeners(count);
    },
    addAbortListener(signal: AbortSignalLike, listener: () => void) {
      if (signal.aborted) environment.queueMicrotask(listener);
      else signal.addEventListener('abort', listener, { once: true });
      return { [disposeSymbol]: () => signal.removeEventListener('abort', listener) };
    },
  });
  return EventEmitter;
}

const disposeSymbol: symbol = (Symbol as { dispose?: symbol }).dispose ?? Symbol.for('nodejs.dispose');

interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: string, listener: () => void, options?: object): void;
  removeEventListener(type: string, listener: () => void): void;
}
