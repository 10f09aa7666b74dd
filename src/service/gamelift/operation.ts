/** Who makes a call. */
export interface Caller {
  /** Whose resources the call sees. */
  tenantId: string;
  requestId: string;
}

type Sdk = typeof import('@aws-sdk/client-gamelift');

/** `CreateFleet` and so on. */
export type OperationName = {
  [C in keyof Sdk]: C extends `${infer N}Command` ? (N extends '' | '$' ? never : N) : never;
}[keyof Sdk];

type Command<N extends OperationName> = InstanceType<
  Extract<Sdk[`${N}Command` & keyof Sdk], new (...args: never[]) => unknown>
>;

/** What validation has seen to: what is required is there. Timestamps are Dates, blobs are Uint8Arrays. */
export type Valid<T> = T extends Date | Uint8Array | string | number | boolean | undefined
  ? T
  : T extends readonly (infer E)[]
    ? Valid<E>[]
    : T extends object
      ? {
          [K in keyof T]: Record<never, never> extends Pick<T, K> ? Valid<T[K]> : Valid<NonNullable<T[K]>>;
        }
      : T;

export type Input<N extends OperationName> = Command<N> extends { input: infer I } ? Valid<I> : never;

type CommandOutput<N extends OperationName> =
  Command<N> extends { resolveMiddleware(...args: never[]): (input: never) => Promise<{ output: infer O }> }
    ? O
    : never;

/** What an operation answers, without what an SDK adds. Times are Dates. */
export type Output<N extends OperationName> = Omit<CommandOutput<N>, '$metadata'>;

/**
 * Carries out one operation of the API for one caller. The input has passed validation against the model.
 * @returns the output; undefined where the operation has none, which is answered with an empty body
 * @throws {ServiceError}
 */
export type Handler<N extends OperationName> = (
  input: Input<N>,
  caller: Caller,
) => Promise<Output<N> | undefined>;

/** Operations by name; groups of them are joined into the one table that requests are dispatched by. */
export type Operations = { [N in OperationName]?: Handler<N> };
