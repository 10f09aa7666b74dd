import type { ScriptEdits } from './script-draft.ts';

const KEY = 'playpen-playground-edits';

/**
 * Keeps what was edited and not published for as long as the tab: whoever looks at another page, or loads this one
 * again, loses nothing. Undefined forgets it.
 */
export function keepEdits(edits: ScriptEdits | undefined, storage: Storage = sessionStorage): void {
  if (edits === undefined) {
    storage.removeItem(KEY);
    return;
  }
  try {
    storage.setItem(KEY, JSON.stringify(edits));
  } catch {
    // The browser gives no room for it; it still asks before the tab is left.
    storage.removeItem(KEY);
  }
}

export function keptEdits(storage: Storage = sessionStorage): ScriptEdits | undefined {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? 'null') as Partial<ScriptEdits> | null;
    const { file, text, baseText } = kept ?? {};
    if (typeof file !== 'string' || typeof text !== 'string' || typeof baseText !== 'string')
      return undefined;
    return { file, text, baseText };
  } catch {
    return undefined;
  }
}
