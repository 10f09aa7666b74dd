import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ConsoleUser } from '../protocol.ts';
import { Bar } from './bar.tsx';
import { ConsoleProvider } from './console-context.ts';
import { LiveFeed } from './live-feed.ts';
import { Overview } from './overview/overview.tsx';
import { PAGE_LIMITS } from './page-limits.ts';
import { Playground } from './playground/playground.tsx';
import { followRoute, type Route } from './router.ts';
import { SessionPage } from './session/session-page.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { Visit } from './visit.ts';

/** The console: what the address says, to whoever may see it. */
export function App() {
  const visit = useMemo(() => new Visit(), []);
  useEffect(() => void visit.ask(), [visit]);
  const visitor = visit.visitor.value;
  switch (visitor.kind) {
    case 'unknown':
      return <Waiting visit={visit} trouble={visitor.trouble} />;
    case 'stranger':
      return <SignIn visit={visit} />;
    case 'user':
      return <Console visit={visit} user={visitor.user} key={visitor.user.tenantId} />;
  }
}

/** Before the server has said anything. */
function Waiting({ visit, trouble }: { visit: Visit; trouble: string | undefined }) {
  useEffect(() => {
    const timer = setInterval(() => void visit.ask(), PAGE_LIMITS.retryMs);
    return () => clearInterval(timer);
  }, [visit]);
  return <main>{trouble !== undefined && <p role="alert">{trouble} Trying again.</p>}</main>;
}

function Console({ visit, user }: { visit: Visit; user: ConsoleUser }) {
  const feed = useMemo(() => new LiveFeed(), []);
  useEffect(() => feed.follow(() => void visit.ask()), [feed, visit]);
  const { route, stop } = useMemo(followRoute, []);
  useEffect(() => stop, [stop]);
  const main = useRef<HTMLElement>(null);
  useFocusOnNavigation(route, main);
  return (
    <ConsoleProvider value={{ user, feed, visit }}>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Bar page={route.value.page} />
      <main ref={main} tabIndex={-1}>
        <Page route={route.value} hasPlayground={user.hasPlayground} />
      </main>
    </ConsoleProvider>
  );
}

function Page({ route, hasPlayground }: { route: Route; hasPlayground: boolean }) {
  switch (route.page) {
    case 'overview':
      return <Overview />;
    case 'session':
      return <SessionPage id={route.id} key={route.id} />;
    case 'playground':
      return hasPlayground ? <Playground room={route.room} /> : <Nowhere />;
    case 'unknown':
      return <Nowhere />;
  }
}

function Nowhere() {
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        <a href="#/">What is live</a> is over here.
      </p>
    </>
  );
}

/** Whoever follows a link hears, and tabs on from, the heading of where it led. */
function useFocusOnNavigation(
  route: { readonly value: Route },
  main: { readonly current: HTMLElement | null },
): void {
  const shown = useRef<Route>(route.value);
  useSignalEffect(() => {
    const isElsewhere = placeOf(route.value) !== placeOf(shown.current);
    shown.current = route.value;
    if (!isElsewhere) return;
    requestAnimationFrame(() => {
      const heading = main.current?.querySelector('h1');
      if (heading == null) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      scrollTo(0, 0);
    });
  });
}

/** What a page is of; the rest of its route is how it is shown. */
function placeOf(route: Route): string {
  return route.page === 'session' ? `session ${route.id}` : route.page;
}
