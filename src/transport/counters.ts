/** Why a datagram was dropped. */
export interface DatagramDrops {
  /** From an address and port that belong to nobody, or a claim that is not theirs to make. */
  stranger: number;
  malformed: number;
  /** Its sequence number is not greater than the last one taken: repeated, or overtaken on the way. */
  stale: number;
  overBudget: number;
  payloadTooBig: number;
  /** The connection was paused, or nobody was attached yet. */
  unwanted: number;
}

/** What only ever counts up, since the transport was made. */
export interface TransportTotals {
  accepted: number;
  /** TCP connections beyond the `connections` limit. */
  refused: number;
  /** Connections beyond the `unauthenticatedConnections` limit. */
  tooManyUnauthenticated: number;
  /** Reliable messages dropped because of their payload's size. */
  payloadTooBig: number;
  /** How often reading from a socket stopped for want of rate budget. */
  budgetPauses: number;
  datagramsDropped: DatagramDrops;
  /** Outgoing fast messages dropped: by an outbox that fills up, or a UDP port that does. */
  fastDropped: number;
  /** Datagrams the operating system refused to send. */
  datagramErrors: number;
}

export type TransportCounters = Readonly<Omit<TransportTotals, 'datagramsDropped'>> & {
  readonly datagramsDropped: Readonly<DatagramDrops>;
  /** WebSockets that exist now, closing ones included. */
  readonly connections: number;
  /** Those of them whose LOGIN has not come. */
  readonly unauthenticated: number;
  /** Those whose fast messages go by UDP. */
  readonly fastChannelsUp: number;
  /** UDP ports open now; the one that answers nobody is not counted. */
  readonly udpPorts: number;
};

export function newTotals(): TransportTotals {
  return {
    accepted: 0,
    refused: 0,
    tooManyUnauthenticated: 0,
    payloadTooBig: 0,
    budgetPauses: 0,
    datagramsDropped: { stranger: 0, malformed: 0, stale: 0, overBudget: 0, payloadTooBig: 0, unwanted: 0 },
    fastDropped: 0,
    datagramErrors: 0,
  };
}
