import { PlaypenError } from '../errors.ts';

/** The error of a failed listen or bind as an operator should read it; any other error as it is. */
export function listenError(error: unknown, protocol: 'TCP' | 'UDP', host: string, port: number): unknown {
  const place = `${protocol} ${host}:${port}`;
  const options = { cause: error };
  switch (systemErrorCode(error)) {
    case 'EADDRINUSE':
      return new PlaypenError(
        'port_in_use',
        `${place}; stop what listens there or choose another port`,
        options,
      );
    case 'EACCES':
      return new PlaypenError('port_refused', `${place}; ports below 1024 often need a privilege`, options);
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
      return new PlaypenError('port_refused', `${place}; this machine has no such address`, options);
    default:
      return error;
  }
}

function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
