import { useMemo } from 'preact/hooks';
import type { InspectedMessage } from '../../protocol.ts';
import { bytes, preciseClock } from '../parts/format.ts';
import { bestFormat, bytesOfBase64, type PayloadFormat, showPayload } from '../parts/payload.ts';
import type { Numbered } from '../parts/recent-list.ts';
import { TableFrame } from '../parts/table-frame.tsx';
import { unchanging } from '../parts/unchanging.ts';
import { receiverName, senderName } from './peer-names.ts';

/** A payload that is longer is shown when it is asked for. */
const PREVIEW_CHARACTERS = 90;

/** `best`: as what each payload reads best. */
export type ShownFormat = PayloadFormat | 'best';

export interface MessageTableProps {
  messages: readonly Numbered<InspectedMessage>[];
  format: ShownFormat;
}

/** Messages, the newest first. */
export function MessageTable({ messages, format }: MessageTableProps) {
  return (
    <TableFrame label="Messages">
      <table class="compact messages">
        <caption class="unseen">Messages, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col" class="number">
              Op code
            </th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Channel</th>
            <th scope="col" class="number">
              Size
            </th>
            <th scope="col">Payload</th>
          </tr>
        </thead>
        <tbody>
          {messages.toReversed().map(({ number, item }) => (
            <MessageRow message={item} format={format} key={number} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

interface MessageProps {
  message: InspectedMessage;
  format: ShownFormat;
}

const MessageRow = unchanging(({ message, format }: MessageProps) => {
  return (
    <tr class={message.direction}>
      <td>
        {preciseClock(message.at)} <span class="soft">{message.direction === 'received' ? 'in' : 'out'}</span>
      </td>
      <td class="number">{message.opCode}</td>
      <td>{senderName(message)}</td>
      <td>{receiverName(message)}</td>
      <td class="soft">{message.channel}</td>
      <td class="number">{bytes(message.payloadBytes)}</td>
      <td>
        <Payload message={message} format={format} />
      </td>
    </tr>
  );
});

function Payload({ message, format }: MessageProps) {
  const { payload, isCut } = message;
  const text = useMemo(() => {
    const bytes = bytesOfBase64(payload);
    const shown = showPayload(bytes, format === 'best' ? bestFormat(bytes) : format);
    return isCut ? `${shown}…` : shown;
  }, [payload, isCut, format]);
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  if (line.length <= PREVIEW_CHARACTERS) return <code class="said">{line}</code>;
  return (
    <details>
      <summary>
        <code class="said">{line.slice(0, PREVIEW_CHARACTERS)}…</code>
      </summary>
      <pre class="said">{text}</pre>
    </details>
  );
}
