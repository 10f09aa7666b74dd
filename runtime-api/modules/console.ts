import { apply, arraySlice } from './captured.ts';
import { renderTable } from './console-table.ts';
import type { LogLevel, ModuleEnvironment } from './environment.ts';
import { format, inspect } from './inspect.ts';

const INDENT = '  ';
const MAX_INDENT_DEPTH = 20;

/**
 * Node's global `console`: every call becomes one entry of the session's log. `trace` and `error` keep
 * their level; `time*` measure with the session's clock, which stands still within one batch of events.
 */
export function createConsole(environment: ModuleEnvironment): object {
  const counts = new Map<string, number>();
  const started = new Map<string, number>();
  let depth = 0;

  const write = (level: LogLevel, text: string): void => {
    if (depth === 0) {
      environment.log(level, text);
      return;
    }
    const indent = INDENT.repeat(Math.min(depth, MAX_INDENT_DEPTH));
    environment.log(level, indent + text.replace(/\n/g, `\n${indent}`));
  };
  const logger =
    (level: LogLevel) =>
    (...args: unknown[]): void =>
      write(level, apply(format, undefined, args));
  const log = logger('info');
  const warn = logger('warn');
  const error = logger('error');

  const elapsed = (label: string, rest: unknown[]): void => {
    const from = started.get(label);
    if (from === undefined) return warn(`No such label '${label}' for console.time`);
    const passed = `${label}: ${(environment.performanceNowMs() - from).toFixed(3)}ms`;
    log(rest.length === 0 ? passed : `${passed} ${format(...rest)}`);
  };
  const group = (...args: unknown[]): void => {
    if (args.length > 0) apply(log, undefined, args);
    depth++;
  };

  return {
    log,
    info: log,
    debug: logger('debug'),
    warn,
    error,
    trace: (...args: unknown[]) => error(new Error(`Trace: ${format(...args)}`).stack),
    dir: (value: unknown, options?: object) =>
      write('info', inspect(value, { customInspect: false, ...options })),
    dirxml: log,
    table: (data: unknown, columns?: readonly string[]) => {
      const table = renderTable(data, columns);
      if (table === undefined) log(data);
      else write('info', table);
    },
    assert: (condition: unknown, ...args: unknown[]) => {
      if (condition) return;
      if (typeof args[0] === 'string') warn(`Assertion failed: ${args[0]}`, ...arraySlice(args, 1));
      else warn('Assertion failed', ...args);
    },
    count: (label: unknown = 'default') => {
      const count = (counts.get(`${label}`) ?? 0) + 1;
      counts.set(`${label}`, count);
      log(`${label}: ${count}`);
    },
    countReset: (label: unknown = 'default') => void counts.delete(`${label}`),
    time: (label: unknown = 'default') => void started.set(`${label}`, environment.performanceNowMs()),
    timeLog: (label: unknown = 'default', ...rest: unknown[]) => elapsed(`${label}`, rest),
    timeEnd: (label: unknown = 'default') => {
      elapsed(`${label}`, []);
      started.delete(`${label}`);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      if (depth > 0) depth--;
    },
    clear: () => {},
  };
}
