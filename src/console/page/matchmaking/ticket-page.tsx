import './matchmaking.css';
import { sentence, shortId } from '../parts/format.ts';
import { usePageTitle } from '../parts/use-page-title.ts';
import { usePoll } from '../parts/use-poll.ts';
import { isAbout } from './event-words.ts';
import { EventsView } from './events-view.tsx';
import { ExplanationView } from './explanation-view.tsx';
import { TicketFacts } from './ticket-facts.tsx';
import { TicketPlayers } from './ticket-players.tsx';
import { pollTicket, type WatchedTicket } from './ticket-poll.ts';

export interface TicketPageProps {
  id: string;
  /** Whose it is, where the address says that. */
  tenantId: string | undefined;
}

/** One ticket: its status and players, what it waits for, and what has happened to it. */
export function TicketPage({ id, tenantId }: TicketPageProps) {
  usePageTitle(shortId(id));
  const poll = usePoll(() => pollTicket(id, tenantId), [id, tenantId]);
  const { value, error } = poll.state.value;
  return (
    <>
      <p class="back">
        <a href="#/matchmaking">← Matchmaking</a>
      </p>
      <h1 class="ticket-name said">{id}</h1>
      {error !== undefined && <p role="status">{sentence(error.message)}</p>}
      {error === undefined && value === undefined && (
        <p class="soft" role="status">
          Asking for it.
        </p>
      )}
      {value !== undefined && <Ticket id={id} watched={value} onEvents={() => void poll.ask()} />}
    </>
  );
}

interface TicketProps {
  id: string;
  watched: WatchedTicket;
  /** Something has happened to it. */
  onEvents(): void;
}

function Ticket({ id, watched, onEvents }: TicketProps) {
  const { tenantId, ticket, explanation, unexplained } = watched;
  const startMs = Date.parse(ticket.StartTime ?? '');
  // The server's clock, where it is told: this browser's may be another.
  const nowMs = explanation === undefined ? Date.now() : startMs + explanation.ageMs;
  return (
    <>
      <TicketFacts tenantId={tenantId} ticket={ticket} nowMs={nowMs} />
      {explanation !== undefined && <ExplanationView explanation={explanation} nowMs={nowMs} />}
      {unexplained !== undefined && <p class="soft">{sentence(unexplained.message)}</p>}
      <TicketPlayers players={ticket.Players ?? []} />
      <EventsView
        title="What happened to it"
        tenants="hidden"
        tenantId={tenantId}
        isWanted={event => isAbout(event, { tenantId, ticketId: id })}
        onEvents={onEvents}
        empty="Nothing that the server remembers. What happens to it now is told here."
      />
    </>
  );
}
