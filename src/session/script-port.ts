import { performance } from 'node:perf_hooks';
import {
  type BridgeMessage,
  type BridgePlayer,
  CALLBACKS,
  type CallbackName,
  type Channel,
  type GroupAction,
  type LoadedScript,
  START_CALLBACKS,
  type UpdateReason,
  type Verdict,
} from '../bridge/messages.ts';
import type { ScriptLink } from '../isolate/script-link.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { type Answer, Decisions } from './decisions.ts';
import type { Player } from './player.ts';
import { type RecentEvent, RecentEvents } from './recent-events.ts';
import type { SessionCounters } from './session-counters.ts';

/** How long a question may stay open. */
type Deadline = 'startDecisionMs' | 'connectDecisionMs' | 'decisionMs' | 'healthDecisionMs' | 'terminateMs';

/** What a group's question is put to. */
export const GROUP_CALLBACKS = { join: 'onPlayerJoinGroup', leave: 'onPlayerLeaveGroup' } as const;

/** Membership changes ride along with the next batch; past this many they ask for one. */
const MAX_QUIET_EVENTS = 256;

export interface ScriptPortOptions {
  limits: Limits;
  hits: LimitHits;
  counters: SessionCounters;
  /** Half the queue of events is full: senders are being held back. */
  onHalfFull(): void;
}

/**
 * A game session's way to its script: what is asked, what is told, and what is left out when the script cannot
 * keep up. Overflow policy of the queue, in the order it fills: from half on fast messages of clients are
 * dropped and the senders of reliable ones are paused until it has drained to a quarter; when it is full clients'
 * messages and updates of the game session are dropped.
 */
export class ScriptPort {
  #link: ScriptLink;
  #options: ScriptPortOptions;
  #limits: Limits;
  #recent: RecentEvents;
  #decisions = new Decisions();
  #callbackMask = 0;
  #paused = new Set<Player>();

  constructor(link: ScriptLink, options: ScriptPortOptions) {
    this.#link = link;
    this.#options = options;
    this.#limits = options.limits;
    this.#recent = new RecentEvents(options.limits.recentEvents);
  }

  get workerPid(): number | undefined {
    return this.#link.workerPid;
  }

  /** What the script was given last, oldest first. */
  get recentEvents(): RecentEvent[] {
    return this.#recent.list();
  }

  /** Events, and their bytes, that wait for the script. */
  get waiting(): { events: number; bytes: number } {
    const { count, bytes } = this.#link.events;
    return { events: count, bytes };
  }

  /** Whether the script has got so far behind that nobody else should join. */
  get isOverloaded(): boolean {
    return this.#fill() >= 1;
  }

  setLoaded(script: LoadedScript): void {
    this.#callbackMask = script.callbackMask;
  }

