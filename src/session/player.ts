import type { Channel } from '../bridge/messages.ts';
import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { Packet } from '../protocol/packet.ts';
import { OrderedDeliveries } from '../relay/ordered-deliveries.ts';
import type { PacketReceiver, PlayerConnection } from './player-connection.ts';

/** A message on its way to others; who they are is looked up when it leaves. */
export interface Delivery {
  packet: OutgoingPacket;
  channel: Channel;
  to: { peerId: number } | { groupId: number };
}

/** What a player reports to its session. */
export interface PlayerEvents {
  onPacket(player: Player, packet: Packet): void;
  onClosed(player: Player): void;
  deliver(delivery: Delivery): void;
}

export interface PlayerOptions {
  peerId: number;
  playerSessionId: string;
  connection: PlayerConnection;
  maxUndecided: number;
}

/** One player of a game session: connecting until its login response leaves, then playing. */
export class Player implements PacketReceiver {
  readonly peerId: number;
  readonly playerSessionId: string;
  readonly connection: PlayerConnection;
  /** Set before the script is asked about the player. */
  fastPort = 0;
  /** What this player sends to others, in the order in which it was sent. */
  readonly deliveries: OrderedDeliveries<Delivery>;
  #events: PlayerEvents;
  #isPlaying = false;

  constructor(options: PlayerOptions, events: PlayerEvents) {
    this.peerId = options.peerId;
    this.playerSessionId = options.playerSessionId;
    this.connection = options.connection;
    this.deliveries = new OrderedDeliveries(options.maxUndecided, delivery => events.deliver(delivery));
    this.#events = events;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  startPlaying(): void {
    this.#isPlaying = true;
  }

  send(packet: OutgoingPacket, channel: Channel): void {
    if (channel === 'reliable') this.connection.sendReliable(packet);
    else this.connection.sendFast(packet);
  }

  onPacket(packet: Packet): void {
    if (this.#isPlaying) this.#events.onPacket(this, packet);
  }

  onClosed(): void {
    this.#events.onClosed(this);
  }
}
