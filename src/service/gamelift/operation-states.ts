import type { OperationName, Operations } from './operation.ts';

/**
 * `supported`: there is a handler. `empty list`: answered as by a service that has none of them, for consoles that
 * list everything. `not yet` and `not applicable` are refused with a message that says so.
 */
export type OperationState = 'supported' | 'not yet' | 'not applicable' | 'empty list';

/** What this service does with each operation of the API, by the groups the operations belong to. */
export const OPERATION_GROUPS = {
  Scripts: {
    CreateScript: 'supported',
    UpdateScript: 'supported',
    DescribeScript: 'supported',
    ListScripts: 'supported',
    DeleteScript: 'supported',
  },
  'Builds (custom servers)': {
    CreateBuild: 'not applicable',
    UpdateBuild: 'not applicable',
    DescribeBuild: 'not applicable',
    ListBuilds: 'empty list',
    DeleteBuild: 'not applicable',
    RequestUploadCredentials: 'not applicable',
  },
  Fleets: {
    CreateFleet: 'supported',
    DeleteFleet: 'supported',
    DescribeFleetAttributes: 'supported',
    ListFleets: 'supported',
    UpdateFleetAttributes: 'supported',
    DescribeFleetEvents: 'supported',
    DescribeFleetCapacity: 'supported',
    UpdateFleetCapacity: 'supported',
    DescribeFleetUtilization: 'supported',
    DescribeFleetPortSettings: 'supported',
    UpdateFleetPortSettings: 'supported',
    DescribeRuntimeConfiguration: 'supported',
    UpdateRuntimeConfiguration: 'supported',
    DescribeEC2InstanceLimits: 'supported',
  },
  'Fleet locations': {
    CreateFleetLocations: 'supported',
    DeleteFleetLocations: 'supported',
    DescribeFleetLocationAttributes: 'supported',
    DescribeFleetLocationCapacity: 'supported',
    DescribeFleetLocationUtilization: 'supported',
    CreateLocation: 'supported',
    ListLocations: 'supported',
    DeleteLocation: 'supported',
  },
  Scaling: {
    PutScalingPolicy: 'supported',
    DeleteScalingPolicy: 'supported',
    DescribeScalingPolicies: 'supported',
    StartFleetActions: 'supported',
    StopFleetActions: 'supported',
  },
  Aliases: {
    CreateAlias: 'supported',
    DescribeAlias: 'supported',
    ListAliases: 'supported',
    UpdateAlias: 'supported',
    DeleteAlias: 'supported',
    ResolveAlias: 'supported',
  },
  'Game sessions': {
    CreateGameSession: 'supported',
    DescribeGameSessions: 'supported',
    SearchGameSessions: 'supported',
    UpdateGameSession: 'supported',
    TerminateGameSession: 'supported',
    DescribeGameSessionDetails: 'supported',
    GetGameSessionLogUrl: 'supported',
  },
  'Player sessions': {
    CreatePlayerSession: 'supported',
    CreatePlayerSessions: 'supported',
    DescribePlayerSessions: 'supported',
    GetPlayerConnectionDetails: 'not applicable',
  },
  'Queues and placement': {
    CreateGameSessionQueue: 'supported',
    DescribeGameSessionQueues: 'supported',
    UpdateGameSessionQueue: 'supported',
    DeleteGameSessionQueue: 'supported',
    StartGameSessionPlacement: 'supported',
    DescribeGameSessionPlacement: 'supported',
    StopGameSessionPlacement: 'supported',
  },
  'Matchmaking (FlexMatch)': {
    CreateMatchmakingRuleSet: 'supported',
    ValidateMatchmakingRuleSet: 'supported',
    DescribeMatchmakingRuleSets: 'supported',
    DeleteMatchmakingRuleSet: 'supported',
    CreateMatchmakingConfiguration: 'supported',
    DescribeMatchmakingConfigurations: 'supported',
    UpdateMatchmakingConfiguration: 'supported',
    DeleteMatchmakingConfiguration: 'supported',
    StartMatchmaking: 'supported',
    DescribeMatchmaking: 'supported',
    StopMatchmaking: 'supported',
    AcceptMatch: 'supported',
    StartMatchBackfill: 'supported',
  },
  'Instances and computes': {
    DescribeInstances: 'supported',
    GetInstanceAccess: 'not applicable',
    ListCompute: 'supported',
    DescribeCompute: 'supported',
    RegisterCompute: 'not yet',
    DeregisterCompute: 'not yet',
    GetComputeAuthToken: 'not yet',
    GetComputeAccess: 'not applicable',
  },
  Tags: {
    TagResource: 'supported',
    UntagResource: 'supported',
    ListTagsForResource: 'supported',
  },
  'Container fleets': {
    CreateContainerFleet: 'not applicable',
    DescribeContainerFleet: 'not applicable',
    ListContainerFleets: 'empty list',
    UpdateContainerFleet: 'not applicable',
    DeleteContainerFleet: 'not applicable',
    CreateContainerGroupDefinition: 'not applicable',
    DescribeContainerGroupDefinition: 'not applicable',
    ListContainerGroupDefinitions: 'not applicable',
    ListContainerGroupDefinitionVersions: 'not applicable',
    UpdateContainerGroupDefinition: 'not applicable',
    DeleteContainerGroupDefinition: 'not applicable',
    DescribeContainerGroupPortMappings: 'not applicable',
    DescribeFleetDeployment: 'not applicable',
    ListFleetDeployments: 'not applicable',
  },
  'Game server groups (FleetIQ)': {
    CreateGameServerGroup: 'not applicable',
    DescribeGameServerGroup: 'not applicable',
    ListGameServerGroups: 'empty list',
    UpdateGameServerGroup: 'not applicable',
    DeleteGameServerGroup: 'not applicable',
    ResumeGameServerGroup: 'not applicable',
    SuspendGameServerGroup: 'not applicable',
    DescribeGameServerInstances: 'not applicable',
    RegisterGameServer: 'not applicable',
    DescribeGameServer: 'not applicable',
    ListGameServers: 'not applicable',
    UpdateGameServer: 'not applicable',
    ClaimGameServer: 'not applicable',
    DeregisterGameServer: 'not applicable',
  },
  'VPC peering': {
    CreateVpcPeeringAuthorization: 'not applicable',
    DescribeVpcPeeringAuthorizations: 'empty list',
    DeleteVpcPeeringAuthorization: 'not applicable',
    CreateVpcPeeringConnection: 'not applicable',
    DescribeVpcPeeringConnections: 'empty list',
    DeleteVpcPeeringConnection: 'not applicable',
  },
} as const satisfies Record<string, { [N in OperationName]?: OperationState }>;

export type OperationGroup = keyof typeof OPERATION_GROUPS;

export interface OperationRow {
  name: OperationName;
  state: OperationState;
  group: OperationGroup;
}

export function operationRows(): OperationRow[] {
  return Object.entries(OPERATION_GROUPS).flatMap(([group, operations]) =>
    Object.entries(operations).map(([name, state]) => ({
      name: name as OperationName,
      state,
      group: group as OperationGroup,
    })),
  );
}

/** What the table and a service's handlers do not agree on, in words; nothing when each supported operation has one. */
export function disagreementsWith(operations: Operations): string[] {
  const isHandled = (name: OperationName): boolean => operations[name] !== undefined;
  return operationRows().flatMap(({ name, state }) => {
    if (state === 'supported')
      return isHandled(name) ? [] : [`${name} is said to be supported and has no handler`];
    return isHandled(name) ? [`${name} has a handler and is said to be: ${state}`] : [];
  });
}
