/**
 * Scripts that the published types must accept, and slips they must refuse: the compiler is the test. A line
 * under `@ts-expect-error` that turns out to be right is an error too.
 */
import type {
  Bytes,
  ConnectMessage,
  GameMessage,
  GameSession,
  Logger,
  Player,
  PlayerList,
  RealtimeScript,
  RealtimeSession,
} from '../index.d.ts';
import type { Logger as RuntimeLogger } from '../session/logger.ts';
import type { Player as RuntimePlayer } from '../session/player.ts';
import type { PlayerList as RuntimePlayerList } from '../session/player-list.ts';

let session: RealtimeSession;
let logger: Logger;

export const complete = {
  configuration: { maxPlayers: 8, pingIntervalTime: 5000 },
  init(given) {
    session = given;
    logger = session.getLogger();
  },
  onProcessStarted: args => args.length >= 0,
  async onStartGameSession(gameSession) {
    const same: string = gameSession.GameSessionId ?? gameSession.gameSessionId;
    const mode = gameSession.gameProperties.find(({ key }) => key === 'mode')?.value;
    logger.info('started', same, mode, gameSession.MaximumPlayerSessionCount, { gameSession });
  },
  async onPlayerConnect(message) {
    return message.getPayloadAsText() !== '' && message.player.playerData.length > 0;
  },
  onPlayerAccepted(player) {
    const welcome = session.newTextGameMessage(10, session.getServerId(), `hello ${player.playerId}`);
    session.sendReliableMessage(welcome, player);
    session.sendReliableMessage(welcome, player.peerId);
    session.sendReliableMessage(welcome, '7');
    session.joinGroup(3, player);
  },
  onPlayerDisconnect(peerId) {
    const left = session.getPlayers().filter(player => player.peerId !== peerId);
    if (left.length === 0) return session.processEnding();
  },
  onMessage(message) {
    const bytes: Bytes = message.payload;
    const copy = session.newBinaryGameMessage(message.opCode, message.sender, bytes);
    const raw = session.newBinaryGameMessage(1, -1, new Float32Array([1, 2]));
    session.sendGroupMessage(copy, session.getAllPlayersGroupId());
    session.sendReliableGroupMessage(raw, -1);
    if (message.payload.toString('hex') === 'ff') session.disconnectPlayer(message.sender, 'cheating');
    if (message.payload.readUInt8(0) === 1) session.setPlayerSessionCreationPolicy('DENY_ALL');
  },
  onSendToPlayer: () => true,
  onSendToGroup: message => message.targetGroup > 0,
  onPlayerJoinGroup: (groupId, peerId) => session.getGroupMembers(groupId).includes(peerId),
  onPlayerLeaveGroup: () => Promise.resolve(true),
  onHealthCheck: () => true,
  onProcessTerminate() {
    session.broadcastGroupMembershipUpdate(-1, 3);
  },
  onUpdateGameSession(gameSession, reason, ticketId) {
    if (reason === 'MATCHMAKING_DATA_UPDATED') logger.info(ticketId, JSON.parse(gameSession.matchmakerData));
    // @ts-expect-error there is no such reason
    if (reason === 'BACKFILL_DONE') logger.info('done');
  },
} satisfies RealtimeScript;

export function walk(players: PlayerList): number {
  for (const player of players) logger.debug(player.peerId);
  for (const [peerId, player] of players.entries()) logger.debug(peerId, player.playerSessionId);
  players.forEach((player, peerId) => {
    logger.debug(player, peerId);
  });
  const ids: number[] = players.map((_, peerId) => peerId);
  const first: Player | undefined = players.find(player => player.peerId === ids[0]);
  const total = players.reduce((sum, player) => sum + player.peerId, 0);
  return total + (first?.peerId ?? 0) + players.size + players.length + Number(players.has(1));
}

export const minimal: RealtimeScript = { init() {} };

// @ts-expect-error init is what every script needs
export const withoutInit: RealtimeScript = { onMessage() {} };

export const misspelledCallback: RealtimeScript = {
  init() {},
  // @ts-expect-error there is no such callback
  onPlayerConnected: () => true,
};

export const misspelledInSatisfies = {
  init() {},
  // @ts-expect-error there is no such callback
  onMessages() {},
} satisfies RealtimeScript;

export const misspelledConfiguration: RealtimeScript = {
  // @ts-expect-error there is no such setting
  configuration: { maxPlayer: 8 },
  init() {},
};

export const undecided: RealtimeScript = {
  init() {},
  // @ts-expect-error returning nothing where a decision is asked denies
  onPlayerConnect() {},
  // @ts-expect-error also in an async callback
  async onSendToGroup() {},
};

export function slips(message: GameMessage, connect: ConnectMessage, gameSession: GameSession): void {
  // @ts-expect-error there is no such method
  session.sendReliable(message, 1);
  // @ts-expect-error the message comes first
  session.sendMessage(1, message);
  // @ts-expect-error a group is not a player
  session.sendGroupMessage(message, { peerId: 1 });
  // @ts-expect-error there is no such policy
  session.setPlayerSessionCreationPolicy('DENY');
  // @ts-expect-error there is no such property
  logger.info(message.opcode);
  // @ts-expect-error there is no such property
  logger.info(connect.payloadAsText);
  // @ts-expect-error there is no such property
  logger.info(gameSession.gameSessionID);
  // @ts-expect-error there is no such level
  logger.log('x');
  // @ts-expect-error a peer id is a number
  session.sendMessage(message, 'everyone');
}

/** What the runtime makes is what the types promise. */
export const promises = [
  (logger: RuntimeLogger): Logger => logger,
  (player: RuntimePlayer): Player => player,
  (name: keyof PlayerList): keyof RuntimePlayerList => name,
];
