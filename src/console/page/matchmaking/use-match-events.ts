import { useSignal } from '@preact/signals';
import type { ConsoleMatchmakingEvent, MatchmakingEvents } from '../../protocol.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { RecentList } from '../parts/recent-list.ts';
import { type StreamUse, useStream } from '../parts/use-stream.ts';

type Events = RecentList<ConsoleMatchmakingEvent>;

const none = (): Events => new RecentList<ConsoleMatchmakingEvent>(PAGE_LIMITS.matchmakingEvents);

export interface MatchEventsOptions {
  /** Whose; undefined: of all that the user may see. */
  tenantId: string | undefined;
  /** Others are left out; default: none. */
  isWanted?(event: ConsoleMatchmakingEvent): boolean;
  /** Some that are wanted came. */
  onEvents?(): void;
}

export interface MatchEventsUse {
  /** What is to be shown. */
  events: Events;
  isPaused: boolean;
  /** How many came since it is paused. */
  since: number;
  /** Left out by the server since it began. */
  skipped: number;
  stream: StreamUse;
  /** Holds what is shown, or goes on with the newest. */
  togglePause(): void;
}

/** Follows what happens in matchmaking. */
export function useMatchEvents({ tenantId, isWanted, onEvents }: MatchEventsOptions): MatchEventsUse {
  const events = useSignal(none());
  const held = useSignal<Events | undefined>(undefined);
  const skipped = useSignal(0);
  const query = tenantId === undefined ? '' : `?tenantId=${encodeURIComponent(tenantId)}`;
  const stream = useStream<{ events: MatchmakingEvents }>(`matchmaking/events${query}`, {
    // It begins again with what is remembered.
    onOpen: () => {
      events.value = none();
      skipped.value = 0;
    },
    handlers: {
      events: more => {
        skipped.value += more.skipped;
        const wanted = isWanted === undefined ? more.events : more.events.filter(isWanted);
        if (wanted.length === 0) return;
        events.value = events.value.add(wanted);
        onEvents?.();
      },
    },
  });
  return {
    ...{ events: held.value ?? events.value, isPaused: held.value !== undefined },
    since: held.value === undefined ? 0 : Math.max(0, events.value.since(held.value)),
    ...{ skipped: skipped.value, stream },
    togglePause: () => {
      held.value = held.value === undefined ? events.value : undefined;
    },
  };
}
