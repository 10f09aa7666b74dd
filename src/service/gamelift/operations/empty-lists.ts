import type { Operations } from '../operation.ts';

/** What this service has none of, for consoles that list everything. */
export const EMPTY_LIST_OPERATIONS = {
  ListBuilds: async () => ({ Builds: [] }),
  ListContainerFleets: async () => ({ ContainerFleets: [] }),
  ListGameServerGroups: async () => ({ GameServerGroups: [] }),
  DescribeVpcPeeringAuthorizations: async () => ({ VpcPeeringAuthorizations: [] }),
  DescribeVpcPeeringConnections: async () => ({ VpcPeeringConnections: [] }),
} satisfies Operations;
