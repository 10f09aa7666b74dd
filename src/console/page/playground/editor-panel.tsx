import { useEffect, useRef, useState } from 'preact/hooks';
import type { ScriptMarker } from '../../protocol.ts';
import { useRefusal } from '../console-context.ts';
import { plural } from '../parts/format.ts';
import { Problems } from './problems.tsx';
import { PublishState } from './publish-state.tsx';
import type { PublishOutcome, ScriptDraft } from './script-draft.ts';
import type { ScriptEditor } from './script-editor.ts';
import { missingTypes } from './script-types.ts';

/** The script in its editor, and what came of publishing it. */
export function EditorPanel({ draft }: { draft: ScriptDraft }) {
  const refusal = useRefusal('act') ?? (draft.isReadOnly ? 'This file may not be written.' : undefined);
  const isReadOnly = refusal !== undefined;
  const container = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<ScriptEditor | undefined>(undefined);
  const [loadError, setLoadError] = useState('');
  useEffect(
    () => mountEditor(container.current!, draft, isReadOnly, setEditor, setLoadError),
    [draft, isReadOnly],
  );
  const replacement = draft.replacement.value;
  useEffect(() => {
    if (replacement !== undefined) editor?.setText(replacement.text);
  }, [editor, replacement]);
  const outcome = draft.outcome.value;
  useEffect(() => editor?.showMarkers(...markersOf(outcome)), [editor, outcome]);
  const [markers, severity] = markersOf(outcome);
  return (
    <section class="playground-panel" aria-label="Script">
      <header class="playground-toolbar">
        <h2 class="playground-file">{draft.file}</h2>
        <PublishState draft={draft} />
        {isReadOnly && <span class="badge older">read-only</span>}
        <button
          type="button"
          class="primary"
          disabled={isReadOnly || draft.isPublishing.value}
          title={refusal}
          aria-keyshortcuts="Control+S Meta+S"
          onClick={() => void draft.publish()}
        >
          Publish <kbd>{SAVE_KEYS}</kbd>
        </button>
      </header>
      {draft.hasConflict.value && <Conflict draft={draft} />}
      <div class="playground-editor" ref={container}>
        {editor === undefined && <p class="playground-loading">{loadError || 'The editor is coming…'}</p>}
      </div>
      <Problems markers={markers} severity={severity} onChoose={marker => editor?.goTo(marker)} />
      <p class="playground-hint">
        <kbd>Ctrl M</kbd> lets Tab leave the editor, <kbd>F1</kbd> lists what it can do.
        {editor !== undefined && !isReadOnly && <AddTypes draft={draft} editor={editor} />}
      </p>
    </section>
  );
}

/** Offers what a script without types needs for the editor to know its session. */
function AddTypes({ draft, editor }: { draft: ScriptDraft; editor: ScriptEditor }) {
  const missing = draft.file.endsWith('.js') ? missingTypes(draft.text.value) : [];
  if (missing.length === 0) return null;
  return (
    <>
      {' '}
      <button type="button" class="link" onClick={() => editor.addLines(missing)}>
        Add types
      </button>{' '}
      for completion and help: {plural(missing.length, 'comment')}, nothing that runs.
    </>
  );
}

const SAVE_KEYS = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘S' : 'Ctrl S';

function Conflict({ draft }: { draft: ScriptDraft }) {
  return (
    <div class="playground-conflict" role="alert">
      <p>
        <strong>{draft.file}</strong> was changed elsewhere since you began to edit it.
      </p>
      <button type="button" onClick={() => draft.takeFile()}>
        Load the file, drop my edits
      </button>
      <button type="button" onClick={() => void draft.overwriteFile()}>
        Overwrite it with mine
      </button>
    </div>
  );
}

/** Brings the editor, which is large and so comes by itself, into the container; returns what takes it out. */
function mountEditor(
  container: HTMLElement,
  draft: ScriptDraft,
  isReadOnly: boolean,
  onMounted: (editor: ScriptEditor | undefined) => void,
  onFailed: (message: string) => void,
): () => void {
  let mounted: ScriptEditor | undefined;
  let isWanted = true;
  import('./script-editor.ts').then(
    ({ createScriptEditor }) => {
      if (!isWanted) return;
      mounted = createScriptEditor({
        ...{ container, file: draft.file, text: draft.text.value, isReadOnly },
        onChange: text => draft.edit(text),
        onSave: () => void draft.publish(),
      });
      onMounted(mounted);
    },
    () => onFailed('The editor could not be loaded. Reload the page to try again.'),
  );
  return () => {
    isWanted = false;
    onMounted(undefined);
    mounted?.dispose();
  };
}

function markersOf(outcome: PublishOutcome | undefined): [ScriptMarker[], 'error' | 'warning'] {
  if (outcome === undefined || outcome.outcome === 'failed') return [[], 'error'];
  if (outcome.outcome === 'refused') return [outcome.markers, 'error'];
  return [outcome.warnings, 'warning'];
}
