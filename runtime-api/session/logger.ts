import type { ScriptLogLevel } from '../../src/bridge/messages.ts';
import { apply } from '../kernel/primordials.ts';
import { format } from '../modules/inspect.ts';
import type { SessionLog } from './session-log.ts';

type LogMethod = (...args: unknown[]) => void;

/** What `rtSession.getLogger()` gives. `cxfatal` is Amazon's name for fatal. */
export interface Logger {
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  fatal: LogMethod;
  cxfatal: LogMethod;
}

export function createLogger(log: SessionLog): Logger {
  const at =
    (level: ScriptLogLevel): LogMethod =>
    (...args) =>
      log.write(level, apply(format, undefined, args));
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    cxfatal: at('fatal'),
  };
}
