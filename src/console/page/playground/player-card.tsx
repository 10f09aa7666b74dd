import { useEffect, useState } from 'preact/hooks';
import type { PlaygroundVersion, SessionDetail } from '../../protocol.ts';
import { callServer } from '../console-api.ts';
import { useConsole } from '../console-context.ts';
import { shortHash } from '../parts/format.ts';
import { sessionHref } from '../router.ts';
import { findSession, type PlayerPlace } from './find-session.ts';
import { GroupControls } from './group-controls.tsx';
import { PLAYGROUND_LIMITS } from './playground-limits.ts';
import { ReceivedList } from './received-list.tsx';
import { playerSessionIdOf } from './room-code.ts';
import { SendForm } from './send-form.tsx';
import type { PlayerState, SimulatedPlayer } from './simulated-player.ts';

export interface PlayerCardProps {
  player: SimulatedPlayer;
  /** That it goes into when it connects. */
  room: string;
  versions: readonly PlaygroundVersion[];
  currentHash: string;
  onRemove(): void;
}

/** One simulated player: where it is, what it can do, what it received. */
export function PlayerCard({ player, room, versions, currentHash, onRemove }: PlayerCardProps) {
  useEffect(() => () => player.disconnect(), [player]);
  const [payload, setPayload] = useState(player.name);
  const state = player.state.value;
  const place = usePlace(state);
  const isConnected = state.kind === 'connected';
  const isOutdated = place !== undefined && place.scriptHash !== currentHash;
  const connect = (): void => void player.connect(room, playerSessionIdOf(room), payload);
  return (
    <article class="playground-player" aria-label={player.name}>
      <header>
        <h3>{player.name}</h3>
        <Where {...{ state, place, versions, isOutdated }} />
        <span class="playground-actions">
          {isOutdated && (
            <button
              type="button"
              title="Leaves, and connects to a session of the current version"
              onClick={() => {
                player.disconnect();
                connect();
              }}
            >
              Reconnect
            </button>
          )}
          {state.kind === 'disconnected' ? (
            <button type="button" onClick={connect}>
              Connect
            </button>
          ) : (
            <button type="button" onClick={() => player.disconnect()}>
              Disconnect
            </button>
          )}
          <button type="button" class="quiet" aria-label={`Remove ${player.name}`} onClick={onRemove}>
            ×
          </button>
        </span>
      </header>
      {state.kind === 'disconnected' && (
        <label class="field wide">
          Connection payload
          <input value={payload} maxLength={1_024} onInput={event => setPayload(event.currentTarget.value)} />
        </label>
      )}
      {isConnected && <SendForm player={player} />}
      {isConnected && <GroupControls player={player} />}
      <ReceivedList received={player.received} />
    </article>
  );
}

interface WhereProps {
  state: PlayerState;
  place: PlayerPlace | undefined;
  versions: readonly PlaygroundVersion[];
  isOutdated: boolean;
}

function Where({ state, place, versions, isOutdated }: WhereProps) {
  return (
    <p class={`playground-where ${state.kind}`} role="status">
      <span class="dot" aria-hidden="true" />
      {describe(state)}
      {place !== undefined && (
        <>
          {' · '}
          <a
            href={sessionHref(place.sessionId)}
            target="_blank"
            rel="noreferrer"
            title="Its session, in another tab"
          >
            {versionName(place.scriptHash, versions)}
          </a>
          {isOutdated && <span class="badge older">older version</span>}
        </>
      )}
    </p>
  );
}

function versionName(hash: string, versions: readonly PlaygroundVersion[]): string {
  const label = versions.find(version => version.hash === hash)?.label;
  return label === undefined ? shortHash(hash) : `${label} ${shortHash(hash)}`;
}

function describe(state: PlayerState): string {
  switch (state.kind) {
    case 'disconnected':
      return state.why === undefined ? 'not connected' : `not connected: ${state.why}`;
    case 'connecting':
      return 'connecting…';
    case 'connected':
      return `peer ${state.peerId} in ${state.room}`;
    case 'reconnecting':
      return `reconnecting to ${state.room}…`;
  }
}

/** Looks for the player's session with each figure of the sessions, until it is found. */
function usePlace(state: PlayerState): PlayerPlace | undefined {
  const { snapshot } = useConsole().feed;
  const [found, setFound] = useState<{ of: PlayerState; place: PlayerPlace } | undefined>(undefined);
  const place = found?.of === state ? found.place : undefined;
  const rows = state.kind === 'connected' && place === undefined ? snapshot.value?.sessions : undefined;
  useEffect(() => {
    if (rows === undefined || state.kind !== 'connected') return;
    let isWanted = true;
    const player = { playerSessionId: playerSessionIdOf(state.room), peerId: state.peerId };
    void findSession(player, rows, detailOf, PLAYGROUND_LIMITS.searchedSessions).then(result => {
      if (isWanted && result !== undefined) setFound({ of: state, place: result });
    });
    return () => {
      isWanted = false;
    };
  }, [state, rows]);
  return place;
}

/** Undefined for a session that ended meanwhile, or that cannot be asked for now. */
function detailOf(sessionId: string): Promise<SessionDetail | undefined> {
  return callServer<SessionDetail>('GET', `sessions/${encodeURIComponent(sessionId)}`).catch(() => undefined);
}
