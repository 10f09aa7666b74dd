import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { plural, sentence } from '../parts/format.ts';
import { matchEvents } from './event-words.ts';
import { EventsTable, type EventsTableProps } from './events-table.tsx';
import { type MatchEventsOptions, type MatchEventsUse, useMatchEvents } from './use-match-events.ts';

export interface EventsViewProps extends MatchEventsOptions {
  title: string;
  tenants: EventsTableProps['tenants'];
  /** Said while there is no event. */
  empty: ComponentChildren;
  /** Beside the filter. */
  children?: ComponentChildren;
}

/** What happens in matchmaking, as it happens; filtered, and held on demand. */
export function EventsView({ title, tenants, empty, children, ...options }: EventsViewProps) {
  const use = useMatchEvents(options);
  const text = useSignal('');
  const { items } = use.events;
  const found = matchEvents(items, text.value);
  return (
    <section class="block">
      <div class="block-head">
        <h2>{title}</h2>
        <div class="tools">
          {children}
          <input
            type="search"
            aria-label="Filter events"
            placeholder="Filter"
            value={text.value}
            onInput={event => {
              text.value = event.currentTarget.value;
            }}
          />
          <button type="button" onClick={use.togglePause}>
            {use.isPaused ? 'Follow' : 'Pause'}
          </button>
        </div>
      </div>
      {items.length === 0 && <p class="empty">{empty}</p>}
      {items.length > 0 && found.length === 0 && (
        <p class="soft">No event has that in its type, configuration, tickets, players or detail.</p>
      )}
      {found.length > 0 && <EventsTable events={found} tenants={tenants} />}
      <State use={use} />
    </section>
  );
}

function State({ use: { stream, isPaused, since, skipped } }: { use: MatchEventsUse }) {
  return (
    <>
      <p class="soft stream-state" role="status">
        {stream.refusal !== undefined && sentence(stream.refusal.message)}
        {stream.refusal === undefined && stream.state === 'lost' && 'Cut off; trying again.'}
        {isPaused && ' Paused.'}
      </p>
      {since > 0 && <p class="soft stream-state">{plural(since, 'event')} since.</p>}
      {skipped > 0 && (
        <p class="soft stream-state">
          {plural(skipped, 'event')} left out: there are more than are shown in a second, or at first.
        </p>
      )}
    </>
  );
}
