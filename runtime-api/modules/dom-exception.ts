import { defineHidden } from './captured.ts';

const LEGACY_CODES: Record<string, number> = {
  __proto__: null as never,
  InvalidCharacterError: 5,
  InvalidStateError: 11,
  SyntaxError: 12,
  AbortError: 20,
  TimeoutError: 23,
  DataCloneError: 25,
};

/** WHATWG `DOMException`: an error told apart by its `name`. */
export class DOMException extends Error {
  constructor(message = '', options: string | { name?: string; cause?: unknown } = 'Error') {
    super(`${message}`, typeof options === 'object' && 'cause' in options ? { cause: options.cause } : {});
    defineHidden(this, 'name', typeof options === 'string' ? options : (options.name ?? 'Error'));
  }

  get code(): number {
    return LEGACY_CODES[this.name] ?? 0;
  }
}
