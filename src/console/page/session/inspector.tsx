import './inspector.css';
import { useSignal } from '@preact/signals';
import { useRefusal } from '../console-context.ts';
import { plural, sentence } from '../parts/format.ts';
import { PAYLOAD_FORMATS } from '../parts/payload.ts';
import { InspectorFilter } from './inspector-filter.tsx';
import type { InspectorFields } from './message-query.ts';
import { MessageTable, type ShownFormat } from './message-table.tsx';
import { type InspectorUse, useInspector } from './use-inspector.ts';

/** The messages of the session as they come and go. It costs the server nothing until it is started. */
export function Inspector({ id }: { id: string }) {
  const inspector = useInspector(id);
  const fields = useSignal<InspectorFields>({ opCode: '', peerId: '', sample: '' });
  const format = useSignal<ShownFormat>('best');
  const { messages, skipped } = inspector;
  return (
    <section class="block">
      <h2>Messages</h2>
      <form
        class="inspector-form"
        onSubmit={event => {
          event.preventDefault();
          inspector.start(fields.value);
        }}
      >
        <InspectorFilter
          fields={fields.value}
          onChange={next => {
            fields.value = next;
          }}
        />
        <FormatSelect
          format={format.value}
          onChange={next => {
            format.value = next;
          }}
        />
        <Buttons inspector={inspector} />
      </form>
      <p class="soft" role="status">
        {stateText(inspector)}
      </p>
      {messages !== undefined && <MessageTable messages={messages.items} format={format.value} />}
      {skipped > 0 && (
        <p class="soft">{plural(skipped, 'message')} left out: there are more than are shown in a second.</p>
      )}
    </section>
  );
}

function stateText({ isOn, messages, stream }: InspectorUse): string {
  if (stream.refusal !== undefined) return sentence(stream.refusal.message);
  if (stream.state === 'lost') return 'Cut off; trying again.';
  if (isOn) return '';
  return messages === undefined ? 'Off. Start it to see what players and the script send.' : 'Stopped.';
}

function Buttons({ inspector: { isOn, isPaused, togglePause, stop } }: { inspector: InspectorUse }) {
  const refusal = useRefusal('read');
  return (
    <div class="tools">
      <button type="submit" disabled={refusal !== undefined} title={refusal}>
        {isOn ? 'Start anew' : 'Start'}
      </button>
      {isOn && (
        <>
          <button type="button" onClick={togglePause}>
            {isPaused ? 'Follow' : 'Pause'}
          </button>
          <button type="button" onClick={stop}>
            Stop
          </button>
        </>
      )}
    </div>
  );
}

interface FormatSelectProps {
  format: ShownFormat;
  onChange(format: ShownFormat): void;
}

function FormatSelect({ format, onChange }: FormatSelectProps) {
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
