import { NO_GROUP_ID, NO_PEER_ID } from '../protocol/op-codes.ts';
import type { Payload } from './payload.ts';

/** How a message is to travel; see `SendOptions.channel`. */
export const DeliveryIntent = { RELIABLE: 'reliable', FAST: 'fast' } as const;

export type DeliveryIntent = (typeof DeliveryIntent)[keyof typeof DeliveryIntent];

/**
 * A message put together piece by piece, with the names of Amazon's client SDK; made by `newMessage`, sent by
 * `sendMessage`, as often as it is wanted. It is reliable unless said otherwise.
 */
export class RTMessage {
  opCode: number;
  payload: Payload = '';
  targetPlayer: number = NO_PEER_ID;
  targetGroup: number = NO_GROUP_ID;
  deliveryIntent: DeliveryIntent = DeliveryIntent.RELIABLE;

  constructor(opCode: number) {
    this.opCode = opCode;
  }

  withPayload(payload: Payload): this {
    this.payload = payload;
    return this;
  }

  /** A peer id; -1 is the script. A target player comes before a target group. */
  withTargetPlayer(peerId: number): this {
    this.targetPlayer = peerId;
    return this;
  }

  withTargetGroup(groupId: number): this {
    this.targetGroup = groupId;
    return this;
  }

  withDeliveryIntent(deliveryIntent: DeliveryIntent): this {
    this.deliveryIntent = deliveryIntent;
    return this;
  }
}
