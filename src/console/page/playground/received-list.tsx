import { useState } from 'preact/hooks';
import { bytes, count, preciseClock } from '../parts/format.ts';
import { bestFormat, PAYLOAD_FORMATS, type PayloadFormat, showPayload } from '../parts/payload.ts';
import type { Received, ReceivedMessages } from './received-messages.ts';

type ShownFormat = PayloadFormat | 'auto';

/** What the player received, the newest first. All of it is shown as text. */
export function ReceivedList({ received }: { received: ReceivedMessages }) {
  const [format, setFormat] = useState<ShownFormat>('auto');
  const counts = received.counts.value;
  const shown = received.shown.value;
  if (counts.received === 0) return null;
  return (
    <div class="playground-received">
      <div class="playground-received-bar">
        <span class="soft">
          {count(counts.received)} received{counts.hidden > 0 && `, ${count(counts.hidden)} hidden`}
        </span>
        <HiddenOpCodes received={received} />
        <label class="field inline">
          Show as
          <select value={format} onChange={event => setFormat(event.currentTarget.value as ShownFormat)}>
            {(['auto', ...PAYLOAD_FORMATS] as const).map(name => (
              <option key={name} value={name}>
                {FORMAT_NAMES[name]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="quiet" onClick={() => received.clear()}>
          Clear
        </button>
      </div>
      <ol aria-label="Received, the newest first">
        {shown.map(message => (
          <Row key={message.id} message={message} format={format} onHide={opCode => received.hide(opCode)} />
        ))}
      </ol>
    </div>
  );
}

const FORMAT_NAMES: Record<ShownFormat, string> = {
  auto: 'auto',
  text: 'text',
  json: 'JSON',
  hex: 'hex',
};

function HiddenOpCodes({ received }: { received: ReceivedMessages }) {
  const hidden = [...received.hiddenOpCodes.value];
  if (hidden.length === 0) return null;
  return (
    <span class="playground-hidden">
      {hidden.map(opCode => (
        <button
          key={opCode}
          type="button"
          class="quiet"
          aria-label={`Show op code ${opCode} again`}
          onClick={() => received.unhide(opCode)}
        >
          <s>{opCode}</s>
        </button>
      ))}
    </span>
  );
}

interface RowProps {
  message: Received;
  format: ShownFormat;
  onHide(opCode: number): void;
}

function Row({ message, format, onHide }: RowProps) {
  if (!('opCode' in message)) {
    const group = message.groupId === 'all' ? 'All players' : `Group ${message.groupId}`;
    return (
      <li class="membership">
        <time>{preciseClock(message.atMs)}</time>
        <span>
          {group}: {message.peerIds.length === 0 ? 'nobody' : message.peerIds.join(', ')}
        </span>
      </li>
    );
  }
  const { opCode, sender, payload, payloadBytes } = message;
  return (
    <li>
      <time>{preciseClock(message.atMs)}</time>
      <button
        type="button"
        class="op"
        title="Hide this op code"
        aria-label={`Op code ${opCode}, hide it`}
        onClick={() => onHide(opCode)}
      >
        {opCode}
      </button>
      <span class="sender">{sender === 'script' ? 'script' : `peer ${sender}`}</span>
      <span class="payload said">
        {showPayload(payload, format === 'auto' ? bestFormat(payload) : format)}
        {payloadBytes > payload.length && <em> … {bytes(payloadBytes)} in all</em>}
      </span>
    </li>
  );
}