  has(callback: CallbackName): boolean {
    return (this.#callbackMask & (1 << CALLBACKS.indexOf(callback))) !== 0;
  }

  /** Calls a life-cycle callback. */
  call(callback: CallbackName, deadline: Deadline, onAnswer: (answer: Answer) => void): void {
    this.#recent.add({ event: callback, at: Date.now() });
    this.#link.events.call(this.#open(deadline, onAnswer), callback);
    this.#link.flush();
  }

  /** Calls the callbacks that start a session, one after the other; an answer for each that was called. */
  start(onAnswer: Record<(typeof START_CALLBACKS)[number], (answer: Answer) => void>): void {
    this.#recent.add({ event: 'start', at: Date.now() });
    this.#link.events.start(
      START_CALLBACKS.map(callback => this.#open('startDecisionMs', onAnswer[callback])),
    );
    this.#link.flush();
  }

  askConnect(player: BridgePlayer, payload: Uint8Array, onAnswer: (answer: Answer) => void): void {
    const { peerId } = player;
    this.#recent.add({ event: 'onPlayerConnect', at: Date.now(), peerId, payloadBytes: payload.length });
    this.#link.events.playerConnect(this.#open('connectDecisionMs', onAnswer), player, payload);
    this.#link.flush();
  }

  tellGone(peerId: number): void {
    this.#recent.add({ event: 'onPlayerDisconnect', at: Date.now(), peerId });
    this.#link.events.playerGone(peerId);
    this.#link.flush();
  }

  /** @returns false when the message was dropped: the script cannot keep up */
  tellMessage(sender: Player, message: BridgeMessage): boolean {
    if (!this.#admits(sender, message.channel)) return false;
    this.#recent.message('onMessage', message);
    this.#link.events.message(message);
    this.#link.flush();
    return true;
  }

  /** @returns false when the question was dropped, and will not be answered: the script cannot keep up */
  askMessage(sender: Player, message: BridgeMessage, onAnswer: (answer: Answer) => void): boolean {
    if (!this.#admits(sender, message.channel)) return false;
    this.#recent.message(message.targetPlayer > 0 ? 'onSendToPlayer' : 'onSendToGroup', message);
    this.#link.events.messageQuestion(this.#open('decisionMs', onAnswer), message);
    this.#link.flush();
    return true;
  }

  /** @returns false when the question was dropped, and will not be answered: the script cannot keep up */
  askGroup(
    sender: Player,
    action: GroupAction,
    groupId: number,
    onAnswer: (answer: Answer) => void,
  ): boolean {
    if (!this.#admits(sender, 'reliable')) return false;
    this.#recent.add({ event: GROUP_CALLBACKS[action], at: Date.now(), peerId: sender.peerId });
    this.#link.events.groupQuestion(this.#open('decisionMs', onAnswer), action, groupId, sender.peerId);
    this.#link.flush();
    return true;
  }

  /** The script sees this when it next runs; it is no reason to wake it. */
  tellMembership(action: GroupAction, groupId: number, peerId: number): void {
    this.#link.events.membership(action, groupId, peerId);
    if (this.#link.events.count > MAX_QUIET_EVENTS) this.#link.flush();
  }

  /** What the script's game session says from its next turn on; it is no reason to wake it. */
  setMatchmakerData(matchmakerData: string): void {
    this.#link.events.matchmakerData(matchmakerData);
  }

  /** @returns false when the script has the callback and is not told: it cannot keep up */
  tellUpdate(reason: UpdateReason, backfillTicketId: string): boolean {
    if (!this.has('onUpdateGameSession')) return true;
    if (this.#fill() >= 1) {
      this.#countFull();
      return false;
    }
    this.#recent.add({ event: 'onUpdateGameSession', at: Date.now() });
    this.#link.events.gameSessionUpdate(reason, backfillTicketId);
    this.#link.flush();
    return true;
  }

  /** Skips the script's turns for this long, milliseconds. */
  pause(durationMs: number): void {
    this.#link.pause(durationMs);
  }

  wakeAt(atUs: number): void {
    this.#link.wakeAt(atUs);
  }

  settle(decisionId: number, verdict: Verdict): void {
    this.#decisions.settle(decisionId, verdict);
  }

  /** To be called from time to time: answers what is overdue. */
  expireDecisions(): void {
    this.#decisions.expire(performance.now());
  }

  /** To be called when the script has taken a batch: lets paused senders go on. */
  resumeSenders(): void {
    if (this.#paused.size === 0 || this.#fill() > 0.25) return;
    for (const player of [...this.#paused]) {
      // What those before it had held back has filled the queue again; the others are first next time.
      if (this.#fill() >= 0.5) return;
      this.#paused.delete(player);
      player.resume('script');
    }
  }

  close(): void {
    this.#decisions.clear();
    this.#paused.clear();
    this.#link.close();
  }

  #open(deadline: Deadline, onAnswer: (answer: Answer) => void): number {
    return this.#decisions.open(performance.now(), this.#limits[deadline], answer => {
      if (answer === 'late') this.#options.hits.add(deadline);
      onAnswer(answer);
    });
  }

  /** Whether the queue has room for an event of this sender's; from half full on the sender is held back. */
  #admits(sender: Player, channel: Channel): boolean {
    const fill = this.#fill();
    if (fill >= 1 || (channel === 'fast' && fill >= 0.5)) {
      this.#countFull();
      this.#options.counters.droppedMessages++;
      return false;
    }
    if (fill >= 0.5) {
      this.#options.onHalfFull();
      sender.pause('script');
      this.#paused.add(sender);
    }
    return true;
  }

  #countFull(): void {
    this.#options.hits.add(this.#eventFill() >= this.#byteFill() ? 'queueEvents' : 'queueBytes');
  }

  /** How full the queue is: 1 is full. */
  #fill(): number {
    return Math.max(this.#eventFill(), this.#byteFill());
  }

  #eventFill(): number {
    return this.#link.events.count / this.#limits.queueEvents;
  }

  #byteFill(): number {
    return this.#link.events.bytes / this.#limits.queueBytes;
  }
}
