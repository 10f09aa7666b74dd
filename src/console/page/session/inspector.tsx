import './inspector.css';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { InspectedMessage, InspectedMessages } from '../../protocol.ts';
import { useRefusal } from '../console-context.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { plural, sentence } from '../parts/format.ts';
import { PAYLOAD_FORMATS, type PayloadFormat } from '../parts/payload.ts';
import { RecentList } from '../parts/recent-list.ts';
import { useStream } from '../parts/use-stream.ts';
import { InspectorFilter } from './inspector-filter.tsx';
import { type InspectorFields, messageQuery } from './message-query.ts';
import { MessageTable } from './message-table.tsx';
import { sessionPath } from './session-detail.ts';

export type ShownFormat = PayloadFormat | 'best';
type Messages = RecentList<InspectedMessage>;

/** The messages of the session as they come and go. It costs the server nothing until it is started. */
export function Inspector({ id }: { id: string }) {
  const none = useMemo(() => new RecentList<InspectedMessage>(PAGE_LIMITS.inspectedMessages), []);
  const messages = useSignal<Messages>(none);
  const held = useSignal<Messages | undefined>(undefined);
  const skipped = useSignal(0);
  const fields = useSignal<InspectorFields>({ opCode: '', peerId: '', sample: '' });
  const format = useSignal<ShownFormat>('best');
  /** What is looked at; undefined: it is off. */
  const path = useSignal<string | undefined>(undefined);
  const refusal = useRefusal('read');
  const use = useStream<{ messages: InspectedMessages; end: unknown }>(path.value, {
    onOpen: () => {},
    handlers: {
      messages: more => {
        messages.value = messages.value.add(more.messages);
        skipped.value += more.skipped;
      },
      end: () => {
        path.value = undefined;
      },
    },
  });
  const isOn = path.value !== undefined;
  const start = (): void => {
    messages.value = none;
    held.value = undefined;
    skipped.value = 0;
    path.value = `${sessionPath(id)}/messages${messageQuery(fields.value)}`;
  };
  return (
    <section class="block">
      <h2>Messages</h2>
      <form
        class="inspector-form"
        onSubmit={event => {
          event.preventDefault();
          start();
        }}
      >
        <InspectorFilter fields={fields.value} onChange={next => (fields.value = next)} />
        <FormatSelect format={format.value} onChange={next => (format.value = next)} />
        <div class="tools">
          <button type="submit" disabled={refusal !== undefined} title={refusal}>
            {isOn ? 'Start anew' : 'Start'}
          </button>
          {isOn && (
            <>
              <button
                type="button"
                aria-pressed={held.value !== undefined}
                onClick={() => {
                  held.value = held.value === undefined ? messages.value : undefined;
                }}
              >
                {held.value === undefined ? 'Pause' : 'Follow'}
              </button>
              <button type="button" onClick={() => (path.value = undefined)}>
                Stop
              </button>
            </>
          )}
        </div>
      </form>
      <p class="soft" role="status">
        {use.refusal !== undefined && sentence(use.refusal.message)}
        {use.state === 'lost' && 'Cut off; trying again.'}
        {!isOn && messages.value === none && 'Off. Start it to see what players and the script send.'}
      </p>
      {(isOn || messages.value !== none) && (
        <MessageTable messages={(held.value ?? messages.value).items} format={format.value} />
      )}
      {skipped.value > 0 && (
        <p class="soft">
          {plural(skipped.value, 'message')} left out: there are more than are shown in a second.
        </p>
      )}
    </section>
  );
}

function FormatSelect({ format, onChange }: { format: ShownFormat; onChange(format: ShownFormat): void }) {
  return (
    <label>
      Payload as
      <select value={format} onChange={event => onChange(event.currentTarget.value as ShownFormat)}>
        <option value="best">what it is</option>
        {PAYLOAD_FORMATS.map(name => (
          <option value={name} key={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
