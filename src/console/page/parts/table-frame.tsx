import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Where a table that is wider or higher than its place scrolls, by keyboard as well. */
export function TableFrame({ label, children }: { label: string; children: ComponentChildren }) {
  const frame = useRef<HTMLDivElement>(null);
  const [isScrolled, setScrolled] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current!;
    const watch = new ResizeObserver(() => setScrolled(isTooSmall(element)));
    watch.observe(element);
    if (element.firstElementChild !== null) watch.observe(element.firstElementChild);
    return () => watch.disconnect();
  }, []);
  // What scrolls has to be reached by keyboard, and then has to say what it is.
  const reached = isScrolled ? ({ role: 'region', 'aria-label': label, tabIndex: 0 } as const) : {};
  return (
    <div class="table-frame" ref={frame} {...reached}>
      {children}
    </div>
  );
}

function isTooSmall(element: HTMLElement): boolean {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  return scrollWidth > clientWidth || scrollHeight > clientHeight;
}
