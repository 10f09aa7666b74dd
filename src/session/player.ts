import type { Channel } from '../bridge/messages.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { Packet } from '../protocol/packet.ts';
import { OrderedDeliveries } from '../relay/ordered-deliveries.ts';
import type { PacketReceiver, PlayerConnection } from './player-connection.ts';
import { RelayBudget } from './relay-budget.ts';
import type { SessionCounters } from './session-counters.ts';

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
  deliver(player: Player, delivery: Delivery): void;
}

/** Why a player is not read from: the script cannot keep up, or the player has to pay for what it sent to others. */
export type PauseReason = 'script' | 'relay';

export interface PlayerOptions {
  peerId: number;
  playerId: string;
  playerSessionId: string;
  connection: PlayerConnection;
  limits: Limits;
  hits: LimitHits;
  /** Of the game session. */
  counters: SessionCounters;
}

/** One player of a game session: connecting until its login response leaves, then playing. */
export class Player implements PacketReceiver {
  readonly peerId: number;
  readonly playerId: string;
  readonly playerSessionId: string;
  readonly connection: PlayerConnection;
  /** Milliseconds since 1970. */
  readonly createdMs = Date.now();
  /** Set before the script is asked about the player. */
  fastPort = 0;
  /** What this player sends to others, in the order in which it was sent. */
  readonly deliveries: OrderedDeliveries<Delivery>;
  readonly relayBudget: RelayBudget;
  readonly #pauseReasons = new Set<PauseReason>();
  #events: PlayerEvents;
  #counters: SessionCounters;
  #isPlaying = false;

  constructor(options: PlayerOptions, events: PlayerEvents) {
    this.peerId = options.peerId;
    this.playerId = options.playerId;
    this.playerSessionId = options.playerSessionId;
    this.connection = options.connection;
    const { limits, hits } = options;
    this.deliveries = new OrderedDeliveries(limits.undecidedPerSender, delivery =>
      events.deliver(this, delivery),
    );
    this.relayBudget = new RelayBudget({
      limits,
      hits,
      pause: () => this.pause('relay'),
      resume: () => this.resume('relay'),
    });
    this.#events = events;
    this.#counters = options.counters;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  startPlaying(): void {
    this.#isPlaying = true;
  }

  send(packet: OutgoingPacket, channel: Channel): void {
    this.#counters.sent(packet.payloadBytes);
    if (channel === 'reliable') this.connection.sendReliable(packet);
    else this.connection.sendFast(packet);
  }

  /** Nothing is read from the player until each reason is gone. */
  pause(reason: PauseReason): void {
    if (this.#pauseReasons.size === 0) this.connection.pause();
    this.#pauseReasons.add(reason);
  }

  resume(reason: PauseReason): void {
    if (this.#pauseReasons.delete(reason) && this.#pauseReasons.size === 0) this.connection.resume();
  }

  onPacket(packet: Packet): void {
    if (!this.#isPlaying) return;
    this.#counters.received(packet.payload.length);
    this.#events.onPacket(this, packet);
  }

  onClosed(): void {
    this.relayBudget.stop();
    this.#events.onClosed(this);
  }
}
