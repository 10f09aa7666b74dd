import type { Logger } from 'pino';
import type { BridgeMessage, CallbackName, GroupAction } from '../bridge/messages.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import { NO_GROUP_ID, NO_PEER_ID, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet } from '../protocol/packet.ts';
import { routePacket } from '../relay/routing.ts';
import type { Answer } from './decisions.ts';
import type { Delivery, Player } from './player.ts';
import { relayedMessage } from './player-packets.ts';
import type { Roster } from './roster.ts';
import { GROUP_CALLBACKS, type ScriptPort } from './script-port.ts';

/** What becomes of a player's packets: relayed, put before the script, or dropped. */
export class ClientPackets {
  #roster: Roster;
  #port: ScriptPort;
  #log: Logger;
  #hits: LimitHits;

  constructor(roster: Roster, port: ScriptPort, log: Logger, hits: LimitHits) {
    this.#hits = hits;
    this.#roster = roster;
    this.#port = port;
    this.#log = log;
  }

  handle(player: Player, packet: Packet): void {
    const { peers, groups, messages } = this.#roster;
    if (messages.isWatched) messages.received(player.peerId, packet);
    const route = routePacket(packet, player.peerId, peers, groups);
    switch (route.to) {
      case 'script':
        return this.#toScript(player, packet);
      case 'peer':
        return this.#relay(player, packet, 'onSendToPlayer', { peerId: route.peerId });
      case 'group':
        return this.#relay(player, packet, 'onSendToGroup', { groupId: route.groupId });
      case 'join':
      case 'leave':
        return this.#changeGroup(player, route.to, route.groupId);
      case 'membership':
        return this.#roster.sendMembership(route.groupId, player.peerId, player.peerId);
      case 'log':
        return this.#log.debug(
          { peerId: player.peerId, opCode: packet.opCode },
          `packet dropped: ${route.why}`,
        );
    }
  }

  /** Sends a player's message, once nothing of its sender's waits before it. */
  deliver(player: Player, { packet, channel, to }: Delivery): void {
    const receivers =
      'peerId' in to
        ? Number(this.#roster.sendToPeer(to.peerId, packet, channel))
        : this.#roster.sendToGroup(to.groupId, packet, channel);
    player.relayBudget.charge(channel, receivers, packet.frameBytes);
  }

  #toScript(player: Player, packet: Packet): void {
    if (!this.#port.has('onMessage')) return;
    const message = bridgeMessage(player, packet, SERVER_PEER_ID, NO_GROUP_ID);
    if (!this.#port.tellMessage(player, message)) this.#logBusy(player);
  }

  #relay(player: Player, packet: Packet, callback: CallbackName, to: Delivery['to']): void {
    const targetPlayer = 'peerId' in to ? to.peerId : NO_PEER_ID;
    const targetGroup = 'groupId' in to ? to.groupId : NO_GROUP_ID;
    const channel = packet.reliable ? 'reliable' : 'fast';
    if (!player.relayBudget.allows(channel)) return;
    const delivery: Delivery = {
      packet: relayedMessage(packet, player.peerId, targetPlayer, targetGroup),
      channel,
      to,
    };
    if (!this.#port.has(callback)) {
      if (!player.deliveries.send(delivery)) this.#tooManyUndecided(player);
      return;
    }
    if (player.deliveries.isFull) return this.#tooManyUndecided(player);
    const message = bridgeMessage(player, packet, targetPlayer, targetGroup);
    let decide: ((isAllowed: boolean) => void) | undefined;
    const isAsked = this.#port.askMessage(player, message, answer => {
      this.#logLate(answer, callback);
      decide?.(answer === 'allowed');
    });
    if (isAsked) decide = player.deliveries.hold(delivery);
    else this.#logBusy(player);
  }

  #changeGroup(player: Player, action: GroupAction, groupId: number): void {
    const { peerId } = player;
    const isMember = this.#roster.groups.isMember(groupId, peerId);
    // A repeated request changes nothing and asks nobody; its sender learns the truth again.
    if (groupId <= 0 || isMember === (action === 'join')) {
      return this.#roster.sendMembership(groupId, peerId, SERVER_PEER_ID);
    }
    const callback = GROUP_CALLBACKS[action];
    const decide = (answer: Answer): void => {
      this.#logLate(answer, callback);
      if (answer === 'allowed' && this.#roster.changeMembership(action, groupId, peerId) === 'changed') {
        // Each member was sent the list. Its size is left out: lists of numbers are small.
        player.relayBudget.charge('reliable', this.#roster.groups.size(groupId), 0);
        return;
      }
      this.#roster.sendMembership(groupId, peerId, SERVER_PEER_ID);
    };
    if (!this.#port.has(callback)) return decide('allowed');
    if (!this.#port.askGroup(player, action, groupId, decide)) decide('denied');
  }

  #logLate(answer: Answer, callback: CallbackName): void {
    if (answer === 'late') this.#log.warn(`${callback} did not answer in time; denied`);
  }

  #tooManyUndecided(player: Player): void {
    this.#hits.add('undecidedPerSender');
    this.#logBusy(player);
  }

  #logBusy(player: Player): void {
    this.#log.debug({ peerId: player.peerId }, 'packet dropped: the script cannot keep up');
  }
}

function bridgeMessage(
  player: Player,
  packet: Packet,
  targetPlayer: number,
  targetGroup: number,
): BridgeMessage {
  return {
    opCode: packet.opCode,
    sender: player.peerId,
    channel: packet.reliable ? 'reliable' : 'fast',
    targetPlayer,
    targetGroup,
    payload: packet.payload,
  };
}
