import type { ScriptMarker } from '../../protocol.ts';
import { shortHash } from '../parts/format.ts';
import type { PublishOutcome, ScriptDraft } from './script-draft.ts';

/** One line on where the script stands; read out when it changes. */
export function PublishState({ draft }: { draft: ScriptDraft }) {
  const { kind, text } = describe(draft);
  return (
    <p class={`playground-state ${kind}`} role="status">
      {text}
    </p>
  );
}

function describe(draft: ScriptDraft): { kind: string; text: string } {
  if (draft.isPublishing.value) return { kind: 'busy', text: 'Publishing…' };
  if (draft.hasConflict.value) return { kind: 'bad', text: 'Not published: the file is another by now' };
  const outcome = draft.outcome.value;
  if (draft.isEdited.value && outcome?.outcome !== 'failed')
    return { kind: 'edited', text: 'Edited, not published' };
  if (outcome === undefined)
    return { kind: '', text: `Saved, ${shortHash(draft.currentHash.value)} is current` };
  return describeOutcome(outcome);
}

/** The first place, which is listed with the others; where there is none, all that the server says. */
function reasonOf({ markers: [first], message }: { markers: ScriptMarker[]; message: string }): string {
  return first === undefined ? `: ${message}` : `, line ${first.line}: ${first.message}`;
}

function describeOutcome(outcome: PublishOutcome): { kind: string; text: string } {
  switch (outcome.outcome) {
    case 'published':
      return { kind: 'good', text: `Published as ${shortHash(outcome.hash)}` };
    case 'unchanged':
      return { kind: 'good', text: `Unchanged: ${shortHash(outcome.hash)}` };
    case 'refused':
      return { kind: 'bad', text: `Refused (${outcome.code})${reasonOf(outcome)}` };
    case 'failed':
      return { kind: 'bad', text: `Not published (${outcome.code}): ${outcome.message}` };
  }
}
