type Listener = ((event: Event) => void) | { handleEvent(event: Event): void };
type Registration = { type: string; listener: Listener; once: boolean; removed: boolean };

/** WHATWG `Event`, as far as it means something without a document. */
export class Event {
  readonly type: string;
  readonly cancelable: boolean;
  target: EventTarget | null = null;
  #stopped = false;
  #prevented = false;

  constructor(type: string, options: { cancelable?: boolean } = {}) {
    this.type = `${type}`;
    this.cancelable = Boolean(options?.cancelable);
  }

  get currentTarget(): EventTarget | null {
    return this.target;
  }
  get defaultPrevented(): boolean {
    return this.#prevented;
  }
  preventDefault(): void {
    if (this.cancelable) this.#prevented = true;
  }
  stopPropagation(): void {}
  stopImmediatePropagation(): void {
    this.#stopped = true;
  }
  /** Whether no further listener is to be called. */
  static isStopped(event: Event): boolean {
    return event.#stopped;
  }
}

/** WHATWG `EventTarget` without propagation: there is no tree of targets here. */
export class EventTarget {
  #registrations: Registration[] = [];

  addEventListener(
    type: string,
    listener: Listener | null,
    options?: boolean | { once?: boolean; signal?: { aborted: boolean } & EventTarget },
  ): void {
    if (listener === null || listener === undefined) return;
    const { once = false, signal } = typeof options === 'object' && options !== null ? options : {};
    if (signal?.aborted) return;
    for (const known of this.#registrations) {
      if (known.type === type && known.listener === listener) return;
    }
    this.#registrations[this.#registrations.length] = { type: `${type}`, listener, once, removed: false };
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener), { once: true });
  }

  removeEventListener(type: string, listener: Listener | null): void {
    this.#registrations = this.#registrations.filter(known => {
      if (known.type !== type || known.listener !== listener) return true;
      known.removed = true;
      return false;
    });
  }

  /** Calls every listener. What one of them throws is reported as an unhandled rejection; the rest still run. */
  dispatchEvent(event: Event): boolean {
    event.target = this;
    for (const known of this.#registrations) {
      if (known.type !== event.type || known.removed) continue;
      if (known.once) this.removeEventListener(known.type, known.listener);
      try {
        if (typeof known.listener === 'function') known.listener.call(this as never, event);
        else known.listener.handleEvent(event);
      } catch (error) {
        void Promise.reject(error);
      }
      if (Event.isStopped(event)) break;
    }
    return !event.defaultPrevented;
  }
}

/** Gives `target` an `on…` property that holds one listener of `type`. */
export function defineHandlerProperty(target: EventTarget, type: string): void {
  let handler: unknown = null;
  target.addEventListener(type, event => {
    if (typeof handler === 'function') handler.call(target, event);
  });
  Object.defineProperty(target, `on${type}`, {
    get: () => handler,
    set: value => {
      handler = value;
    },
    enumerable: true,
    configurable: true,
  });
}
