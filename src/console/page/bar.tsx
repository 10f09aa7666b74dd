import { useConsole } from './console-context.ts';
import type { Route } from './router.ts';
import type { StreamState } from './stream.ts';

const CONNECTION: Record<StreamState, string> = {
  connecting: 'Connecting',
  open: 'Connected',
  lost: 'Connection lost; trying again',
  refused: 'No live figures',
};

/** What is above every page. */
export function Bar({ page }: { page: Route['page'] }) {
  const { user, visit } = useConsole();
  const current = (name: Route['page']) => (page === name ? 'page' : undefined);
  return (
    <header class="bar">
      <a class="brand" href="#/">
        Playpen
      </a>
      <nav aria-label="Pages">
        <a href="#/" aria-current={current('overview')}>
          Live
        </a>
        {user.hasPlayground && (
          <a href="#/playground" aria-current={current('playground')}>
            Playground
          </a>
        )}
      </nav>
      <Connection />
      {user.access === 'key' && (
        <div class="bar-user">
          {user.tenantId !== undefined && <span class="soft">{user.tenantId}</span>}
          <button type="button" class="quiet" onClick={() => void visit.signOut()}>
            Sign out
          </button>
        </div>
      )}
    </header>
  );
}

/** Said aloud when it changes, and only then. */
function Connection() {
  const { feed } = useConsole();
  const state = feed.state.value;
  return (
    <p class={`connection ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      <span class="connection-text">{CONNECTION[state]}</span>
    </p>
  );
}
