import type { IpPermission } from '@aws-sdk/client-gamelift';
import type { RelayHost } from '../../host/relay-host.ts';

const EVERYBODY = '0.0.0.0/0';

/** The ports that players reach this machine at, as rules that a firewall would have for them. */
export function playerPorts({ port, udpPorts }: Pick<RelayHost, 'port' | 'udpPorts'>): IpPermission[] {
  const tcp: IpPermission = { Protocol: 'TCP', FromPort: port, ToPort: port, IpRange: EVERYBODY };
  if (udpPorts === undefined) return [tcp];
  const { first, last } = udpPorts;
  return [tcp, { Protocol: 'UDP', FromPort: first, ToPort: last, IpRange: EVERYBODY }];
}
