import './send-form.css';
import { useSignal } from '@preact/signals';
import { CHANNELS } from '../../../bridge/messages.ts';
import type { SessionDetail } from '../../protocol.ts';
import { callServer } from '../console-api.ts';
import { useRefusal } from '../console-context.ts';
import { OutcomeText, useAction } from '../parts/action.tsx';
import { plural } from '../parts/format.ts';
import { PAYLOAD_FORMATS } from '../parts/payload.ts';
import { type MessageFields, sendRequest } from './server-message.ts';
import { sessionPath } from './session-detail.ts';
import { TargetFields } from './target-fields.tsx';

/** Sends a message that comes from the server, as those do that the script sends. */
export function SendForm({ detail }: { detail: SessionDetail }) {
  const fields = useSignal<MessageFields>({
    ...{ opCode: '1', target: { kind: 'all' }, channel: 'reliable', format: 'text', payload: '' },
  });
  const { outcome, run } = useAction();
  const refusal = useRefusal('act');
  const send = (): Promise<void> =>
    run(async () => {
      const { request, payloadBytes } = sendRequest(fields.value);
      await callServer('POST', `${sessionPath(detail.id)}/send`, request);
      return `Sent ${plural(payloadBytes, 'byte')} with op code ${request.opCode}.`;
    });
  return (
    <section class="block">
      <h2>Send as the server</h2>
      <form
        class="send-form"
        onSubmit={event => {
          event.preventDefault();
          void send();
        }}
      >
        <Fields
          detail={detail}
          fields={fields.value}
          onChange={changed => {
            fields.value = { ...fields.value, ...changed };
          }}
        />
        <div class="tools">
          <button type="submit" class="primary" disabled={refusal !== undefined}>
            Send
          </button>
          {refusal !== undefined && <span class="soft">{refusal}</span>}
          <OutcomeText outcome={outcome} />
        </div>
      </form>
    </section>
  );
}

interface FieldsProps {
  detail: SessionDetail;
  fields: MessageFields;
  onChange(changed: Partial<MessageFields>): void;
}

function Fields({ detail, fields, onChange }: FieldsProps) {
  return (
    <>
      <label>
        Op code
        <input
          type="number"
          min={1}
          step={1}
          required
          value={fields.opCode}
          onInput={event => onChange({ opCode: event.currentTarget.value })}
        />
      </label>
      <TargetFields detail={detail} target={fields.target} onChange={target => onChange({ target })} />
      <Choice
        title="Channel"
        values={CHANNELS}
        value={fields.channel}
        onChange={channel => onChange({ channel })}
      />
      <Choice
        title="Payload as"
        values={PAYLOAD_FORMATS}
        value={fields.format}
        onChange={format => onChange({ format })}
      />
      <label class="payload">
        Payload
        <textarea
          rows={3}
          spellcheck={false}
          value={fields.payload}
          onInput={event => onChange({ payload: event.currentTarget.value })}
        />
      </label>
    </>
  );
}

interface ChoiceProps<Value extends string> {
  title: string;
  values: readonly Value[];
  value: Value;
  onChange(value: Value): void;
}

function Choice<Value extends string>({ title, values, value, onChange }: ChoiceProps<Value>) {
  return (
    <label>
      {title}
      <select value={value} onChange={event => onChange(event.currentTarget.value as Value)}>
        {values.map(one => (
          <option value={one} key={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
