import './log-view.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ConsoleLogLine, LogLines } from '../../protocol.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { plural, preciseClock, sentence } from '../parts/format.ts';
import { type Numbered, RecentList } from '../parts/recent-list.ts';
import { unchanging } from '../parts/unchanging.ts';
import { type StreamUse, useStream } from '../parts/use-stream.ts';
import { type Level, matchLines } from './log-filter.ts';
import { sessionPath } from './session-detail.ts';

type Lines = RecentList<ConsoleLogLine>;

const none = (): Lines => new RecentList<ConsoleLogLine>(PAGE_LIMITS.logLines);
/** So far from the end still counts as at it. */
const END_PX = 24;

const LEAST: Record<string, Level> = {
  All: 'trace',
  'Info and above': 'info',
  'Warnings and errors': 'warn',
};

/** The session's log as it is written. Scrolling up pauses it, scrolling to its end follows it again. */
export function LogView({ id }: { id: string }) {
  const lines = useSignal(none());
  /** What is shown instead while it is paused. */
  const held = useSignal<Lines | undefined>(undefined);
  const isOver = useSignal(false);
  const text = useSignal('');
  const least = useSignal<Level>('trace');
  const use = useStream<{ lines: LogLines; end: unknown }>(
    isOver.value ? undefined : `${sessionPath(id)}/log`,
    {
      // It begins again with what is written already.
      onOpen: () => {
        lines.value = none();
      },
      handlers: {
        lines: more => {
          lines.value = lines.value.add(more.lines);
        },
        end: () => {
          isOver.value = true;
        },
      },
    },
  );
  const setPaused = (isPaused: boolean): void => {
    if (isPaused !== (held.value !== undefined)) held.value = isPaused ? lines.value : undefined;
  };
  const shown = matchLines((held.value ?? lines.value).items, text.value, least.value);
  return (
    <section class="block">
      <div class="block-head">
        <h2>Log</h2>
        <div class="tools">
          <LevelSelect level={least.value} onChange={level => (least.value = level)} />
          <input
            type="search"
            aria-label="Filter the log"
            placeholder="Filter"
            value={text.value}
            onInput={event => {
              text.value = event.currentTarget.value;
            }}
          />
          <button type="button" onClick={() => setPaused(held.value === undefined)}>
            {held.value === undefined ? 'Pause' : 'Follow'}
          </button>
        </div>
      </div>
      <LogBox lines={shown} isFollowed={held.value === undefined} onPaused={setPaused} />
      <p class="soft log-state" role="status">
        {stateText(use, isOver.value)}
        {held.value !== undefined && ' Paused.'}
      </p>
      {held.value !== undefined && <NewLines count={lines.value.since(held.value)} />}
    </section>
  );
}

function stateText({ state, refusal }: StreamUse, isOver: boolean): string {
  if (isOver) return 'The log is complete.';
  if (refusal !== undefined) return sentence(refusal.message);
  return state === 'lost' ? 'The log is cut off; trying again.' : '';
}

function NewLines({ count }: { count: number }) {
  return count > 0 ? <p class="soft log-state">{plural(count, 'line')} since.</p> : null;
}

function LevelSelect({ level, onChange }: { level: Level; onChange(level: Level): void }) {
  return (
    <select
      aria-label="Levels"
      value={level}
      onChange={event => onChange(event.currentTarget.value as Level)}
    >
      {Object.entries(LEAST).map(([title, value]) => (
        <option value={value} key={value}>
          {title}
        </option>
      ))}
    </select>
  );
}

interface LogBoxProps {
  lines: readonly Numbered<ConsoleLogLine>[];
  isFollowed: boolean;
  onPaused(isPaused: boolean): void;
}

function LogBox({ lines, isFollowed, onPaused }: LogBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isFollowed && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  });
  const lastTop = useRef(0);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    // Only somebody who reads scrolls up; that the box or its lines change their size means nothing.
    if (scrollHeight - scrollTop - clientHeight <= END_PX) onPaused(false);
    else if (scrollTop < lastTop.current) onPaused(true);
    lastTop.current = scrollTop;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <div class="log" role="log" aria-live="off" aria-label="Log" tabIndex={0} ref={box} onScroll={onScroll}>
      {lines.length === 0 && <p class="soft">No lines.</p>}
      {lines.map(({ number, item }) => (
        <LogLine line={item} key={number} />
      ))}
    </div>
  );
}

const LogLine = unchanging(({ line: { at, level, source, text } }: { line: ConsoleLogLine }) => {
  return (
    <div class={`log-line ${level}`}>
      <time class="soft" title={new Date(at).toLocaleString()}>
        {preciseClock(at)}
      </time>
      <span class="level">{level}</span>
      <span class="said">
        {source !== 'script' && <span class="source">{source} </span>}
        {text}
      </span>
    </div>
  );
});
