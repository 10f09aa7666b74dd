import { useEffect, useMemo } from 'preact/hooks';
import type { PlaygroundScript, PublishRequest, PublishResult } from '../../protocol.ts';
import { callServer } from '../console-api.ts';
import { EditorPanel } from './editor-panel.tsx';
import { keepEdits, keptEdits } from './kept-edits.ts';
import { PlayersPanel } from './players-panel.tsx';
import { PLAYGROUND_LIMITS } from './playground-limits.ts';
import { ScriptDraft, type ScriptServer } from './script-draft.ts';
import { useRoom } from './use-room.ts';
import { VersionsTable } from './versions-table.tsx';

const SERVER: ScriptServer = {
  read: () => callServer<PlaygroundScript>('GET', 'playground'),
  publish: (request: PublishRequest) => callServer<PublishResult>('PUT', 'playground', request),
};

/** The playground once there is a script: it on one side, players on the other. */
export function Workbench(props: { script: PlaygroundScript; addressRoom: string | undefined }) {
  const { script, addressRoom } = props;
  const draft = useMemo(() => new ScriptDraft(SERVER, script, keptEdits()), [script]);
  const { room, openNewRoom } = useRoom(addressRoom);
  useEffect(() => lookAgainAndAgain(draft), [draft]);
  useEffect(() => askBeforeLeaving(draft), [draft]);
  useEffect(() => keepWhenLeft(draft), [draft]);
  const versions = draft.versions.value;
  const currentHash = draft.currentHash.value;
  return (
    <div class="playground">
      <h1 class="unseen">Playground</h1>
      <div class="playground-script">
        <EditorPanel draft={draft} />
        <VersionsTable versions={versions} currentHash={currentHash} />
      </div>
      <PlayersPanel {...{ room, versions, currentHash }} onNewRoom={openNewRoom} />
    </div>
  );
}

/** Keeps versions and the file in step while the page is looked at; what fails is tried again. */
function lookAgainAndAgain(draft: ScriptDraft): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) void draft.look().catch(() => {});
  }, PLAYGROUND_LIMITS.lookMs);
  return () => clearInterval(timer);
}

function askBeforeLeaving(draft: ScriptDraft): () => void {
  const onLeave = (event: BeforeUnloadEvent): void => {
    if (draft.isEdited.value) event.preventDefault();
  };
  addEventListener('beforeunload', onLeave);
  return () => removeEventListener('beforeunload', onLeave);
}

/** For when the playground is shown again, whether the page was left or loaded anew. */
function keepWhenLeft(draft: ScriptDraft): () => void {
  const keep = (): void => keepEdits(draft.edits);
  addEventListener('pagehide', keep);
  return () => {
    removeEventListener('pagehide', keep);
    keep();
  };
}
