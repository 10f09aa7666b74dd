import { useSignal } from '@preact/signals';
import type { TerminateRequest } from '../../protocol.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { shortId } from '../parts/format.ts';

type Mode = TerminateRequest['mode'];

const MODES: Record<Mode, string> = {
  graceful: 'Tell its script first, which may end what it does: onProcessTerminate is called.',
  force: 'End it at once.',
};

export interface TerminateDialogProps {
  id: string;
  onTerminate(mode: Mode): void;
  onClose(): void;
}

/** Asks how, and whether. */
export function TerminateDialog({ id, onTerminate, onClose }: TerminateDialogProps) {
  const mode = useSignal<Mode>('graceful');
  return (
    <ConfirmDialog
      title={`Terminate ${shortId(id)}?`}
      confirm="Terminate"
      onConfirm={() => onTerminate(mode.value)}
      onClose={onClose}
    >
      <p class="soft">All its players are disconnected with the code session_terminated.</p>
      <fieldset class="choices">
        <legend class="unseen">How</legend>
        {(Object.keys(MODES) as Mode[]).map(one => (
          <label key={one}>
            <input
              type="radio"
              name="mode"
              checked={mode.value === one}
              onChange={() => {
                mode.value = one;
              }}
            />
            {MODES[one]}
          </label>
        ))}
      </fieldset>
    </ConfirmDialog>
  );
}
