import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { InspectedMessage, InspectedMessages } from '../../protocol.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { RecentList } from '../parts/recent-list.ts';
import { type StreamUse, useStream } from '../parts/use-stream.ts';
import { type InspectorFields, messageQuery } from './message-query.ts';
import { sessionPath } from './session-detail.ts';

type Messages = RecentList<InspectedMessage>;

export interface InspectorUse {
  isOn: boolean;
  isPaused: boolean;
  /** What is to be shown; undefined: it was never started. */
  messages: Messages | undefined;
  /** Left out by the server since the start. */
  skipped: number;
  stream: StreamUse;
  start(fields: InspectorFields): void;
  stop(): void;
  /** Holds what is shown, or goes on with the newest. */
  togglePause(): void;
}

/** Looks at the messages of a session from start to stop. */
export function useInspector(sessionId: string): InspectorUse {
  const path = useSignal<string | undefined>(undefined);
  const messages = useSignal<Messages | undefined>(undefined);
  const held = useSignal<Messages | undefined>(undefined);
  const skipped = useSignal(0);
  const stream = useStream<{ messages: InspectedMessages; end: unknown }>(path.value, {
    onOpen: () => {},
    handlers: {
      messages: more => {
        messages.value = messages.value?.add(more.messages);
        skipped.value += more.skipped;
      },
      end: () => {
        path.value = undefined;
      },
    },
  });
  return {
    ...{ isOn: path.value !== undefined, isPaused: held.value !== undefined },
    ...{ messages: held.value ?? messages.value, skipped: skipped.value, stream },
    start: fields => {
      messages.value = new RecentList(PAGE_LIMITS.inspectedMessages);
      held.value = undefined;
      skipped.value = 0;
      path.value = `${sessionPath(sessionId)}/messages${messageQuery(fields)}`;
    },
    stop: () => {
      path.value = undefined;
    },
    togglePause: () => toggle(held, messages),
  };
}

function toggle(held: { value: Messages | undefined }, messages: ReadonlySignal<Messages | undefined>): void {
  held.value = held.value === undefined ? messages.value : undefined;
}
