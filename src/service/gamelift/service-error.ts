/**
 * The errors of the GameLift API, by the names that SDKs make classes of, with their HTTP status. What each means is
 * said where it is thrown.
 */
export const SERVICE_ERRORS = {
  InvalidRequestException: 400,
  NotFoundException: 400,
  ConflictException: 400,
  LimitExceededException: 400,
  TaggingFailedException: 400,
  UnauthorizedException: 400,
  InvalidFleetStatusException: 400,
  InvalidGameSessionStatusException: 400,
  FleetCapacityExceededException: 400,
  GameSessionFullException: 400,
  IdempotentParameterMismatchException: 400,
  TerminalRoutingStrategyException: 400,
  InternalServiceException: 500,
  // Of the front end, for every service of its kind
  UnknownOperationException: 400,
  SerializationException: 400,
  MissingAuthenticationTokenException: 403,
  UnrecognizedClientException: 403,
  InvalidSignatureException: 403,
} as const satisfies Record<string, number>;

export type ServiceErrorType = keyof typeof SERVICE_ERRORS;

/** What an API call is answered with that cannot be carried out; callers match the type, never the message. */
export class ServiceError extends Error {
  readonly type: ServiceErrorType;

  /** @param message what is wrong, where, and what to do */
  constructor(type: ServiceErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServiceError';
    this.type = type;
  }

  get httpStatus(): number {
    return SERVICE_ERRORS[this.type];
  }
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message);
}

export function notFound(message: string): ServiceError {
  return new ServiceError('NotFoundException', message);
}
