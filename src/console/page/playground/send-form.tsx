import { useState } from 'preact/hooks';
import { PAYLOAD_FORMATS, type PayloadFormat, parsePayload } from '../parts/payload.ts';
import { PLAYGROUND_LIMITS } from './playground-limits.ts';
import type { SendTarget, SimulatedPlayer } from './simulated-player.ts';

interface Written {
  opCode: string;
  target: SendTarget['kind'];
  targetId: string;
  format: PayloadFormat;
  payload: string;
}

const BEGINNING: Written = { opCode: '1', target: 'script', targetId: '1', format: 'text', payload: '' };

/** Sends messages as the player; what was written stays for the next one. */
export function SendForm({ player }: { player: SimulatedPlayer }) {
  const [written, setWritten] = useState(BEGINNING);
  const [problem, setProblem] = useState('');
  const write = (change: Partial<Written>): void => setWritten({ ...written, ...change });
  const send = (event: Event): void => {
    event.preventDefault();
    setProblem(tryToSend(player, written));
  };
  return (
    <form class="playground-send" aria-label={`Send as ${player.name}`} onSubmit={send}>
      <label class="field short">
        Op code
        <input
          {...{ type: 'number', min: 1, required: true, value: written.opCode }}
          onInput={event => write({ opCode: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        To
        <select
          value={written.target}
          onChange={event => write({ target: event.currentTarget.value as SendTarget['kind'] })}
        >
          <option value="script">the script</option>
          <option value="player">a player</option>
          <option value="group">a group</option>
        </select>
      </label>
      {written.target !== 'script' && (
        <label class="field short">
          {written.target === 'player' ? 'Peer id' : 'Group id'}
          <input
            {...{ type: 'number', required: true, value: written.targetId }}
            title={written.target === 'group' ? '-1 is the group of all players' : undefined}
            onInput={event => write({ targetId: event.currentTarget.value })}
          />
        </label>
      )}
      <label class="field">
        As
        <select
          value={written.format}
          onChange={event => write({ format: event.currentTarget.value as PayloadFormat })}
        >
          {PAYLOAD_FORMATS.map(format => (
            <option key={format} value={format}>
              {FORMAT_NAMES[format]}
            </option>
          ))}
        </select>
      </label>
      <span class="playground-payload">
        <label class="field wide">
          Payload
          <input
            {...{ value: written.payload, autocomplete: 'off', spellcheck: false }}
            onInput={event => write({ payload: event.currentTarget.value })}
          />
        </label>
        <button type="submit">Send</button>
      </span>
      <p class="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}

const FORMAT_NAMES: Record<PayloadFormat, string> = { text: 'text', json: 'JSON', hex: 'hex' };

/** Empty where it was sent, otherwise what is wrong. */
function tryToSend(player: SimulatedPlayer, { opCode, target, targetId, format, payload }: Written): string {
  try {
    const bytes = parsePayload(payload, format);
    const limit = PLAYGROUND_LIMITS.sentPayloadBytes;
    if (bytes.length > limit) return `The payload has ${bytes.length} bytes; a message carries ${limit}.`;
    const to: SendTarget = target === 'script' ? { kind: target } : { kind: target, id: Number(targetId) };
    player.send(to, Number(opCode), bytes);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
