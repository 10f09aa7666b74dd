import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsoleError } from '../console-api.ts';
import { followStream, type StreamState } from '../stream.ts';
import { useVisible } from './use-visible.ts';

export interface StreamUse {
  state: StreamState | 'off';
  refusal?: ConsoleError;
}

export interface StreamListener<Events extends object> {
  /** It begins, or begins again. */
  onOpen(): void;
  handlers: { [Name in keyof Events]: (data: Events[Name]) => void };
}

/** Follows a stream as long as the component is there and the page is looked at; an undefined path: none. */
export function useStream<Events extends object>(
  path: string | undefined,
  listener: StreamListener<Events>,
): StreamUse {
  const [use, setUse] = useState<StreamUse>({ state: 'off' });
  const isVisible = useVisible();
  const current = useRef(listener);
  current.current = listener;
  useEffect(() => {
    if (path === undefined || !isVisible) return setUse({ state: 'off' });
    setUse({ state: 'connecting' });
    return followStream<Events>(path, relayTo(current, listener), (state, refusal) => {
      if (state === 'open') current.current.onOpen();
      setUse({ state, ...(refusal && { refusal }) });
    });
  }, [path, isVisible]);
  return use;
}

/** Handlers that call those of the newest render. */
function relayTo<Events extends object>(
  current: { readonly current: StreamListener<Events> },
  { handlers }: StreamListener<Events>,
): StreamListener<Events>['handlers'] {
  const names = Object.keys(handlers) as (keyof Events)[];
  const relayed = names.map(name => [
    name,
    (data: Events[typeof name]) => current.current.handlers[name](data),
  ]);
  return Object.fromEntries(relayed) as StreamListener<Events>['handlers'];
}
