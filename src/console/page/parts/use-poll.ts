import { type Inputs, useEffect, useMemo } from 'preact/hooks';
import type { Poll } from './poll.ts';
import { useVisible } from './use-visible.ts';

/** Asks as long as the component is there and the page is looked at. @param inputs of which another one makes another poll */
export function usePoll<T>(make: () => Poll<T>, inputs: Inputs): Poll<T> {
  const poll = useMemo(make, inputs);
  const isVisible = useVisible();
  useEffect(() => (isVisible ? poll.start() : undefined), [poll, isVisible]);
  return poll;
}
