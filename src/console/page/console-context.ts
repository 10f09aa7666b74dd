import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ConsolePermission, ConsoleUser } from '../protocol.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Visit } from './visit.ts';

/** What every page behind the sign-in may use. */
export interface ConsoleContext {
  user: ConsoleUser;
  feed: LiveFeed;
  visit: Visit;
}

const Context = createContext<ConsoleContext | undefined>(undefined);

export const ConsoleProvider = Context.Provider;

export function useConsole(): ConsoleContext {
  const context = useContext(Context);
  if (context === undefined) throw new Error('a page is shown outside of the console');
  return context;
}

/** Undefined where the user may; else why not, in words. */
export function useRefusal(permission: ConsolePermission): string | undefined {
  const { permissions } = useConsole().user;
  if (permissions.includes(permission)) return undefined;
  return permission === 'act'
    ? 'Your access key may look, but not change anything.'
    : 'Your access key may not look at this.';
}
