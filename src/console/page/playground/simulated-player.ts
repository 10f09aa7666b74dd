import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  ALL_PLAYERS_GROUP_ID,
  type ClientClose,
  ConnectError,
  type ConnectOptions,
  connect,
  type GroupMembership,
  type Message,
  type RealtimeClient,
  SERVER_PEER_ID,
} from '../../../client/index.ts';
import { PLAYGROUND_LIMITS } from './playground-limits.ts';
import { ReceivedMessages } from './received-messages.ts';

export type PlayerState =
  | { kind: 'disconnected'; why?: string }
  | { kind: 'connecting' }
  | { kind: 'connected'; peerId: number; room: string; connectedAtMs: number }
  | { kind: 'reconnecting'; room: string };

export type SendTarget = { kind: 'script' } | { kind: 'player'; id: number } | { kind: 'group'; id: number };

/** Where players connect. */
export type GameEndpoint = Pick<ConnectOptions, 'endpoint' | 'port' | 'protocol'>;

/** One player of the playground: a connection through the client SDK as a game has it, and what came by it. */
export class SimulatedPlayer {
  readonly name: string;
  readonly received = new ReceivedMessages(PLAYGROUND_LIMITS);
  readonly #endpoint: GameEndpoint;
  readonly #state: Signal<PlayerState> = signal<PlayerState>({ kind: 'disconnected' });
  /** Groups that the player is in. Bounded by what is shown of them. */
  readonly #groupIds = signal<readonly number[]>([]);
  #client: RealtimeClient | undefined;
  #attempt: AbortController | undefined;

  constructor(name: string, endpoint: GameEndpoint) {
    this.name = name;
    this.#endpoint = endpoint;
  }

  get state(): ReadonlySignal<PlayerState> {
    return this.#state;
  }

  get groupIds(): ReadonlySignal<readonly number[]> {
    return this.#groupIds;
  }

  /** Goes into the room with this connection payload; how that ends is in `state`. */
  async connect(room: string, playerSessionId: string, payload: string): Promise<void> {
    if (this.#state.value.kind !== 'disconnected') return;
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#state.value = { kind: 'connecting' };
    try {
      const { signal } = attempt;
      const client = await connect({ ...this.#endpoint, playerSessionId, payload, signal });
      if (signal.aborted) void client.close();
      else this.#follow(client, room);
    } catch (error) {
      if (!attempt.signal.aborted) this.#state.value = { kind: 'disconnected', why: reasonOf(error) };
    }
  }

  disconnect(): void {
    this.#attempt?.abort();
    void this.#client?.close();
    this.#client = undefined;
    this.#groupIds.value = [];
    this.#state.value = { kind: 'disconnected' };
  }

  /** @throws {RangeError} for numbers that the protocol cannot carry @throws {Error} when it was not taken */
  send(target: SendTarget, opCode: number, payload: Uint8Array): void {
    const client = this.#requireClient();
    const isTaken =
      target.kind === 'script'
        ? client.send(opCode, payload)
        : target.kind === 'player'
          ? client.sendToPlayer(target.id, opCode, payload)
          : client.sendToGroup(target.id, opCode, payload);
    if (!isTaken) throw new Error('The message was not taken: there is no connection at the moment.');
  }

  /** @throws as `send` does */
  joinGroup(groupId: number): void {
    this.#requireClient().joinGroup(groupId);
  }

  /** @throws as `send` does */
  leaveGroup(groupId: number): void {
    this.#requireClient().leaveGroup(groupId);
  }

  #requireClient(): RealtimeClient {
    if (this.#client === undefined) throw new Error('The player is not connected.');
    return this.#client;
  }

  #follow(client: RealtimeClient, room: string): void {
    this.#client = client;
    this.#onConnected(client, room);
    const isCurrent = (): boolean => this.#client === client;
    client.on('message', message => isCurrent() && this.#onMessage(message));
    client.on('groupMembership', membership => isCurrent() && this.#onMembership(client.peerId, membership));
    client.on('reconnecting', () => {
      if (isCurrent()) this.#state.value = { kind: 'reconnecting', room };
    });
    client.on('reconnected', () => isCurrent() && this.#onConnected(client, room));
    client.on('close', close => isCurrent() && this.#onClosed(close));
  }

  #onConnected(client: RealtimeClient, room: string): void {
    this.#groupIds.value = [];
    this.#state.value = { kind: 'connected', peerId: client.peerId, room, connectedAtMs: Date.now() };
  }

  #onMessage({ opCode, sender, payload }: Message): void {
    this.received.add({ opCode, sender: sender === SERVER_PEER_ID ? 'script' : sender, payload });
  }

  #onMembership(ownPeerId: number, { groupId, peerIds }: GroupMembership): void {
    this.received.add({ groupId: groupId === ALL_PLAYERS_GROUP_ID ? 'all' : groupId, peerIds });
    if (groupId === ALL_PLAYERS_GROUP_ID) return;
    const others = this.#groupIds.value.filter(id => id !== groupId);
    const joined = peerIds.includes(ownPeerId) ? [...others, groupId] : others;
    this.#groupIds.value = joined.sort((a, b) => a - b).slice(0, PLAYGROUND_LIMITS.groups);
  }

  #onClosed({ code, reason }: ClientClose): void {
    this.#client = undefined;
    this.#groupIds.value = [];
    this.#state.value = {
      kind: 'disconnected',
      why: reason === '' ? `closed (${code})` : `${reason} (${code})`,
    };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ConnectError && error.closeReason !== '') {
    return `${error.closeReason} (${error.closeCode})`;
  }
  return error instanceof Error ? error.message : String(error);
}
