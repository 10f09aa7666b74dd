import { listenError } from './listen-error.ts';
import { type LeaseHolder, type UdpContext, UdpPort } from './udp-port.ts';

const MAX_PORT = 65_535;

/**
 * The UDP ports of one transport, opened one by one as leases need them, in the range of `limits.udpPorts` ports
 * that starts at the first one; ports in use by others are skipped. Ports stay open until `close`: a closed one
 * would answer its late senders with ICMP errors.
 */
export class UdpPorts {
  readonly #context: UdpContext;
  readonly #firstPort: number;
  readonly #discardPort: UdpPort;
  readonly #open: UdpPort[] = [];
  /** How many ports of the range have been tried. */
  #tried = 0;
  #opening: Promise<void> | undefined;
  #isClosed = false;

  /**
   * Opens the discard port alone: an ephemeral one that is bound and answers nobody.
   * @param firstPort 0: any free ports, as many as the limit says.
   * @throws PlaypenError `port_in_use`, `port_refused`
   */
  static async start(context: UdpContext, firstPort: number): Promise<UdpPorts> {
    try {
      return new UdpPorts(context, firstPort, await UdpPort.open(context, 0));
    } catch (error) {
      throw listenError(error, 'UDP', context.host, 0);
    }
  }

  private constructor(context: UdpContext, firstPort: number, discardPort: UdpPort) {
    this.#context = context;
    this.#firstPort = firstPort;
    this.#discardPort = discardPort;
  }

  /** How many ports are open; the discard port does not count. */
  get size(): number {
    return this.#open.length;
  }

  /** The port for players who get no lease. */
  get discardPort(): number {
    return this.#discardPort.port;
  }

  /** The port that `holder` has its place on from now on; undefined when none is left, or all are closed. */
  async lease(holder: LeaseHolder): Promise<UdpPort | undefined> {
    while (!this.#isClosed) {
      const port = this.#open.find(candidate => candidate.tryLease(holder));
      if (port !== undefined) return port;
      if (this.#tried >= this.#context.limits.udpPorts) return undefined;
      // Whoever else waits for this port may get it first, so look again; each round tries one port more.
      this.#opening ??= this.#openNext().finally(() => {
        this.#opening = undefined;
      });
      await this.#opening;
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    await Promise.all([this.#discardPort, ...this.#open].map(port => port.close()));
  }

  async #openNext(): Promise<void> {
    const wanted = this.#firstPort === 0 ? 0 : this.#firstPort + this.#tried;
    this.#tried += 1;
    if (wanted > MAX_PORT) return;
    try {
      this.#open.push(await UdpPort.open(this.#context, wanted));
    } catch (error) {
      const reason = listenError(error, 'UDP', this.#context.host, wanted);
      this.#context.log.warn({ err: reason, port: wanted }, 'UDP port skipped');
    }
  }
}
