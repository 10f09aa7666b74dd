import type { CommandHandler } from '../bridge/command-reader.ts';
import type {
  Channel,
  EndKind,
  GroupAction,
  IsolateLimit,
  LoadedScript,
  PlayerSessionPolicy,
  ScriptLogLevel,
  Verdict,
} from '../bridge/messages.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { SeenMessage } from './message-tap.ts';
import type { Roster } from './roster.ts';
import type { ScriptAccount } from './script-account.ts';
import type { ScriptPort } from './script-port.ts';

/** Each member is sent a list of its own, which takes the host as long as so many messages that are alike. */
const MEMBERSHIP_WEIGHT = 4;
/** About what one peer id takes in a list of members. */
const PEER_ID_BYTES = 3;

/** What a script can do to its session as a whole. */
export interface SessionControl {
  readonly isEnded: boolean;
  onLoaded(script: LoadedScript): void;
  onAccepted(peerId: number): void;
  onEndAsked(kind: EndKind, exitCode: number): void;
  onUncaughtError(text: string): void;
  setPlayerSessionPolicy(policy: PlayerSessionPolicy): void;
  disconnect(peerId: number, reason: string): void;
  scriptLog(level: ScriptLogLevel, text: string): void;
}

/** The message that the sends after it are about. It is encoded once for each channel, when it is first sent. */
class CurrentMessage {
  readonly opCode: number;
  readonly sender: number;
  readonly payload: Uint8Array;
  #reliable: OutgoingPacket | undefined;
  #fast: OutgoingPacket | undefined;

  constructor(opCode: number, sender: number, payload: Uint8Array) {
    this.opCode = opCode;
    this.sender = sender;
    this.payload = payload;
  }

  packet(channel: Channel): OutgoingPacket {
    if (channel === 'fast') {
      this.#fast ??= this.#encode(channel);
      return this.#fast;
    }
    this.#reliable ??= this.#encode(channel);
    return this.#reliable;
  }

  #encode(channel: Channel): OutgoingPacket {
    return new OutgoingPacket({
      opCode: this.opCode,
      sender: this.sender,
      reliable: channel === 'reliable',
      payload: this.payload,
    });
  }
}

export interface ScriptCommandsParts {
  control: SessionControl;
  roster: Roster;
  port: ScriptPort;
  limits: Limits;
  hits: LimitHits;
  account: ScriptAccount;
}

/**
 * Does what a script's commands say, as far as they make sense: a send to nobody or with an op code that is not
 * the developer's is dropped, and once the session has ended nothing is done any more.
 */
export class ScriptCommands implements CommandHandler {
  #parts: ScriptCommandsParts;
  #control: SessionControl;
  #roster: Roster;
  #port: ScriptPort;
  #message: CurrentMessage | undefined;

  constructor(parts: ScriptCommandsParts) {
    this.#parts = parts;
    this.#control = parts.control;
    this.#roster = parts.roster;
    this.#port = parts.port;
  }

  loaded(script: LoadedScript): void {
    if (!this.#control.isEnded) this.#control.onLoaded(script);
  }

  decision(decisionId: number, verdict: Verdict): void {
    this.#port.settle(decisionId, verdict);
  }

  accepted(peerId: number): void {
    if (!this.#control.isEnded) this.#control.onAccepted(peerId);
  }

  message(opCode: number, sender: number, payload: Uint8Array): void {
    const isSendable = opCode > 0 && payload.length <= this.#parts.limits.scriptPayloadBytes;
    this.#message = isSendable ? new CurrentMessage(opCode, sender, payload) : undefined;
  }

  sendToPeer(channel: Channel, peerId: number): void {
    if (this.#control.isEnded || this.#message === undefined) return;
    if (!this.#parts.account.trySend(1, this.#message.payload.length)) return;
    if (this.#roster.messages.isWatched) this.#show(this.#message, channel, { targetPeer: peerId });
    if (!this.#roster.sendToPeer(peerId, this.#message.packet(channel), channel)) {
      this.#control.scriptLog('debug', `a message to player ${peerId}, who is not here, was dropped`);
    }
  }

  sendToGroup(channel: Channel, groupId: number): void {
    if (this.#control.isEnded || this.#message === undefined) return;
    const members = this.#roster.groups.size(groupId);
    if (!this.#parts.account.trySend(members, this.#message.payload.length)) return;
    if (this.#roster.messages.isWatched) this.#show(this.#message, channel, { targetGroup: groupId });
    this.#roster.sendToGroup(groupId, this.#message.packet(channel), channel);
  }

  broadcastMembership(groupToBroadcast: number, targetGroup: number): void {
    if (this.#control.isEnded || !this.#affordsMembership(groupToBroadcast, targetGroup)) return;
    this.#roster.broadcastMembership(groupToBroadcast, targetGroup);
  }

  changeMembership(action: GroupAction, groupId: number, peerId: number): void {
    if (this.#control.isEnded) return;
    const isAffordable = this.#affordsMembership(groupId, groupId);
    if (isAffordable && this.#roster.changeMembership(action, groupId, peerId) !== 'refused') return;
    // The isolate has changed its copy already: tell it the truth.
    this.#port.tellMembership(
      this.#roster.groups.isMember(groupId, peerId) ? 'join' : 'leave',
      groupId,
      peerId,
    );
    if (isAffordable) this.#control.scriptLog('warn', `player ${peerId} cannot ${action} group ${groupId}`);
  }

  disconnect(peerId: number, reason: string): void {
    if (!this.#control.isEnded) this.#control.disconnect(peerId, reason);
  }

  playerSessionPolicy(policy: PlayerSessionPolicy): void {
    this.#control.setPlayerSessionPolicy(policy);
  }

  end(kind: EndKind, exitCode: number): void {
    if (!this.#control.isEnded) this.#control.onEndAsked(kind, exitCode);
  }

  log(level: ScriptLogLevel, text: string): void {
    this.#control.scriptLog(level, text);
  }

  uncaughtError(text: string): void {
    if (!this.#control.isEnded) this.#control.onUncaughtError(text);
  }

  nextTimer(atUs: number): void {
    if (!this.#control.isEnded) this.#port.wakeAt(atUs);
  }

  limitHits(limit: IsolateLimit, count: number): void {
    this.#parts.hits.add(limit, count);
  }

  #show(
    { opCode, sender, payload }: CurrentMessage,
    channel: Channel,
    target: Pick<SeenMessage, 'targetPeer' | 'targetGroup'>,
  ): void {
    this.#roster.messages.sent({ opCode, sender, payload, channel, ...target });
  }

  /** Every member of the one group is sent the list of the other. */
  #affordsMembership(shownGroup: number, targetGroup: number): boolean {
    const { groups } = this.#roster;
    // One recipient at least: somebody who joins or leaves is told as well.
    const recipients = (groups.size(targetGroup) + 1) * MEMBERSHIP_WEIGHT;
    return this.#parts.account.trySend(recipients, groups.size(shownGroup) * PEER_ID_BYTES);
  }
}
