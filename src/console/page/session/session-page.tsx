import { shortId } from '../parts/format.ts';
import { usePageTitle } from '../parts/use-page-title.ts';

/** One game session. */
export function SessionPage({ id }: { id: string }) {
  usePageTitle(shortId(id));
  return <h1>{shortId(id)}</h1>;
}
