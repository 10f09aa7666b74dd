import { isDeepEqual } from './deep-equal.ts';
import { inspect } from './inspect.ts';

type Details = {
  message?: unknown;
  actual?: unknown;
  expected?: unknown;
  operator: string;
  text?: string;
};
type Expected = undefined | RegExp | ErrorShape | ErrorCheck;
type ErrorShape = Record<string, unknown>;
type ErrorCheck = ((error: unknown) => unknown) & { prototype?: unknown };
type Action = () => unknown;

/** Node's error of a failed assertion. */
export class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION';
  readonly generatedMessage: boolean;
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string;

  constructor(details: Details) {
    super(details.message === undefined ? describe(details) : String(details.message));
    this.name = 'AssertionError';
    this.generatedMessage = details.message === undefined;
    this.actual = details.actual;
    this.expected = details.expected;
    this.operator = details.operator;
  }
}

function describe({ text, actual, expected, operator }: Details): string {
  if (text !== undefined) return text;
  return `${inspect(actual)} ${operator} ${inspect(expected)} does not hold`;
}

/** A given message that is itself an error is thrown as it is. */
function fail(details: Details): never {
  if (details.message instanceof Error) throw details.message;
  throw new AssertionError(details);
}

type Comparison = (actual: unknown, expected: unknown, message?: unknown) => void;

function comparison(operator: string, holds: (a: unknown, b: unknown) => boolean): Comparison {
  return (actual, expected, message) => {
    if (!holds(actual, expected)) fail({ message, actual, expected, operator });
  };
}

function ok(value?: unknown, message?: unknown): void {
  if (value) return;
  const text = `The expression evaluated to a falsy value: ${inspect(value)}`;
  fail({ message, actual: value, expected: true, operator: '==', text });
}

/** Checks a thrown value as `assert.throws` does. */
function checkThrown(thrown: unknown, expected: Expected, operator: string, message: unknown): void {
  if (expected === undefined) return;
  const details = { message, actual: thrown, expected, operator };
  if (expected instanceof RegExp) {
    if (!expected.test(String(thrown))) fail({ ...details, text: `${thrown} does not match ${expected}` });
    return;
  }
  if (typeof expected !== 'function') {
    for (const key of Object.keys(expected)) {
      const actual = (thrown as ErrorShape | undefined)?.[key];
      const wanted = expected[key];
      const matches = wanted instanceof RegExp && typeof actual === 'string' && wanted.test(actual);
      if (!matches && !isDeepEqual(actual, wanted, 'strict')) {
        fail({ ...details, text: `the thrown value's ${key} is ${inspect(actual)}, not ${inspect(wanted)}` });
      }
    }
    return;
  }
  if (expected.prototype !== undefined && thrown instanceof expected) return;
  if (expected === Error || Object.prototype.isPrototypeOf.call(Error, expected)) {
    fail({ ...details, text: `the thrown value is no ${expected.name}: ${inspect(thrown)}` });
  }
  if (expected.call({}, thrown) !== true) fail({ ...details, text: 'the check of the thrown value failed' });
}

/** `assert.throws(action, message)` is as good as `assert.throws(action, undefined, message)`. */
function splitArguments(expected: Expected | string, message: unknown): [Expected, unknown] {
  return typeof expected === 'string' ? [undefined, expected] : [expected, message];
}

function missing(what: string, message: unknown): unknown {
  if (message instanceof Error) return message;
  return `Missing expected ${what}${message === undefined ? '.' : `: ${message}`}`;
}

function throws(action: Action, expectedOrMessage?: Expected | string, givenMessage?: unknown): void {
  const [expected, message] = splitArguments(expectedOrMessage, givenMessage);
  try {
    action();
  } catch (thrown) {
    checkThrown(thrown, expected, 'throws', message);
    return;
  }
  fail({ message: missing('exception', message), expected, operator: 'throws' });
}

function doesNotThrow(action: Action, expectedOrMessage?: Expected | string, givenMessage?: unknown): void {
  const [, message] = splitArguments(expectedOrMessage, givenMessage);
  try {
    action();
  } catch (actual) {
    fail({ message, actual, operator: 'doesNotThrow', text: `Got unwanted exception: ${inspect(actual)}` });
  }
}

type AsyncAction = (() => PromiseLike<unknown>) | PromiseLike<unknown>;

async function rejects(action: AsyncAction, expectedOrMessage?: Expected | string, given?: unknown) {
  const [expected, message] = splitArguments(expectedOrMessage, given);
  const promise = typeof action === 'function' ? action() : action;
  try {
    await promise;
  } catch (reason) {
    checkThrown(reason, expected, 'rejects', message);
    return;
  }
  fail({ message: missing('rejection', message), expected, operator: 'rejects' });
}

async function doesNotReject(action: AsyncAction, expectedOrMessage?: Expected | string, given?: unknown) {
  const [, message] = splitArguments(expectedOrMessage, given);
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (actual) {
    fail({ message, actual, operator: 'doesNotReject', text: `Got unwanted rejection: ${inspect(actual)}` });
  }
}

// biome-ignore lint/suspicious/noDoubleEquals: assert.equal is defined by it
const looselyEqual = (a: unknown, b: unknown): boolean => a == b || Object.is(a, b);
const deepLoose = (a: unknown, b: unknown): boolean => isDeepEqual(a, b, 'loose');
const deepStrict = (a: unknown, b: unknown): boolean => isDeepEqual(a, b, 'strict');
const not = (holds: (a: unknown, b: unknown) => boolean) => (a: unknown, b: unknown) => !holds(a, b);
const matches = (text: unknown, pattern: unknown): boolean =>
  typeof text === 'string' && (pattern as RegExp).test(text);

const strictComparisons = {
  strictEqual: comparison('strictEqual', Object.is),
  notStrictEqual: comparison('notStrictEqual', not(Object.is)),
  deepStrictEqual: comparison('deepStrictEqual', deepStrict),
  notDeepStrictEqual: comparison('notDeepStrictEqual', not(deepStrict)),
};

/** Node's `assert`: a function and, as its properties, the comparisons; `strict` replaces the loose ones. */
export function createAssertModule(): object {
  const shared = {
    AssertionError,
    ok,
    ...strictComparisons,
    throws,
    doesNotThrow,
    rejects,
    doesNotReject,
    match: comparison('match', matches),
    doesNotMatch: comparison('doesNotMatch', not(matches)),
    fail: (message: unknown = 'Failed') => fail({ message, operator: 'fail' }),
    ifError: (value: unknown) => {
      if (value !== null && value !== undefined) throw value;
    },
  };
  const strict = Object.assign((value?: unknown, message?: unknown) => ok(value, message), shared, {
    equal: shared.strictEqual,
    notEqual: shared.notStrictEqual,
    deepEqual: shared.deepStrictEqual,
    notDeepEqual: shared.notDeepStrictEqual,
  });
  Object.assign(strict, { strict });
  return Object.assign((value?: unknown, message?: unknown) => ok(value, message), shared, {
    equal: comparison('==', looselyEqual),
    notEqual: comparison('!=', not(looselyEqual)),
    deepEqual: comparison('deepEqual', deepLoose),
    notDeepEqual: comparison('notDeepEqual', not(deepLoose)),
    strict,
  });
}
