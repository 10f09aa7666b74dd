// First, as in the runtime.
import '../descriptors.ts';
import type { ModuleEnvironment } from '../../modules/environment.ts';
import { createModules } from '../../modules/index.ts';
import type { Guards } from '../guards.ts';
import { hardenRealm } from '../harden.ts';
import type { Findings } from './findings.ts';

const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { freeze, isFrozen } = Object;
const NativeObject = Object;
const MODULES = [
  'assert',
  'buffer',
  'crypto',
  'events',
  'os',
  'path',
  'querystring',
  'string_decoder',
  'url',
  'util',
];

const nothing = (): never => undefined as never;
const environment: ModuleEnvironment = {
  nowMs: () => 0,
  performanceNowMs: () => 0,
  fillRandom: nothing,
  log: nothing,
  setTimeout: nothing,
  clearTimeout: nothing,
  setInterval: nothing,
  clearInterval: nothing,
  setImmediate: nothing,
  clearImmediate: nothing,
  queueMicrotask: nothing,
  exit: nothing,
};

/** Hardens this realm strictly, gives it the modules, and walks everything a script can get hold of. */
export function checkLeaks(): Findings {
  const guards = hardenRealm('strict');
  const language = walk(languageRoots(), guards);
  const { globals, require } = createModules(environment);
  const roots: [string, unknown][] = ownKeys(globals).map(key => [String(key), globals[String(key)]]);
  for (const name of MODULES) roots[roots.length] = [`require(${name})`, require(name)];
  const all = walk([...languageRoots(), ...roots], guards);
  const changeable: string[] = [];
  language.found.forEach((path, value) => {
    if (!isFrozen(value)) changeable[changeable.length] = path;
  });
  return { guarded: guards.size, visited: all.found.size, unguarded: all.unguarded, changeable };
}

function languageRoots(): [string, unknown][] {
  const roots: [string, unknown][] = ownKeys(globalThis).map(key => [
    String(key),
    (globalThis as never as Record<PropertyKey, unknown>)[key],
  ]);
  const made = samples();
  for (let i = 0; i < made.length; i++) {
    const value = NativeObject(made[i]);
    roots[roots.length] = [`syntax ${i}`, value];
    roots[roots.length] = [`syntax ${i}.constructor`, value.constructor];
    // What a script makes is its own to change, and not what is looked for.
    freeze(value);
    if (typeof value === 'function' && value.prototype !== undefined) freeze(value.prototype);
  }
  return roots;
}

/** One of each that syntax makes, and what methods hand out that no global names. */
function samples(): unknown[] {
  const generator = function* () {};
  const asyncGenerator = async function* () {};
  const MyArray = class extends Array {};
  const MyBytes = class extends Uint8Array {};
  const functions = [
    async () => {},
    generator,
    asyncGenerator,
    (() => {}).bind(null),
    class {},
    MyArray,
    MyBytes,
  ];
  const iterators = [
    generator(),
    asyncGenerator(),
    new Map().entries(),
    new Set().values(),
    [].entries(),
    new Uint8Array(1).values(),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
  ];
  const values = [
    [],
    {},
    /a/,
    '',
    1,
    true,
    Symbol.iterator,
    1n,
    new Error('x'),
    Promise.resolve(),
    new Date(),
  ];
  const results = [
    new ArrayBuffer(1),
    new MyArray(1).map(x => x),
    new MyBytes(0).map(x => x),
    'a'.match(/a/),
  ];
  const strictArguments = (function (..._: unknown[]) {
    // biome-ignore lint/complexity/noArguments: an arguments object is one of the things to look at
    return arguments;
  })();
  const template = ((parts: TemplateStringsArray) => parts)`a`;
  return [...functions, ...iterators, ...values, ...results, strictArguments, template];
}

function walk(
  roots: [string, unknown][],
  guards: Guards,
): { found: Map<object, string>; unguarded: string[] } {
  const found = new Map<object, string>();
  const unguarded: string[] = [];
  const queue: object[] = [];
  const visit = (path: string, value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (value === globalThis || found.has(value)) return;
    if (guards.has(value)) unguarded[unguarded.length] = path;
    found.set(value, path);
    queue[queue.length] = value;
  };
  for (const [path, value] of roots) visit(path, value);
  for (let i = 0; i < queue.length; i++) {
    const target = queue[i]!;
    const path = found.get(target)!;
    visit(`${path}.__proto__`, getPrototypeOf(target));
    for (const key of ownKeys(target)) {
      const descriptor = getOwnPropertyDescriptor(target, key)!;
      visit(`${path}.${String(key)}`, descriptor.value);
      visit(`get ${path}.${String(key)}`, descriptor.get);
      visit(`set ${path}.${String(key)}`, descriptor.set);
    }
  }
  return { found, unguarded };
}
