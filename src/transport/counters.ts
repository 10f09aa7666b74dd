/** Why a datagram was dropped that no limit stood against. */
export interface DatagramDrops {
  /** From an address and port that belong to nobody, or a claim that is not theirs to make. */
  stranger: number;
  malformed: number;
  /** Its sequence number is not greater than the last one taken: repeated, or overtaken on the way. */
  stale: number;
  /** The connection was paused, or nobody was attached yet. */
  unwanted: number;
}

/** What only ever counts up, since the transport was made. What limits stop is counted by `LimitHits`. */
export interface TransportTotals {
  accepted: number;
  datagramsDropped: DatagramDrops;
  /** Datagrams the operating system refused to send. */
  datagramErrors: number;
}

export type TransportCounters = Readonly<Omit<TransportTotals, 'datagramsDropped'>> & {
  readonly datagramsDropped: Readonly<DatagramDrops>;
  /** WebSockets that exist now, closing ones included. */
  readonly connections: number;
  /** Those of them whose LOGIN has not come. */
  readonly unauthenticated: number;
  /** Addresses that are remembered. */
  readonly addresses: number;
  /** Connections whose fast messages go by UDP. */
  readonly fastChannelsUp: number;
  /** UDP ports open now; the one that answers nobody is not counted. */
  readonly udpPorts: number;
};

export function newTotals(): TransportTotals {
  return {
    accepted: 0,
    datagramsDropped: { stranger: 0, malformed: 0, stale: 0, unwanted: 0 },
    datagramErrors: 0,
  };
}
