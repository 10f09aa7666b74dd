import './send-form.css';
import { useSignal } from '@preact/signals';
import { CHANNELS, type Channel } from '../../../bridge/messages.ts';
import type { SendRequest, SessionDetail } from '../../protocol.ts';
import { ConsoleError, callServer } from '../console-api.ts';
import { useRefusal } from '../console-context.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { OutcomeText, useAction } from '../parts/action.tsx';
import { bytes, plural } from '../parts/format.ts';
import { base64OfBytes, PAYLOAD_FORMATS, type PayloadFormat, parsePayload } from '../parts/payload.ts';
import { sessionPath } from './session-detail.ts';
import { type Target, TargetFields } from './target-fields.tsx';

/** Sends a message that comes from the server, as those do that the script sends. */
export function SendForm({ detail }: { detail: SessionDetail }) {
  const opCode = useSignal('1');
  const target = useSignal<Target>({ kind: 'all' });
  const channel = useSignal<Channel>('reliable');
  const format = useSignal<PayloadFormat>('text');
  const payload = useSignal('');
  const { outcome, run } = useAction();
  const refusal = useRefusal('act');
  const send = (): Promise<void> =>
    run(async () => {
      const content = writtenPayload(payload.value, format.value);
      await callServer('POST', `${sessionPath(detail.id)}/send`, {
        ...{ opCode: Number(opCode.value), channel: channel.value, payload: base64OfBytes(content) },
        ...targetOf(target.value),
      } satisfies SendRequest);
      return `Sent ${plural(content.length, 'byte')} with op code ${opCode.value}.`;
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
        <label>
          Op code
          <input
            type="number"
            min={1}
            step={1}
            required
            value={opCode.value}
            onInput={event => (opCode.value = event.currentTarget.value)}
          />
        </label>
        <TargetFields detail={detail} target={target.value} onChange={next => (target.value = next)} />
        <Choice
          title="Channel"
          values={CHANNELS}
          value={channel.value}
          onChange={next => (channel.value = next)}
        />
        <Choice
          title="Payload as"
          values={PAYLOAD_FORMATS}
          value={format.value}
          onChange={next => (format.value = next)}
        />
        <label class="payload">
          Payload
          <textarea
            rows={3}
            spellcheck={false}
            value={payload.value}
            onInput={event => (payload.value = event.currentTarget.value)}
          />
        </label>
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

/** @throws {ConsoleError} that says what is wrong with it */
function writtenPayload(written: string, format: PayloadFormat): Uint8Array {
  let content: Uint8Array;
  try {
    content = parsePayload(written, format);
  } catch (error) {
    throw new ConsoleError('payload_invalid', `The payload is no ${format}: ${(error as Error).message}`);
  }
  if (content.length <= PAGE_LIMITS.payloadBytes) return content;
  throw new ConsoleError('payload_invalid', `The payload is larger than ${bytes(PAGE_LIMITS.payloadBytes)}.`);
}

function targetOf(target: Target): Pick<SendRequest, 'targetPeer' | 'targetGroup'> {
  if (target.kind === 'all') return {};
  return target.kind === 'player' ? { targetPeer: target.id } : { targetGroup: target.id };
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
