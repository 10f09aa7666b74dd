import './playground.css';
import './players.css';
import { useEffect, useState } from 'preact/hooks';
import type { PlaygroundScript } from '../../protocol.ts';
import { type ConsoleError, callServer } from '../console-api.ts';
import { usePageTitle } from '../parts/use-page-title.ts';
import { Workbench } from './workbench.tsx';

/** Edits the script, publishes it, and plays against it; `room` is from the address. */
export function Playground({ room }: { room?: string }) {
  usePageTitle('Playground');
  const [script, setScript] = useState<PlaygroundScript | undefined>(undefined);
  const [trouble, setTrouble] = useState('');
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isShown = true;
    callServer<PlaygroundScript>('GET', 'playground').then(
      answer => isShown && setScript(answer),
      (error: ConsoleError) => isShown && setTrouble(error.message),
    );
    return () => {
      isShown = false;
    };
  }, [attempt]);
  if (script !== undefined) return <Workbench script={script} addressRoom={room} />;
  return (
    <>
      <h1>Playground</h1>
      {trouble === '' ? (
        <p class="soft">Reading the script…</p>
      ) : (
        <>
          <p role="alert">{trouble}</p>
          <button type="button" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </button>
        </>
      )}
    </>
  );
}
