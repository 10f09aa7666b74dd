import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ConsoleSessionRow, ConsoleUser } from '../../protocol.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { count, plural } from '../parts/format.ts';
import { SortHead } from '../parts/sort-head.tsx';
import { holdOrder, type Sorting, sortRows } from '../parts/sorting.ts';
import { TableFrame } from '../parts/table-frame.tsx';
import { matchSessions, SESSION_COLUMNS, type SessionColumnName } from './session-columns.ts';
import { SessionRow } from './session-row.tsx';

const COLUMN_NAMES = Object.keys(SESSION_COLUMNS) as SessionColumnName[];

export interface SessionsTableProps {
  rows: ConsoleSessionRow[];
  /** How many more there are. */
  leftOut: number;
  /** When the figures were taken. */
  at: number;
  user: ConsoleUser;
}

/** The game sessions that run. While somebody points at a row or has the focus on one, rows stay where they are. */
export function SessionsTable({ rows, leftOut, at, user }: SessionsTableProps) {
  const sorting = useSignal<Sorting<SessionColumnName>>({ key: 'age', direction: 'ascending' });
  const filter = useSignal('');
  const shownRows = useSignal<number>(PAGE_LIMITS.tableRows);
  const body = useRef<HTMLTableSectionElement>(null);
  const order = useRef<string[]>([]);
  const found = matchSessions(rows, filter.value);
  const isHeld = isPointedAt(body.current);
  const sorted = isHeld ? holdOrder(order.current, found) : sort(found, sorting.value);
  order.current = sorted.map(({ id }) => id);
  if (rows.length === 0) return <NoSessions user={user} />;
  return (
    <section class="block">
      <div class="block-head">
        <h2>Game sessions</h2>
        <input
          type="search"
          aria-label="Filter game sessions"
          placeholder="Filter"
          value={filter.value}
          onInput={event => {
            filter.value = event.currentTarget.value;
          }}
        />
      </div>
      <TableFrame label="Game sessions">
        <table>
          <caption class="unseen">Game sessions that run, with what they use of their limits</caption>
          <thead>
            <tr>
              {COLUMN_NAMES.map(name => (
                <SortHead
                  key={name}
                  column={name}
                  {...SESSION_COLUMNS[name]}
                  sorting={sorting.value}
                  onSort={next => {
                    sorting.value = next;
                  }}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {sorted.slice(0, shownRows.value).map(row => (
              <SessionRow row={row} at={at} key={row.id} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      {found.length === 0 && <p class="soft">No game session has that in its id, version, fleet or state.</p>}
      {leftOut > 0 && <p class="soft">The server leaves out {plural(leftOut, 'more game session')}.</p>}
      {found.length > shownRows.value && (
        <button
          type="button"
          onClick={() => {
            shownRows.value += PAGE_LIMITS.tableRows;
          }}
        >
          Show more of {count(found.length)}
        </button>
      )}
    </section>
  );
}

/** A finger that has left points at nothing. */
function isPointedAt(body: HTMLElement | null): boolean {
  if (body === null) return false;
  return body.matches(':focus-within') || (matchMedia('(hover: hover)').matches && body.matches(':hover'));
}

function sort(
  rows: ConsoleSessionRow[],
  { key, direction }: Sorting<SessionColumnName>,
): ConsoleSessionRow[] {
  return sortRows(rows, SESSION_COLUMNS[key].value, direction);
}

function NoSessions({ user }: { user: ConsoleUser }) {
  return (
    <section class="block">
      <h2>Game sessions</h2>
      <p class="empty">
        None runs.{' '}
        {user.hasPlayground
          ? `The first player who connects to port ${user.players.port} starts one; the Playground has some to try.`
          : 'CreateGameSession or StartGameSessionPlacement of the service API starts one in an active fleet.'}
      </p>
    </section>
  );
}
