import { payloadAsText } from './game-message.ts';
import type { Player } from './player.ts';

/** What `onPlayerConnect` gets: who wants to connect, and the developer's own connection payload. */
export class ConnectMessage {
  readonly payload: Uint8Array;
  readonly peerId: number;
  readonly playerSessionId: string;
  readonly player: Player;

  constructor(player: Player, payload: Uint8Array) {
    this.payload = payload;
    this.peerId = player.peerId;
    this.playerSessionId = player.playerSessionId;
    this.player = player;
  }

  /** The payload as UTF-8 text; always a string. */
  getPayloadAsText(): string {
    return payloadAsText(this.payload);
  }
}
