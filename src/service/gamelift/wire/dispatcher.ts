import type { Logger } from 'pino';
import { operationSchema } from '../model/schema-table.ts';
import type { Caller, OperationName, Operations } from '../operation.ts';
import { type OperationRow, operationRows } from '../operation-states.ts';
import { EMPTY_LIST_OPERATIONS } from '../operations/empty-lists.ts';
import { invalidRequest, ServiceError } from '../service-error.ts';
import { InputValidator } from './input-validator.ts';

export interface DispatcherOptions {
  operations: Operations;
  log: Logger;
}

type AnyHandler = (input: unknown, caller: Caller) => Promise<object | undefined>;

/** Carries out calls by the name of their operation, whatever protocol they came in. */
export class Dispatcher {
  #rows: ReadonlyMap<string, OperationRow>;
  #operations: Operations;
  #validator = new InputValidator();
  #log: Logger;

  constructor({ operations, log }: DispatcherOptions) {
    this.#rows = new Map(operationRows().map(row => [row.name, row]));
    this.#operations = operations;
    this.#log = log;
  }

  /** Whether the API has such an operation, be it one that is not supported here. */
  knows(name: string): boolean {
    return this.#rows.has(name);
  }

  /**
   * @param input as it was decoded; changed in place
   * @returns the output; undefined where the operation has none
   * @throws {ServiceError} and what a handler throws that is broken
   */
  async call(name: string, input: object, caller: Caller): Promise<object | undefined> {
    const row = this.#rows.get(name);
    if (row === undefined) {
      throw new ServiceError(
        'UnknownOperationException',
        'The API has no such operation; check X-Amz-Target',
      );
    }
    if (row.state === 'empty list') return this.#handlerOf(row.name, EMPTY_LIST_OPERATIONS)(input, caller);
    if (row.state !== 'supported') throw invalidRequest(refusalOf(row));
    const { input: shape, hasOutput, errors } = operationSchema(row.name);
    this.#validator.validate(shape, input);
    try {
      const output = await this.#handlerOf(row.name, this.#operations)(input, caller);
      return hasOutput ? (output ?? {}) : undefined;
    } catch (error) {
      if (error instanceof ServiceError && !errors.includes(error.type)) {
        this.#log.warn({ operation: name, type: error.type }, 'the model does not name this error here');
      }
      throw error;
    }
  }

  /** The table of states says which input belongs to which handler; types cannot follow a name from the network. */
  #handlerOf(name: OperationName, operations: Operations): AnyHandler {
    const handler = operations[name] as AnyHandler | undefined;
    if (handler === undefined) throw invalidRequest(`${name} is not supported by this service`);
    return handler;
  }
}

function refusalOf({ name, state }: OperationRow): string {
  return `${name} is not supported ${state === 'not yet' ? 'yet ' : ''}by this service`;
}
