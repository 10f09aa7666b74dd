import './session.css';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { SessionDetail } from '../../protocol.ts';
import { useConsole } from '../console-context.ts';
import { sentence, shortId } from '../parts/format.ts';
import { usePageTitle } from '../parts/use-page-title.ts';
import { useVisible } from '../parts/use-visible.ts';
import { Groups } from './groups.tsx';
import { Inspector } from './inspector.tsx';
import { LogView } from './log-view.tsx';
import { PlayersTable } from './players-table.tsx';
import { PostMortemView } from './post-mortem-view.tsx';
import { SendForm } from './send-form.tsx';
import { DetailPoll } from './session-detail.ts';
import { SessionHeader } from './session-header.tsx';
import { SessionPlots } from './session-plots.tsx';

/** One game session: what it does, who is in it, what it says, and how it ended. */
export function SessionPage({ id }: { id: string }) {
  usePageTitle(shortId(id));
  const { feed } = useConsole();
  useEffect(() => feed.sessions.watch(id), [feed, id]);
  const poll = useMemo(() => new DetailPoll(id), [id]);
  const isVisible = useVisible();
  useEffect(() => (isVisible ? poll.start() : undefined), [poll, isVisible]);
  const { detail, error } = poll.state.value;
  return (
    <>
      <p class="back">
        <a href="#/">← All game sessions</a>
      </p>
      <h1 class="session-name">{shortId(id)}</h1>
      {detail === undefined ? (
        <p class={error === undefined ? 'soft' : ''} role="status">
          {error === undefined ? 'Asking for it.' : sentence(error.message)}
        </p>
      ) : (
        <Session detail={detail} onChanged={() => void poll.ask()} />
      )}
    </>
  );
}

function Session({ detail, onChanged }: { detail: SessionDetail; onChanged(): void }) {
  const { feed } = useConsole();
  const { postMortem } = detail;
  const live = feed.snapshot.value?.sessions.find(({ id }) => id === detail.id);
  const row = postMortem === undefined ? live : undefined;
  const history = feed.sessions.get(detail.id);
  // What bounded it is told of it only while it runs.
  const limits = useRef(row?.limits);
  if (row !== undefined) limits.current = row.limits;
  return (
    <>
      <SessionHeader detail={detail} row={row} onChanged={onChanged} />
      {postMortem !== undefined && <PostMortemView postMortem={postMortem} />}
      {history !== undefined && <SessionPlots history={history} limits={limits.current} />}
      {postMortem === undefined && (
        <div class="side-by-side">
          <PlayersTable detail={detail} onChanged={onChanged} />
          <Groups groups={detail.groups} />
        </div>
      )}
      <LogView id={detail.id} />
      {postMortem === undefined && (
        <>
          <Inspector id={detail.id} />
          <SendForm detail={detail} />
        </>
      )}
    </>
  );
}
