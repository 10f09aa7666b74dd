import { RUNTIME_FILE } from '../../src/bridge/entry.ts';
import { inspect } from '../modules/inspect.ts';
import { NativeError, stringIncludes, stringSplit } from './primordials.ts';

/**
 * Whatever a script threw, as text for its author: an error's stack without our own frames, anything else as
 * `util.inspect` shows it. Reading it may run the script's getters, so it is done inside the timed call.
 */
export function describeError(thrown: unknown): string {
  try {
    if (!(thrown instanceof NativeError)) return `thrown: ${inspect(thrown)}`;
    const stack = thrown.stack;
    if (typeof stack !== 'string') return `${thrown}`;
    const lines = stringSplit(stack, '\n');
    let text = lines[0] ?? '';
    for (let i = 1; i < lines.length; i++) {
      if (!stringIncludes(lines[i]!, RUNTIME_FILE)) text += `\n${lines[i]}`;
    }
    return text;
  } catch {
    return 'thrown: something that cannot be described';
  }
}
