import type {
  ClientClose,
  ConnectOptions,
  connect,
  GroupMembership,
  Message,
  RealtimeClient,
  TypedOpCode,
} from '../src/client/index.ts';
import { Inbox } from '../src/client/test/inbox.ts';
import { findWebSocket } from '../src/client/web-socket.ts';
import { check } from './check.ts';

/** What a server under test may take for anything that a case waits for. */
const PATIENCE_MS = 10_000;

export interface ServerAddress {
  readonly endpoint: string;
  readonly port: number;
  readonly protocol?: 'ws' | 'wss';
}

/** What a case plays with: a server, and as many players on it as it wants; all are gone when the case is over. */
export class Game {
  readonly server: ServerAddress;
  readonly #connect: typeof connect;
  readonly #players: Player[] = [];
  readonly #sockets: WebSocket[] = [];

  constructor(server: ServerAddress, connectClient: typeof connect) {
    this.server = server;
    this.#connect = connectClient;
  }

  async join(options: Partial<ConnectOptions> = {}): Promise<Player> {
    const client = await within(this.#connect({ ...this.server, reconnect: 'never', ...options }), 'a login');
    const player = new Player(client);
    this.#players.push(player);
    return player;
  }

  /** A WebSocket to the server that has sent nothing, for what no well-behaved client does. */
  async openSocket(): Promise<RawSocket> {
    const { endpoint, port, protocol = 'ws' } = this.server;
    const WebSocket = await findWebSocket();
    const socket = new WebSocket(`${protocol}://${endpoint}:${port}/`);
    this.#sockets.push(socket);
    socket.binaryType = 'arraybuffer';
    const raw = new RawSocket(socket);
    await within(raw.opened, 'a WebSocket');
    return raw;
  }

  async leave(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    await Promise.all(this.#players.map(({ client }) => client.close()));
  }
}

/** One player and what has come for it. */
export class Player {
  readonly client: RealtimeClient;
  readonly #messages = new Inbox<Message>();
  readonly #memberships = new Inbox<GroupMembership>();
  readonly #closes = new Inbox<ClientClose>();

  constructor(client: RealtimeClient) {
    this.client = client;
    client.on('message', message => this.#messages.push(message));
    client.on('groupMembership', membership => this.#memberships.push(membership));
    client.on('close', close => this.#closes.push(close));
  }

  get peerId(): number {
    return this.client.peerId;
  }

  /** The next message, whatever it is. */
  next(): Promise<Message> {
    return within(this.#messages.next(), 'a message');
  }

  /** The next message, which has to have this op code. */
  async nextOf<T>({ opCode, codec }: TypedOpCode<T>): Promise<{ sender: number; value: T }> {
    const message = await this.next();
    check('the op code', message.opCode, opCode);
    return { sender: message.sender, value: codec.decode(message.payload) };
  }

  /** Joins a group and waits for the list that has this player in it. */
  async enter(groupId: number): Promise<void> {
    this.client.joinGroup(groupId);
    while (!(await this.membershipOf(groupId)).includes(this.peerId));
  }

  /** The members of the next list of this group, in order. */
  async membershipOf(groupId: number): Promise<number[]> {
    const fits = (membership: GroupMembership): boolean => membership.groupId === groupId;
    const { peerIds } = await within(this.#memberships.nextWhere(fits), `the members of group ${groupId}`);
    return peerIds.toSorted((a, b) => a - b);
  }

  closed(): Promise<ClientClose> {
    return within(this.#closes.next(), 'the end of the connection');
  }
}

/** A WebSocket whose bytes the case makes itself. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  readonly #frames = new Inbox<Uint8Array>();
  readonly #closes = new Inbox<{ code: number; reason: string }>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('no WebSocket could be opened')));
    });
    socket.addEventListener('message', ({ data }) => this.#frames.push(new Uint8Array(data as ArrayBuffer)));
    socket.addEventListener('close', ({ code, reason }) => this.#closes.push({ code, reason }));
  }

  nextFrame(): Promise<Uint8Array> {
    return within(this.#frames.next(), 'a WebSocket message');
  }

  closed(): Promise<{ code: number; reason: string }> {
    return within(this.#closes.next(), 'the end of the connection');
  }
}

/** @throws Error where it takes longer than the suite's patience */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
