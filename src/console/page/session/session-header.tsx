import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { ConsoleSessionRow, SessionDetail, TerminateRequest } from '../../protocol.ts';
import { callServer } from '../console-api.ts';
import { useRefusal } from '../console-context.ts';
import { OutcomeText, useAction } from '../parts/action.tsx';
import { duration, milliseconds, shortId } from '../parts/format.ts';
import { type Health, healthOf } from '../parts/health.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { Version } from '../parts/version.tsx';
import { sessionPath } from './session-detail.ts';
import { TerminateDialog } from './terminate-dialog.tsx';

export interface SessionHeaderProps {
  detail: SessionDetail;
  /** Of the live figures; undefined when it is over. */
  row: ConsoleSessionRow | undefined;
  onChanged(): void;
}

/** What the session is, and the way to end it. */
export function SessionHeader({ detail, row, onChanged }: SessionHeaderProps) {
  return (
    <div class="session-header">
      <dl class="facts">
        <Fact name="State">
          <StateMark {...stateOf(detail, row)} />
        </Fact>
        <Fact name="Version">
          <Version label={detail.versionLabel} hash={detail.scriptHash} />
        </Fact>
        {detail.name !== '' && (
          <Fact name="Name">
            <bdi class="said">{detail.name}</bdi>
          </Fact>
        )}
        {detail.fleetId !== '' && (
          <Fact name="Fleet">
            <span class="id" title={detail.fleetId}>
              {shortId(detail.fleetId)}
            </span>
          </Fact>
        )}
        {detail.tenantId !== '' && <Fact name="Tenant">{detail.tenantId}</Fact>}
        {detail.workerPid !== undefined && <Fact name="Worker">{detail.workerPid}</Fact>}
        {row !== undefined && (
          <>
            <Fact name="Age">{duration((Date.now() - row.createdAt) / 1000)}</Fact>
            <Fact name="CPU saved up">{milliseconds(row.cpuAvailableMs)}</Fact>
            <Fact name="Queue">
              {row.queueEvents} of {row.limits.queueEvents}
            </Fact>
          </>
        )}
      </dl>
      {detail.postMortem === undefined && <Terminate id={detail.id} onChanged={onChanged} />}
      <p class="full-id soft">
        <code>{detail.id}</code>
      </p>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function stateOf(detail: SessionDetail, row: ConsoleSessionRow | undefined): Health {
  if (row === undefined) return { tone: 'idle', text: detail.state };
  return healthOf(row);
}

function Terminate({ id, onChanged }: { id: string; onChanged(): void }) {
  const isAsking = useSignal(false);
  const { outcome, run } = useAction();
  const refusal = useRefusal('act');
  const terminate = (mode: TerminateRequest['mode']): Promise<void> =>
    run(async () => {
      await callServer('POST', `${sessionPath(id)}/terminate`, { mode } satisfies TerminateRequest);
      onChanged();
      return mode === 'graceful' ? 'Its script was told to end.' : 'It is ended.';
    });
  return (
    <div class="terminate">
      <button
        type="button"
        class="danger"
        disabled={refusal !== undefined}
        onClick={() => {
          isAsking.value = true;
        }}
      >
        Terminate…
      </button>
      {refusal !== undefined && <span class="soft">{refusal}</span>}
      <OutcomeText outcome={outcome} />
      {isAsking.value && (
        <TerminateDialog
          id={id}
          onTerminate={mode => void terminate(mode)}
          onClose={() => {
            isAsking.value = false;
          }}
        />
      )}
    </div>
  );
}
