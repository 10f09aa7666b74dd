import { useEffect, useMemo } from 'preact/hooks';
import { Overview } from './overview/overview.tsx';
import { Playground } from './playground/playground.tsx';
import { followRoute, type Route } from './router.ts';
import { SessionPage } from './session/session-page.tsx';

/** The console: what the address says, below what is on every page. */
export function App() {
  const { route, stop } = useMemo(followRoute, []);
  useEffect(() => stop, [stop]);
  return (
    <>
      <header class="bar">
        <a class="brand" href="#/">
          Playpen
        </a>
        <nav aria-label="Pages">
          <a href="#/" aria-current={route.value.page === 'overview' ? 'page' : undefined}>
            Live
          </a>
          <a href="#/playground" aria-current={route.value.page === 'playground' ? 'page' : undefined}>
            Playground
          </a>
        </nav>
      </header>
      <main>
        <Page route={route.value} />
      </main>
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'overview':
      return <Overview />;
    case 'session':
      return <SessionPage id={route.id} key={route.id} />;
    case 'playground':
      return <Playground />;
    case 'unknown':
      return <p>There is no such page.</p>;
  }
}
